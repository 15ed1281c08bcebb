"""The dealer's stock as files: lists of cars in (CSV, Excel) and out, and archives of photos, with a dry run before anything changes."""
