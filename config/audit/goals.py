"""What is aimed for, what was measured, and the table of both. A goal that could not be measured is named, never passed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

LIGHTHOUSE_GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
WEIGHT_GOALS_KB = {"search": 150, "vehicle": 120}
COOKIES = {"japacar_session", "XSRF-TOKEN"}
SHOWN_FAULTS = 12


@dataclass(frozen=True)
class Goal:
    """One line of the table. `faults` are sentences that name the page."""

    what: str
    goal: str
    measured: str
    is_met: bool
    faults: list[str] = field(default_factory=list)


@dataclass
class Report:
    """Everything that one run found."""

    address: str
    goals: list[Goal] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def none_of(self, what: str, faults: list[str], *, of: str) -> None:
        """A goal of zero faults, such as axe; `of` says on how much."""
        unique = list(dict.fromkeys(faults))
        self.goals.append(Goal(what, "0", f"{len(unique)} ({of})", not unique, unique))

    def at_most(self, what: str, limit: float, measured: float, unit: str) -> None:
        self.goals.append(Goal(what, f"≤ {limit:g} {unit}", f"{measured:.0f} {unit}", measured <= limit))

    def at_least(self, what: str, limit: float, measured: float) -> None:
        self.goals.append(Goal(what, f"≥ {limit:g}", f"{measured:.0f}", measured >= limit))

    @property
    def is_met(self) -> bool:
        return all(goal.is_met for goal in self.goals)

    def as_data(self) -> dict[str, Any]:
        """For a program."""
        return asdict(self) | {"is_met": self.is_met}

    def as_table(self) -> str:
        """For people: the table, then the first faults of each goal that is missed."""
        lines = [f"{'what':<44} {'goal':<10} {'measured':<28} pass"]
        lines += [f"{g.what:<44} {g.goal:<10} {g.measured:<28} {'yes' if g.is_met else 'NO'}" for g in self.goals]
        lines += [f"Skipped: {reason}" for reason in self.skipped]
        for goal in self.goals:
            if goal.faults:
                lines += ["", f"{goal.what}:"] + [f"  {fault}" for fault in goal.faults[:SHOWN_FAULTS]]
                left = len(goal.faults) - SHOWN_FAULTS
                lines += [f"  … and {left} more (--json shows all)"] if left > 0 else []
        return "\n".join(lines)
