"""The rank test of `bench sign-in` says what tables of Mann and Whitney say, and finds a difference that averages would hide."""

import argparse
import contextlib
import json
import random

import pytest

from config import bench_sign_in
from config.bench_sign_in import LARGEST_MS, WAYS, Outcome, rank_test


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


@pytest.mark.parametrize("as_json", [True, False])
def test_it_prints_what_it_found_and_fails_on_a_difference(
    as_json: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {way: Outcome(way, 9, 30.0, 30.1, 0.001 if way == "code" else 0.4, True) for way in WAYS}
    monkeypatch.setattr(bench_sign_in, "_site", contextlib.nullcontext)
    monkeypatch.setattr(bench_sign_in, "_measured", lambda way, _: found[way])

    code = bench_sign_in.main(argparse.Namespace(json=as_json, attempts=9))

    said = capsys.readouterr().out
    assert code == 1
    if as_json:
        assert [each["ok"] for each in json.loads(said)] == [way != "code" for way in WAYS]
    else:
        assert (said.count("no difference"), said.count("A DIFFERENCE")) == (len(WAYS) - 1, 1)
