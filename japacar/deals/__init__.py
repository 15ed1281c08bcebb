"""A deal from the request on, and its lanes."""
