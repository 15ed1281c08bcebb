"""Pages of the members room: the dealer's settings and work list, his public page, the buyer's profile."""
