"""Settings, addresses, server entry, the command line and the schedule: the top room, which may import every other."""
