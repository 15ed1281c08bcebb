"""`japacar messages`: gathers the texts of every room into its Japanese message file, checks them, compiles them.

English is the source; each room keeps its own `locale/ja/LC_MESSAGES/django.po`. Compiled files are not committed.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ja",)
PAGES = ("**/templates/**.html", "**/templates/**.txt", "**/templates/**.xml")
METHODS = [("**/tests/**", "ignore"), ("**/migrations/**", "ignore"), ("**.py", "python")]
METHODS += [(pattern, "jinja2") for pattern in PAGES]
OPTIONS = {page: {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.i18n"} for page in PAGES}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*(?:[.!:][^{}]*)?\}")


def main(options: argparse.Namespace) -> int:
    """Update the files, or with --check only say what is wrong with them; 1 when something is."""
    if not options.check:
        for room in rooms():
            for language in LANGUAGES:
                _update(room, language)
        compile_changed()
    faults = [fault for room in rooms() for language in LANGUAGES for fault in _faults(room, language)]
    faults += [fault for language in LANGUAGES for fault in _said_twice(language)]
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} messages are missing or wrong. `bin/japacar messages` gathers them.")
    return 1 if faults and options.check else 0


def rooms() -> list[Path]:
    """Every room of japacar/, and config/, which has words of its own."""
    return [ROOT / "config", *sorted(path.parent for path in (ROOT / "japacar").glob("*/__init__.py"))]


def compile_changed() -> int:
    """Compile every message file that is newer than its compiled form; how many were."""
    count = 0
    for source in (po for room in rooms() for po in room.glob("locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        compiled = BytesIO()
        write_mo(compiled, _read(source, source.parent.parent.name))
        # Written beside and renamed: a server that starts meanwhile never reads half a file.
        making = target.with_suffix(".mo.making")
        making.write_bytes(compiled.getvalue())
        making.replace(target)
        count += 1
    return count


def extract(room: Path, language: str) -> Catalog:
    """The texts that the room's code and templates use now, without translations."""
    catalog = Catalog(locale=language, domain="django", project="JAPACAR", fuzzy=False, charset="utf-8")
    for _, _, message, comments, context in extract_from_dir(
        str(room), METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        catalog.add(message, None, auto_comments=comments, context=context)
    return catalog


def _update(room: Path, language: str) -> None:
    """Write the room's file anew: its old translations, the new texts empty, nothing that is no longer used."""
    path = _file(room, language)
    catalog, old = extract(room, language), _read(path, language)
    for message in _messages(catalog):
        known = old.get(message.id, message.context)
        if known is not None:
            message.string = known.string
    if not len(catalog):
        path.unlink(missing_ok=True)
        return
    text = BytesIO()
    write_po(text, catalog, width=0, sort_output=True, no_location=True, omit_header=False, ignore_obsolete=True)
    content = _with_plain_header(text.getvalue().decode(), catalog)
    if not path.exists() or path.read_text(encoding="utf-8") != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _with_plain_header(text: str, catalog: Catalog) -> str:
    """A header without dates and names, so that a file changes only when a message does."""
    _, _, messages = text.partition("\n\n")
    header = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    header += [f"Language: {catalog.locale}", f"Plural-Forms: {catalog.plural_forms}"]
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in header) + "\n" + messages.strip("\n") + "\n"


def _faults(room: Path, language: str) -> Iterator[str]:
    """Sentences on what is missing, empty, left over, or does not carry the same placeholders."""
    wanted, there = extract(room, language), _read(_file(room, language), language)
    for message in _messages(wanted):
        text = message.id if isinstance(message.id, str) else message.id[0]
        known = there.get(message.id, message.context)
        if known is None:
            yield f"{room.name}: missing ({language}): {text}"
            continue
        answers = [known.string] if isinstance(known.string, str) else list(known.string or ())
        if not answers or not all(answers) or isinstance(message.id, str) != isinstance(known.string, str):
            yield f"{room.name}: empty ({language}): {text}"
        elif isinstance(known.string, tuple | list) and len(answers) != there.num_plurals:
            yield f"{room.name}: plural forms incomplete ({language}): {text}"
        elif "fuzzy" in known.flags:
            yield f"{room.name}: fuzzy ({language}): {text}"
        else:
            # The last of the English forms is the general one; a language without plurals follows it.
            source = message.id if isinstance(message.id, str) else message.id[-1]
            if any(_placeholders(answer) != _placeholders(source) for answer in answers):
                yield f"{room.name}: placeholders differ ({language}): {text}"
    for message in _messages(there):
        if wanted.get(message.id, message.context) is None:
            yield f"{room.name}: no longer used ({language}): {message.id}"


def _said_twice(language: str) -> Iterator[str]:
    """Texts that two rooms translate differently. At run time all files are one, and the first room's words would win everywhere:
    say the same, or tell the two apart with pgettext."""
    said: dict[tuple[str, str], dict[str, str]] = {}
    for room in rooms():
        for message in _messages(_read(_file(room, language), language)):
            text, answer = (each if isinstance(each, str) else each[0] for each in (message.id, message.string or ""))
            said.setdefault((message.context or "", text), {})[room.name] = answer
    for (_, text), answers in said.items():
        if len(set(answers.values())) > 1:
            words = ", ".join(f"{room} {answer}" for room, answer in answers.items())
            yield f"two translations ({language}): {text}: {words}"


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def _messages(catalog: Catalog) -> Iterator[Message]:
    """All but the header, which is the message without text."""
    return (message for message in catalog if message.id)


def _file(room: Path, language: str) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def _read(path: Path, language: str) -> Catalog:
    """The file as it is; an absent one is an empty catalogue."""
    if not path.exists():
        return Catalog(locale=language, domain="django", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django", abort_invalid=True)


if __name__ == "__main__":
    sys.exit(main(argparse.Namespace(check="--check" in sys.argv)))
