"""Ports and destinations, forwarders' services, and the forwarder's own pages."""
