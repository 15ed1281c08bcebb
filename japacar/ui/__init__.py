"""How pages look and speak: base templates, components, stylesheet, small scripts, formatting, response headers."""
