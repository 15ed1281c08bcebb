"""`japacar bench certificates`: how exactly codes are read under every condition, on specimens drawn and photographed here.

The one thing to know: a value that is read wrong fails the run. The work of the limited process is done here in this
one, so that its processor time is that of the reading alone. No database, no network, the same specimens every time."""

import argparse
import json
import statistics
import time
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any

from japacar.certificates.codes.reading import Pictures, symbol_of, told_by
from japacar.certificates.codes.worker import answer
from japacar.certificates.specimens.photos import CONDITIONS, taken
from japacar.certificates.specimens.values import FORMS, Specimen, specimen

#: Conditions under which every value must be read.
PROMISED = frozenset(
    {"clean, 2", "clean, 3", "clean, 4 pixels per module", "scan, 200 dpi", "scan, 150 dpi", "photo, good"}
    | {"photo, middling", "photo, hard", "photo, 12 megapixels", "turned any way", "PDF, scanned at 200 dpi"}
)
MOST_SECONDS = 0.3
TIMED = "photo, 12 megapixels"


@dataclass
class Figures:
    """What came out under one condition; seconds are processor time for opening and reading one file."""

    condition: str
    files: int = 0
    complete: int = 0
    expected: int = 0
    right: int = 0
    wrong: int = 0
    seconds: float = 0
    slowest: float = 0
    wrong_values: list[str] = field(default_factory=list)

    @property
    def is_kept(self) -> bool:
        return not self.wrong and (self.condition not in PROMISED or self.right == self.expected)


def main(options: argparse.Namespace) -> int:
    """Measure and print; 1 when a value was wrong, or one was lost or slow where that is promised."""
    figures = [measured(name, options.each) for name in CONDITIONS]
    print(json.dumps([asdict(each) for each in figures], indent=1) if options.json else _table(figures))
    return 0 if all(each.is_kept for each in figures) and _is_quick(figures) else 1


def measured(condition: str, each: int) -> Figures:
    """So many specimens of every form under one condition."""
    found, times = Figures(condition), []
    for form in FORMS:
        for number in range(each):
            drawn = specimen(form, Random(f"{form} {number}"))
            data = taken(drawn, CONDITIONS[condition], Random(f"{form} {number} {condition}"))
            begun = time.process_time()
            reply, _blobs = answer({"deep": True}, data)
            times.append(time.process_time() - begun)
            _count(found, drawn, told_by([[symbol_of(said, 0) for said in reply["symbols"]]]))
    found.seconds, found.slowest = round(statistics.median(times), 3), round(max(times), 3)
    return found


def _count(found: Figures, drawn: Specimen, pictures: Pictures) -> None:
    """Every value of every document of the file."""
    read: dict[str, Any] = {}
    for document in pictures.documents:
        read |= {key: value for key, value in document.fields.to_json().items() if value is not None}
    right = sum(read.get(key) == value for key, value in drawn.expected.items())
    wrong = [key for key, value in read.items() if drawn.expected.get(key) != value]
    found.files += 1
    found.complete += right == len(drawn.expected)
    found.expected += len(drawn.expected)
    found.right += right
    found.wrong += len(wrong)
    found.wrong_values += [f"{drawn.form}: {key}" for key in wrong]


def _is_quick(figures: list[Figures]) -> bool:
    return all(each.seconds <= MOST_SECONDS for each in figures if each.condition == TIMED)


def _table(figures: list[Figures]) -> str:
    lines = [
        "| Condition | Files | Complete | Values right | Values wrong | Seconds | Slowest |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for each in figures:
        share = f"{100 * each.right / each.expected:.1f} %"
        mark = "" if each.is_kept else " (not as promised)"
        lines.append(
            f"| {each.condition}{mark} | {each.files} | {each.complete} | {share} | {each.wrong} | {each.seconds:.2f} "
            f"| {each.slowest:.2f} |"
        )
    total = sum(each.wrong for each in figures)
    return "\n".join([*lines, "", f"Wrong values in all: {total}."])
