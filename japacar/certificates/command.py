"""`japacar read-certificate FILE… [--json]`: reads certificates here, without database or network.

The one thing to know: the files are read together, so several pictures of one sheet make one document."""

import argparse
import json
import sys
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from japacar.certificates.fields import CHOICE_LABELS, FIELDS
from japacar.certificates.reading import Document
from japacar.certificates.reading_files import read_files
from japacar.kernel.inspector import signatures


def main(options: argparse.Namespace) -> int:
    """Print what was read from `options.files`, with `options.json` as JSON; 0 when anything was, else 1."""
    read: list[tuple[str, bytes]] = []
    for name in options.files:
        data = _bytes(Path(name))
        if data is not None:
            read.append((name, data))
    outcome = read_files([data for _name, data in read])
    for number, refused in sorted(outcome.refused.items()):
        print(f"{read[number][0]}: {refused.sentence}", file=sys.stderr)
    if options.json:
        found = {"documents": [document.to_json() for document in outcome.documents]}
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(_words(document) for document in outcome.documents))
    return 0 if outcome.documents else 1


def _bytes(path: Path) -> bytes | None:
    """What the file holds, up to one byte more than is ever taken; or None with a sentence on the error output."""
    try:
        with path.open("rb") as file:
            return file.read(signatures.MAX_PDF_BYTES + 1)
    except OSError as problem:
        print(f"{path}: {problem.strerror}", file=sys.stderr)
        return None


def _words(document: Document) -> str:
    lines = [f"{document.kind.value} ({document.source.value})"]
    for key, value in document.fields.found().items():
        lines.append(f"  {FIELDS[key].label}: {_word(value)} {FIELDS[key].unit}".rstrip())
    lines += [f"  ! {finding.sentence}" for finding in document.findings]
    if document.missing:
        lines.append(f"  {_('Not found')}: " + ", ".join(str(FIELDS[key].label) for key in document.missing))
    return "\n".join(lines)


def _word(value: object) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    return str(CHOICE_LABELS[value]) if isinstance(value, StrEnum) else str(value)
