"""How many of many cases a run tries: a few that change from run to run, or all of them with `--thorough`.

A test draws within itself with `few`, or stands itself for a few of its cases: `@pytest.mark.few(20)`.

The one thing to know: which ones is drawn from the run's seed and the test's name, so `-p randomly -p "randomly_seed=…"` as printed
at the top of a run draws the same again."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import pytest

Draw = Callable[[Iterable[Any], int], list[Any]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="try every value in every place instead of a drawn few")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test marked `few` that many cases stay; a case that was asked for by its name is one and stays."""
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in sorted(items, key=lambda item: item.nodeid):
        if item.get_closest_marker("few"):
            cases[item.nodeid.partition("[")[0]].append(item)
    left: set[pytest.Item] = set()
    for name, found in cases.items():
        for mark in found[0].iter_markers("few"):
            left |= {*found}.difference(_drawing(config, name)(found, *mark.args))
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=list(left))


@pytest.fixture
def few(request: pytest.FixtureRequest) -> Draw:
    """`few(values, number)`: that many of them, others at the next call; all of them in a thorough run."""
    return _drawing(request.config, request.node.nodeid)


def _drawing(config: pytest.Config, name: str) -> Draw:
    drawing = random.Random(f"{config.getoption('randomly_seed', 0)} {name}")

    def draw(values: Iterable[Any], number: int) -> list[Any]:
        found = list(values)
        return found if config.getoption("thorough") or len(found) <= number else drawing.sample(found, number)

    return draw
