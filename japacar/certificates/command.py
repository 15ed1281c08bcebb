"""`japacar read-certificate FILE… [--json]`: reads official certificate files here, without database or network."""

import argparse
import json
import sys
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from japacar.certificates import containers, official_file
from japacar.certificates.fields import CHOICE_LABELS, FIELDS
from japacar.certificates.reading import Document
from japacar.certificates.refusals import NotACertificate


def main(options: argparse.Namespace) -> int:
    """Print what was read from `options.files`, with `options.json` as JSON; 0 when anything was, else 1."""
    documents = [document for name in options.files if (document := _read(Path(name))) is not None]
    if options.json:
        print(json.dumps({"documents": [document.to_json() for document in documents]}, ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(_words(document) for document in documents))
    return 0 if documents else 1


def _read(path: Path) -> Document | None:
    """One file's document, or None with a sentence on the error output."""
    try:
        with path.open("rb") as file:
            # One byte over the limit is enough to refuse it.
            return official_file.read(file.read(containers.MOST_BYTES + 1))
    except NotACertificate as refused:
        print(f"{path}: {refused.sentence}", file=sys.stderr)
    except OSError as problem:
        print(f"{path}: {problem.strerror}", file=sys.stderr)
    return None


def _words(document: Document) -> str:
    lines = [f"{document.kind.value} ({document.source.value})"]
    for key, value in document.fields.found().items():
        lines.append(f"  {FIELDS[key].label}: {_word(value)} {FIELDS[key].unit}".rstrip())
    lines += [f"  ! {finding.sentence}" for finding in document.findings]
    if document.missing:
        lines.append("  Not found: " + ", ".join(str(FIELDS[key].label) for key in document.missing))
    return "\n".join(lines)


def _word(value: object) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    return str(CHOICE_LABELS[value]) if isinstance(value, StrEnum) else str(value)
