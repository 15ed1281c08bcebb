"""Checks and proof of the privacy policy's clauses."""
