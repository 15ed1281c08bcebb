"""The pages of this room: asking for a quote, the list, the deal's own page and the steps taken on it."""
