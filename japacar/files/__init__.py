"""Stored files: inspected, encrypted where private, with renditions and short-lived links."""
