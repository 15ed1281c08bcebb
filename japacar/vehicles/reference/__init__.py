"""Makes, models, grades and model codes: what confirmed listings teach, and how staff put names right."""
