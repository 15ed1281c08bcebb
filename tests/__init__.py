"""Tests of the whole: the house rules, and what starts and stops it. The tests of a room lie in that room."""
