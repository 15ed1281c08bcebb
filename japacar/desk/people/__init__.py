"""People who cannot help themselves: found by their address, and their lost second factors."""
