"""What waits for a second person: about dealers and about people's accounts."""
