"""What docs/life-of-a-deal.md and the published terms say about a deal is what the rules do.

When a table differs, the failure shows the lines that belong there: copy them between its two marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from django.utils.translation import override

from japacar.deals import labels, rules
from japacar.deals.rules import Deadline, Unit

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENT = ROOT / "docs" / "life-of-a-deal.md"
TERMS = ROOT / "japacar" / "accounts" / "texts"
UNITS = {Unit.HOURS: "hours", Unit.DAYS: "days", Unit.BUSINESS_DAYS: "business days"}
CLOCKS = {
    "turn": "",
    "issue": " after issue",
    "cut": "by the cargo cut-off",
    "etd": "by the booked departure",
    "sailed": " after sailing",
    "eta": "by the expected arrival",
}
# Where a money turn is asked for: on a living deal, or on one that ended without a sale.
LIVING, ENDED = "payment_requested", "cancelled"


def _table(head: str, rows: Iterable[tuple[str, ...]]) -> list[str]:
    columns = head.split(", ")
    lines = [columns, ["---"] * len(columns), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def _lane(name: str) -> list[str]:
    lane = rules.LANES[name]
    rows = []
    for state in (each.value for each in lane.states):
        following = [each.value for each in lane.states if each.value in lane.transitions[state]]
        moves = "<br>".join(f"`{to}`: {_parties(lane.who(state, to))}" for to in following)
        rows.append((f"`{state}`", str(labels.STATES[name][state]), moves or "the end"))
    return _table("State, Shown as, Next: who may cause it", rows)


def _parties(actors: frozenset[rules.Actor]) -> str:
    return ", ".join(each.value for each in rules.Actor if each in actors)


def _turns() -> list[str]:
    """Every state with the turns it opens, read from whose_turn itself with the payee as a role of his own."""
    rows: list[tuple[str, ...]] = []
    for commercial in rules.COMMERCIAL.states:
        found = rules.whose_turn(commercial, ["due"], *_first())
        rows += _turn_rows(f"agreement `{commercial.value}`", [each for each in found if each.request is None])
    for state in rules.MONEY.states:
        for where, commercial_state in (("", LIVING), (" (deal ended)", ENDED)):
            found = rules.whose_turn(commercial_state, [state], *_first())
            rows += _turn_rows(f"money `{state.value}`{where}", [each for each in found if each.request is not None])
    for papers in rules.PAPERS.states:
        found = rules.whose_turn(LIVING, ["funds_confirmed"], papers, "on_board")
        rows += _turn_rows(f"papers `{papers.value}`", [each for each in found if each.verb != "report_arrival"])
    for logistics in rules.LOGISTICS.states:
        found = rules.whose_turn(LIVING, ["funds_confirmed"], "delivered", logistics)
        rows += _turn_rows(f"shipping `{logistics.value}`", found)
    return _table("While, Whose turn, To do, Default deadline", rows)


def _first() -> tuple[str, str]:
    return rules.PAPERS.first, rules.LOGISTICS.first


def _turn_rows(where: str, turns: list[rules.Turn]) -> list[tuple[str, ...]]:
    return [
        (where, str(labels.PARTIES[turn.party]).lower(), str(labels.TURNS[turn.verb]), _within(turn.deadline))
        for turn in turns
    ]


def _within(kind: Deadline | None) -> str:
    if kind is None:
        return "no limit"
    timer = rules.TIMERS[kind]
    return f"{timer.length} {UNITS[timer.unit]}{CLOCKS[timer.clock]}" if timer.length else CLOCKS[timer.clock]


@pytest.mark.parametrize("name", [*rules.LANES, "turns"])
def test_tables_of_the_life_of_a_deal_are_those_of_the_rules(name: str) -> None:
    with override("en"):
        expected = _turns() if name == "turns" else _lane(name)

    written = DOCUMENT.read_text("utf-8").partition(f"<!-- {name} -->\n")[2].partition("\n<!-- end -->")[0]
    assert written.splitlines() == expected, "\n" + "\n".join(expected)


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        ("Answer to a request or counter-offer", Deadline.ANSWER),
        ("Validity of a quote", Deadline.QUOTE_VALIDITY),
        ("Vehicle held after Reserve", Deadline.HOLD),
        ("Proforma invoice after stock is confirmed", Deadline.PROFORMA),
        ("Proof of transfer after the invoice", Deadline.PROOF),
        ("Money in the account after the invoice", Deadline.FUNDS),
        ("Confirmation of money after the proof", Deadline.CONFIRM_FUNDS),
        ("Copy of the B/L after sailing", Deadline.BL_COPY),
        ("Report of damage after collection", Deadline.RECEIPT),
    ],
)
def test_deadlines_of_the_terms_are_those_of_the_rules(step: str, kind: Deadline) -> None:
    timer = rules.TIMERS[kind]
    japanese = {Unit.HOURS: "時間", Unit.DAYS: "日", Unit.BUSINESS_DAYS: "営業日"}
    rows = [
        [line for line in path.read_text("utf-8").splitlines() if line.startswith("|") and line.count("|") == 4]
        for path in (TERMS / "terms-2026-04-12.en.md", TERMS / "terms-2026-04-12.ja.md")
    ]
    english, translated = [[line for line in lines if line.strip("| ")[-1] not in "-"] for lines in rows]

    index = next(number for number, line in enumerate(english) if f"| {step} |" in line)
    assert english[index].endswith(f"| {timer.length} {UNITS[timer.unit]} |")
    assert translated[index].endswith(f"| {timer.length}{japanese[timer.unit]} |")
