"""One stylesheet for the browser from the readable files in static/ui/css, without a build step.

The one thing to know: Django's staticfiles asks `StylesheetFinder` for `ui/japacar.css`, so `collectstatic`, the
manifest's hashes and the test server all see one ordinary static file. A new css file needs no entry anywhere."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "ui/japacar.css"
SOURCES = Path(__file__).parent / "static" / "ui" / "css"
# Strings are kept as they are; everything else is a comment or white space that may go.
_TOKEN = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/|\s+""", re.DOTALL)
_TIGHT = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\s*([{};,>])\s*|(:) """)


def sources() -> list[Path]:
    """tokens.css first, because it names the layers; the layers make the order of the rest unimportant."""
    return sorted(SOURCES.glob("*.css"), key=lambda path: (path.name != "tokens.css", path.name))


def minify(css: str) -> str:
    """Comments and needless white space out. Spaces around + and - stay: calc() needs them."""
    css = _TOKEN.sub(lambda m: m[1] or ("" if m[0].startswith("/*") else " "), css)
    css = _TIGHT.sub(lambda m: m[1] or m[2] or m[3], css)
    return css.replace(";}", "}").strip()


def stylesheet() -> str:
    return minify("\n".join(path.read_text(encoding="utf-8") for path in sources()))


def _written() -> Path:
    """The finished file in the cache folder, written anew only when its text changed: collectstatic looks at times."""
    path = Path(settings.DATA_DIR) / "cache" / "static" / NAME
    text = stylesheet()
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path


class StylesheetFinder(BaseFinder):
    """Serves `ui/japacar.css` to staticfiles: by path while developing, by storage for collectstatic."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAME:
            return []
        return [str(_written())] if find_all else str(_written())

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=_written().parent.parent)
        storage.prefix = None  # type: ignore[attr-defined]  # collectstatic reads it from every storage
        yield NAME, storage
