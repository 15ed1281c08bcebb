"""The pages of this room: signing in and out, joining, one's own account, the published texts."""
