"""Checking the consents of guardians: two of staff must find each right."""
