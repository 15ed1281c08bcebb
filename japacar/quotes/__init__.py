"""Quotations: numbered versions with lines and a validity, and the buyer's acceptance."""
