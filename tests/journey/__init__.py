"""One car is sold in a real browser, against the real processes."""
