"""Addresses from which a request comes and that must not be believed blindly. Of pages: ui/paths.py."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The client's IP address, or None where it cannot be known.

    Only what our own proxies appended counts: with TRUSTED_PROXIES=n the n-th entry from the right of X-Forwarded-For."""
    count = settings.TRUSTED_PROXIES
    if count > 0:
        entries = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        return _ip(entries[-count]) if len(entries) >= count else None
    return _ip(request.META.get("REMOTE_ADDR", ""))


def network_of(request: HttpRequest) -> str:
    """What limits count by: an IPv4 address, or the /64 that one IPv6 customer has. "unknown" is one place for all."""
    address = client_address(request)
    if address is None:
        return "unknown"
    ip = ipaddress.ip_address(address)
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if ip.version == 6 else address


def truncated(address: str) -> str:
    """The address without what singles out a household: /24 of IPv4, /48 of IPv6 (A-5)."""
    ip = ipaddress.ip_address(address)
    width = 24 if ip.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{width}", strict=False).network_address)


def _ip(text: str) -> str | None:
    """An address in its one spelling: without port, zone or brackets; an IPv4 one mapped into IPv6 becomes IPv4."""
    bare = text.partition("%")[0].strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        ip = ipaddress.ip_address(bare)
    except ValueError:
        return None
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return str(mapped or ip)
