"""How many of many cases a run tries: a few that change from run to run, or all of them with `--thorough`.

The one thing to know: which ones is drawn from the run's seed and the test's name, so `-p randomly -p "randomly_seed=…"` as printed
at the top of a run draws the same again."""

import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest

Draw = Callable[[Iterable[Any], int], list[Any]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="try every value in every place instead of a drawn few")


@pytest.fixture
def few(request: pytest.FixtureRequest) -> Draw:
    """`few(values, number)`: that many of them, others at the next call; all of them in a thorough run."""
    drawing = random.Random(f"{request.config.getoption('randomly_seed', 0)} {request.node.nodeid}")

    def draw(values: Iterable[Any], number: int) -> list[Any]:
        found = list(values)
        is_all = request.config.getoption("thorough") or len(found) <= number
        return found if is_all else drawing.sample(found, number)

    return draw
