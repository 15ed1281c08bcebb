"""Makes and models, listings, their photos, and the search over them."""
