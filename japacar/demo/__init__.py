"""The demo's data, drawn photos, and the stand-ins of outside services."""
