"""Specimen certificates of our own layout with invented values, and photographs of them made in software.

The one thing to know: they measure and test the reading of codes (`japacar bench certificates`); each is marked
SPECIMEN and looks like no official form."""
