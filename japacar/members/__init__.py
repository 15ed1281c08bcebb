"""Dealers, their staff and bank accounts, buyers, consignees and forwarders; a dealer is checked before he may publish."""
