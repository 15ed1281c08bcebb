"""A dealer's own words about a car, sentence by sentence in English and Japanese, from what is true of it."""

import csv
import random
from dataclasses import dataclass
from functools import cache

from .catalogue import DATA

Pair = tuple[str, str]


@dataclass(frozen=True)
class Facts:
    """What the sentences may speak about."""

    shape: str
    fuel: str
    transmission: str
    age_years: float
    use: float
    history: str
    owners: int
    service_book: bool
    non_smoker: bool
    repaired: bool
    faults: int
    city_en: str
    city_ja: str
    equipment: tuple[Pair, ...]


@cache
def sentences(topic: str) -> tuple[Pair, ...]:
    """What data/prose.csv offers on a topic such as "origin:private", English and Japanese side by side."""
    with (DATA / "prose.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["en"], row["ja"]) for row in csv.DictReader(file) if row["topic"] == topic)


def describe(rng: random.Random, facts: Facts) -> Pair:
    """(English, Japanese) description of four to seven sentences."""
    pairs = [rng.choice(sentences(f"origin:{facts.history}"))]
    pairs += _engine(rng, facts)
    pairs += rng.sample(sentences(f"condition:{_condition(facts)}"), rng.randint(1, 2))
    pairs.append(rng.choice(sentences(f"shape:{facts.shape.removesuffix('_short')}")))
    pairs += _record(rng, facts)
    if len(facts.equipment) >= 2 and rng.random() < 0.6:
        pairs.append(_fitted(rng.sample(facts.equipment, 2)))
    if facts.repaired:
        pairs.append(rng.choice(sentences("record:repaired")))
    elif facts.faults and rng.random() < 0.55:
        pairs.append(rng.choice(sentences("record:faults")))
    if rng.random() < 0.75:
        pairs.append(rng.choice(sentences("close")))
    names = {"city_en": facts.city_en, "city_ja": facts.city_ja}
    return " ".join(en for en, _ in pairs).format(**names), "".join(ja for _, ja in pairs).format(**names)


def _condition(facts: Facts) -> str:
    if facts.shape == "motorcycle" or facts.fuel == "electric":
        return "motorcycle" if facts.shape == "motorcycle" else "electric"
    return "used" if facts.use > 1.25 or facts.age_years > 12 else "good"


def _engine(rng: random.Random, facts: Facts) -> list[Pair]:
    if facts.fuel == "electric":
        return list(sentences("engine:electric"))
    topics = ["engine:manual"] * (facts.transmission == "mt" and facts.shape != "motorcycle")
    topics += [f"engine:{facts.fuel}"] * (facts.fuel != "petrol")
    return [rng.choice(sentences(rng.choice(topics)))] if topics and rng.random() < 0.6 else []


def _record(rng: random.Random, facts: Facts) -> list[Pair]:
    topics = ["record:one-owner"] * (facts.owners == 1 and rng.random() < 0.6)
    topics += ["record:book"] * (facts.service_book and rng.random() < 0.7)
    topics += ["record:smoke"] * (facts.non_smoker and facts.shape != "motorcycle" and rng.random() < 0.4)
    return [rng.choice(sentences(topic)) for topic in topics]


def _fitted(items: list[Pair]) -> Pair:
    (first_en, first_ja), (second_en, second_ja) = items
    return f"Fitted with {first_en} and {second_en}.", f"{first_ja}、{second_ja}付き。"
