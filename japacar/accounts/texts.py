"""The Terms and the Policy as versions: what was published is stored once and served exactly so (PP-0-d).

The one thing to know: a published version never changes. New words need a new version with a new date (PP-14-a)."""

import hashlib
import re
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from japacar.accounts.models import PublishedText
from japacar.kernel import clock

FOLDER = Path(__file__).parent / "texts"
_NAME = re.compile(r"(?P<kind>[a-z]+)-(?P<version>\d{4}-\d{2}-\d{2})\.(?P<language>[a-z]{2})")
_ENGLISH = re.compile(r"^Last updated: (\w+ \d{1,2}, \d{4})$", re.MULTILINE)
_JAPANESE = re.compile(r"^最終更新日：(\d{4})年(\d{1,2})月(\d{1,2})日$", re.MULTILINE)


class TextChanged(Exception):
    """A file holds other words, or another date, than its version was published with."""


class TextMissing(Exception):
    """Nobody can agree to a text that is not there."""


def publish_texts(folder: Path = FOLDER) -> int:
    """Store every text of the folder that is not stored yet; how many were. Raises TextChanged."""
    count = 0
    with transaction.atomic():
        for path in sorted(folder.glob("*.md")):
            if name := _NAME.fullmatch(path.stem):
                count += _publish(path, **name.groupdict())
    return count


def _publish(path: Path, *, kind: str, version: str, language: str) -> bool:
    source = path.read_text(encoding="utf-8")
    digest = sha256_of(source)
    day = date.fromisoformat(version)
    if last_updated_on(source) != day:
        raise TextChanged(f"{path.name}: the date beneath its title is not the one of its version")
    row, is_new = PublishedText.objects.get_or_create(
        kind=kind,
        language=language,
        version=version,
        defaults={"last_updated_on": day, "effective_on": day, "source": source, "sha256": digest},
    )
    if row.sha256 != digest:
        raise TextChanged(
            f"{path.name}: version {version} was published with other words; give the new ones a new date"
        )
    return is_new


def current(kind: str, language: str) -> PublishedText:
    """The version in force in this language, or in English where there is none. Raises TextMissing."""
    found = _in_force(kind, language)
    if found is None and publish_texts():
        # A database that was emptied or never prepared: the files are the truth.
        found = _in_force(kind, language)
    if found is None:
        raise TextMissing(kind)
    return found


def _in_force(kind: str, language: str) -> PublishedText | None:
    texts = PublishedText.objects.filter(kind=kind, effective_on__lte=clock.today_jst()).order_by("-version")
    return texts.filter(language=language).first() or texts.filter(language="en").first()


def versions(kind: str, language: str) -> list[PublishedText]:
    """Every version in this language, the newest first."""
    return list(PublishedText.objects.filter(kind=kind, language=language).order_by("-version"))


def version_of(kind: str, version: str, language: str) -> PublishedText:
    """One version in this language, or in English. Raises TextMissing."""
    texts = PublishedText.objects.filter(kind=kind, version=version)
    found = texts.filter(language=language).first() or texts.filter(language="en").first()
    if found is None:
        raise TextMissing(f"{kind} {version}")
    return found


def last_updated_on(source: str) -> date:
    """The day that the text itself names. Raises TextChanged where it names none."""
    if said := _ENGLISH.search(source):
        return datetime.strptime(said[1], "%B %d, %Y").date()
    if said := _JAPANESE.search(source):
        year, month, day = (int(part) for part in said.groups())
        return date(year, month, day)
    raise TextChanged("the text does not say when it was last updated")


def sha256_of(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()
