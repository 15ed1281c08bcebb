"""The Jinja2 environment of all pages: strict about missing names, always escaping, with our globals and filters.

The one thing to know: imported macros do not see the request, so everything they need is an argument, a filter or one
of the globals below."""

import sys
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from pickle import UnpicklingError
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from japacar.kernel.clock import now
from japacar.ui import controls
from japacar.ui.formatting import FILTERS, colon, gap


class CompiledPages(FileSystemBytecodeCache):
    """Pages compiled once, kept beside Python's own compiled modules: to compile all of them takes 2 s of each process that starts.

    Jinja compares the text of a page with what was compiled; a change of the environment below changes the names."""

    def __init__(self) -> None:
        folder = Path(cache_from_source(__file__)).parent / "pages"
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder), f"{sha256(Path(__file__).read_bytes()).hexdigest()[:12]}-%s")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Half a file, left by a machine that lost its power, is no page."""
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Where nothing may be written, or nothing more fits, the page is there all the same."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def environment(**options: Any) -> Environment:
    """Called by Django's Jinja2 backend with its options; what we insist on wins over them."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    kept = None if sys.dont_write_bytecode else CompiledPages()
    env = Environment(extensions=["jinja2.ext.i18n"], bytecode_cache=kept, **options)  # noqa: S701  # autoescape is among the options
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(
        url=url,
        url_if=url_if,
        static=static_url,
        form_key=form_key,
        now=now,
        colon=colon,
        gap=gap,
        lang=lang,
        other_language=other_language,
        other_language_url=other_language_url,
        operator=settings.OPERATOR,
        control=controls.control,
        kind_of=controls.kind_of,
        parts_of=controls.parts_of,
        target_of=controls.target_of,
        problems_of=controls.problems_of,
        errors_of=controls.errors_of,
    )
    env.filters.update(FILTERS)
    return env


def url(name: str, /, *args: Any, **kwargs: Any) -> str:
    """`url("vehicles:vehicle", reference="V-4F7K2M")`, in the reader's language."""
    return reverse(name, args=args or None, kwargs=kwargs or None) if args or kwargs else page_url(name, get_language())


@lru_cache(maxsize=512)
def page_url(name: str, language: str | None) -> str:
    """The address of a page without parts of its own; every page has a dozen of these in its frame."""
    return reverse(name)


def url_if(name: str, /, **kwargs: Any) -> str:
    """The same, or an empty text when there is no such page: for what stands in the frame of every page."""
    try:
        return url(name, **kwargs)
    except NoReverseMatch:
        return ""


def static_url(path: str) -> str:
    """The hashed address of a static file. Without a manifest the page that says that something broke still works."""
    try:
        return _hashed(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


_hashed = lru_cache(maxsize=256)(static)


def form_key() -> Markup:
    """A hidden key made anew with every rendered form, by which a double post is known (architecture.md 6).

    It carries what submit_once.js says when the form cannot be sent."""
    words = gettext("No connection. Nothing you typed is lost: try again when it is back.")
    return Markup('<input type="hidden" name="form_key" value="{}" data-no-link="{}">').format(uuid4(), words)


def lang() -> str:
    return (get_language() or "en").split("-")[0]


def other_language() -> str:
    return "en" if lang() == "ja" else "ja"


def other_language_url(request: HttpRequest) -> str:
    """The same page in the other language; a page without a language in its address leads to the front page."""
    path, here = request.get_full_path(), f"/{lang()}/"
    if not path.startswith(here):
        return f"/{other_language()}/"
    return f"/{other_language()}/{path.removeprefix(here)}"
