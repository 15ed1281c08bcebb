"""The rank test of `bench sign-in` says what tables of Mann and Whitney say, and finds a difference that averages would hide."""

import random

import pytest

from config.bench_sign_in import LARGEST_MS, Outcome, rank_test


def test_it_agrees_with_known_figures() -> None:
    # Normal approximation with correction for continuity and ties, as R and scipy give it.
    assert rank_test(list(range(1, 11)), list(range(11, 21))) == pytest.approx(1.8267e-4, rel=1e-3)
    assert rank_test([1, 2, 2, 3, 5, 8], [2, 4, 4, 6, 9, 9]) == pytest.approx(0.16895, rel=1e-3)
    assert rank_test([1.0] * 30, [1.0] * 30) == 1.0


def test_a_fifth_of_a_millisecond_is_found_and_noise_is_not() -> None:
    dice = random.Random(7)
    noise = [30 + dice.gauss(0, 1) for _ in range(500)]

    assert rank_test(noise, [30 + dice.gauss(0, 1) for _ in range(500)]) > 0.01
    assert rank_test(noise, [30.3 + dice.gauss(0, 1) for _ in range(500)]) < 0.01


@pytest.mark.parametrize(
    ("known", "p", "same", "ok"),
    [
        (30.0, 0.5, True, True),
        (30.0, 0.001, True, False),
        (30.0, 0.5, False, False),
        (30.0 + LARGEST_MS, 0.5, True, False),
    ],
)
def test_what_counts_as_a_difference(known: float, p: float, same: bool, ok: bool) -> None:
    assert Outcome("code", 500, known, 30.0, p, same).ok is ok
