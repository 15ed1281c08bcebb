"""Pages that a request names and that must not be believed blindly: where to go next, and where it came from."""

import re
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_PATH = 300


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
