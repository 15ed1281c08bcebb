"""The processes are killed at any moment, and nothing acknowledged is lost or doubled."""
