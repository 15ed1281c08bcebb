"""The staff's back office: queues and review screens."""
