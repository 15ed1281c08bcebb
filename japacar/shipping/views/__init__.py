"""The pages of whoever ships, and the choice of a forwarder."""
