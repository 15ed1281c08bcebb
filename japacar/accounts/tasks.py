"""The worker's doors into this room: each calls one action."""
