"""Addresses that a request names and that must not be believed blindly: where it comes from, where to go next, and from which page."""

import ipaddress
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_PATH = 300


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


def local_path(text: object) -> str:
    """`text` when it is a path on this site, otherwise "". Browsers read backslashes, tabs and // in ways of their own."""
    path = str(text or "")
    is_plain = path.isprintable() and path.isascii() and "\\" not in path and " " not in path
    # No page of ours has an empty or a dotted part; what a browser makes of one is not ours to guess.
    is_odd = "//" in (bare := re.split("[?#]", path)[0]) or "/." in bare
    if not is_plain or not path.startswith("/") or is_odd or len(path) > LONGEST_PATH:
        return ""
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def page_of_form(request: HttpRequest) -> str:
    """The page that the browser names as its source, if it is one of ours; a form mostly stands on its own address."""
    try:
        source = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # An address of no shape, as no browser sends it.
        return request.path
    if source.netloc != request.get_host():
        return request.path
    return local_path(source.path + (f"?{source.query}" if source.query else "")) or request.path


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
