"""`japacar read-certificate FILE… [--json]`: reads certificates here, without database or network.

The one thing to know: the files are read together, so several pictures of one sheet make one document. A folder stands for
the files in it, "-" for the standard input. What cannot be opened is said on the error output and the others are read."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

from django.utils.translation import gettext as _

from japacar.certificates.fields import FIELDS
from japacar.certificates.models import Reading
from japacar.certificates.reading import Document
from japacar.certificates.reading_files import read_files
from japacar.certificates.wording import word
from japacar.kernel.inspector import signatures


def main(options: argparse.Namespace) -> int:
    """Print what was read from `options.files`, with `options.json` as JSON; 0 when anything was, else 1."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without Japanese letters gets marks instead of them, and never a fault.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    # An empty name is a variable that was not set, and not this folder.
    read = _Files([path for name in options.files for path in (_paths(Path(name)) if name else [Path(name)])])
    if not read.paths:
        print(_("There is no file to read in this folder."), file=sys.stderr)
    outcome = read_files(read)
    for number, refused in sorted(outcome.refused.items()):
        words = read.problems.get(number, refused.sentence)
        print(f"{read.paths[number]}: {words}", file=sys.stderr)
    if options.json:
        found = {"documents": [document.to_json() for document in outcome.documents]}
        print(json.dumps(found, ensure_ascii=not _is_unicode(), indent=2))
    elif outcome.documents:
        print("\n\n".join(_words(document) for document in outcome.documents))
    return 0 if outcome.documents else 1


_STANDARD_INPUT = Path("-")


class _Files(Sequence[bytes]):
    """The files, each read when it is asked for: a folder of photos is larger than the memory.

    One that cannot be opened is empty, and why stands in `problems`."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = paths
        self.problems: dict[int, str] = {}
        # What comes through a pipe comes once, and a thorough search reads a file again.
        self._poured: dict[int, bytes] = {}

    def __len__(self) -> int:
        return len(self.paths)

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(number, slice):
            return _Files(self.paths[number])
        if number in self._poured:
            return self._poured[number]
        path = self.paths[number]
        try:
            if path == _STANDARD_INPUT:
                self._poured[number] = sys.stdin.buffer.read(signatures.MAX_PDF_BYTES + 1)
                return self._poured[number]
            with path.open("rb") as file:
                # One byte more than is ever taken.
                data = file.read(signatures.MAX_PDF_BYTES + 1)
            if not path.is_file():
                self._poured[number] = data
            return data
        except (OSError, ValueError) as problem:
            self.problems[number] = getattr(problem, "strerror", None) or str(problem)
            return b""


def _paths(path: Path) -> Iterator[Path]:
    """The file, or the files of a folder and of those in it, in the order of their names; hidden ones are left out."""
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not is_folder:
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        files = (Path(folder, name) for name in sorted(names) if not name.startswith("."))
        yield from (file for file in files if file.is_file())


def _is_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


def _words(document: Document) -> str:
    lines = [f"{Reading.Kind(document.kind.value).label} ({Reading.Source(document.source.value).label})"]
    for key, value in document.fields.found().items():
        lines.append(f"  {FIELDS[key].label}: {word(key, value)}")
    lines += [f"  ! {finding.sentence}" for finding in document.findings]
    if document.missing:
        lines.append("  " + _("Not found") + ": " + ", ".join(str(FIELDS[key].label) for key in document.missing))
    return "\n".join(lines)
