"""The filters of the search page: groups of choices with counts, chips of what is on, and the nearest ways out of no result.

The one thing to know: every choice is also a plain address, so everything works by links and by the form alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from japacar.kernel import clock
from japacar.kernel.text import fold_search
from japacar.ui import formatting
from japacar.vehicles.criteria import CHOICES, WHOLE, Criteria, years
from japacar.vehicles.labels import label
from japacar.vehicles.models import BodyType, Colour, Drive, Fuel, RepairHistory, Steering, Transmission
from japacar.vehicles.search import KnownNames, Results, fields_of, search
from japacar.vehicles.vocabulary import EQUIPMENT

SORT_LABELS = {
    "newest": _("Newest first"),
    "price_low": _("Lowest price"),
    "price_high": _("Highest price"),
    "year_new": _("Newest year"),
    "km_low": _("Lowest odometer"),
}
TITLES = {
    "make": _("Make"),
    "model": _("Model"),
    "year": _("Year"),
    "price": _("Price, FOB Japan"),
    "km": _("Odometer"),
    "body": _("Body"),
    "fuel": _("Fuel"),
    "drive": _("Drive"),
    "steering": _("Steering"),
    "transmission": _("Gearbox"),
    "colour": _("Colour"),
    "cc": _("Engine size"),
    "seats": _("Seats"),
    "doors": _("Doors"),
    "repair": _("Repair history"),
    "grade": _("Auction grade"),
    "has": _("Equipment"),
    "m3": _("Volume for shipping"),
}
_KINDS: dict[str, type[TextChoices]] = {
    "body": BodyType,
    "fuel": Fuel,
    "drive": Drive,
    "steering": Steering,
    "transmission": Transmission,
    "colour": Colour,
}
PRICES = (
    200_000,
    400_000,
    600_000,
    800_000,
    1_000_000,
    1_500_000,
    2_000_000,
    2_500_000,
    3_000_000,
    4_000_000,
    5_000_000,
    7_500_000,
)
_REPAIRS = {
    RepairHistory.NONE: _("No repair history"),
    RepairHistory.YES: _("With repair history"),
    RepairHistory.UNKNOWN: _("Repair history not known"),
}
SIZES = (660, 1_000, 1_300, 1_500, 1_800, 2_000, 2_500, 3_000, 4_000, 6_000)
VOLUMES = (8, 10, 12, 14, 16, 20, 30, 50)
DISTANCES = (10_000, 30_000, 50_000, 80_000, 100_000, 150_000, 200_000)
SHOWN_AT_ONCE = 8


@dataclass(frozen=True)
class Choice:
    """One box: what it sends, what it says, how many vehicles it would show; None where that is not counted."""

    value: str
    label: str
    count: int | None
    is_on: bool


@dataclass(frozen=True)
class Group:
    """One filter with its boxes. `more` stand behind "Show … more"."""

    name: str
    title: str
    first: list[Choice]
    more: list[Choice]
    is_open: bool


@dataclass(frozen=True)
class Select:
    """One list to choose a bound from."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


def language() -> str:
    return (get_language() or "en")[:2]


def groups(criteria: Criteria, results: Results, known: KnownNames) -> list[Group]:
    """All filters with choices, in the order of the page. Choices without a vehicle are left out unless they are on."""
    found = [_named_group("make", criteria, results, known)]
    if criteria.make:
        found.append(_named_group("model", criteria, results, known))
    for name in CHOICES:
        counts = results.facets.get(name)
        chosen = getattr(criteria, name)
        found.append(
            _group(name, [Choice(v, _words(name, v), _count(counts, name, v), v in chosen) for v in CHOICES[name]])
        )
    return [group for group in found if group.first]


def range_selects(criteria: Criteria) -> dict[str, list[Select]]:
    """The bounds of year, price and distance. A bound from an address that the list lacks is put into it."""
    year_options = [(str(year), _year_label(year)) for year in years(clock.today_jst())]
    prices = [(str(yen), formatting.yen_short(yen)) for yen in PRICES]
    distances = [(str(km), formatting.km(km)) for km in DISTANCES]
    return {
        "year": [
            _select("year_from", gettext("From year"), year_options, criteria, _year_label),
            _select("year_to", gettext("To year"), year_options, criteria, _year_label),
        ],
        "price": [
            _select("price_from", gettext("From"), prices, criteria, formatting.yen_short),
            _select("price_to", gettext("To"), prices, criteria, formatting.yen_short),
        ],
        "km": [_select("km_to", gettext("At most"), distances, criteria, formatting.km)],
        "cc": [
            _select(
                "cc_from", gettext("From"), [(str(cc), formatting.cc(cc)) for cc in SIZES], criteria, formatting.cc
            ),
            _select("cc_to", gettext("To"), [(str(cc), formatting.cc(cc)) for cc in SIZES], criteria, formatting.cc),
        ],
        "m3": [
            _select("m3_to", gettext("At most"), [(str(each), _volume(each)) for each in VOLUMES], criteria, _volume)
        ],
    }


def chips(criteria: Criteria, known: KnownNames) -> list[tuple[str, str]]:
    """What is on, each as (words, query of the search without it)."""
    on: list[tuple[str, str]] = []
    if criteria.q:
        on.append((f"“{criteria.q}”", criteria.without("q").query()))
    for name in criteria.filters:
        value = getattr(criteria, name)
        if isinstance(value, tuple):
            on += [(choice_label(name, one, criteria, known), criteria.without(name, one).query()) for one in value]
        else:
            on.append((_bound_label(name, value), criteria.without(name).query()))
    return on


def promoted(criteria: Criteria, results: Results) -> list[tuple[str, str]]:
    """Often used choices that are not on and would still show something: (words, query)."""
    offers = [("drive", "4wd"), ("transmission", "mt"), ("steering", "left"), ("fuel", "hybrid"), ("fuel", "diesel")]
    return [
        (_words(name, value), criteria.with_(**{name: (value,)}).query())
        for name, value in offers
        if not getattr(criteria, name) and 0 < results.facets[name].get(value, 0) < results.total
    ][:3]


def relaxations(criteria: Criteria, results: Results, known: KnownNames) -> list[tuple[str, int, str]]:
    """When nothing was found: (what to do, how many that shows, query), best first. At most four searches more."""
    ways = [
        (
            gettext("Without “%(filter)s”") % {"filter": title_of(name, criteria, known)},
            count,
            _freed(criteria, name).query(),
        )
        for name, count in results.relaxed.items()
        if count
    ]
    ways.sort(key=lambda way: -way[1])
    meant = _corrected(criteria.q, known) if criteria.q else ""
    if meant:
        again = criteria.with_(q=meant)
        if count := search(again, size=1).total:
            ways.insert(0, (gettext("Search for “%(text)s”") % {"text": meant}, count, again.query()))
    if not ways and criteria.q and criteria.filters:
        for words, wider in (
            (gettext("Without any filter"), Criteria(q=meant or criteria.q, show=criteria.show)),
            (gettext("Without “%(filter)s”") % {"filter": criteria.q}, criteria.without("q")),
        ):
            if count := search(wider, size=1).total:
                ways.append((words, count, wider.query()))
    if not ways and criteria.q and criteria.show != "sold":
        # Somebody passed on the number of a car that has found its buyer meanwhile.
        wider = criteria.with_(show="sold")
        if count := search(wider, size=1).total:
            ways.append((gettext("With reserved and sold ones"), count, wider.query()))
    return ways[:5]


def title_of(name: str, criteria: Criteria, known: KnownNames) -> str:
    """The values of one filter in words: `Toyota, Nissan`, `From 2018`."""
    words: list[str] = []
    for each in fields_of(name):
        value = getattr(criteria, each)
        if isinstance(value, tuple):
            words += [choice_label(each, one, criteria, known) for one in value]
        elif value is not None:
            words.append(_bound_label(each, value))
    return formatting.listed(words)


def heading(criteria: Criteria, results: Results, known: KnownNames) -> str:
    """`463 cars`, or `42 cars: Toyota Land Cruiser Prado`."""
    count = ngettext("%(number)s car", "%(number)s cars", results.total) % {"number": f"{results.total:,}"}
    name = title_of("model", criteria, known) or title_of("make", criteria, known)
    if name and criteria.model and len(criteria.make) == 1:
        name = f"{title_of('make', criteria, known)} {name}"
    return gettext("%(count)s: %(what)s") % {"count": count, "what": name} if name else count


def choice_label(name: str, value: str, criteria: Criteria, known: KnownNames) -> str:
    """The words of one choice in the reader's language."""
    if name == "make":
        return _name_of(known.makes[value])
    if name == "model":
        return next(_name_of(known.models[make, value]) for make in criteria.make if (make, value) in known.models)
    return _words(name, value)


def _words(name: str, value: str) -> str:
    """The words of one choice of a fixed list."""
    if name in _KINDS:
        return label(_KINDS[name], value)
    if name == "repair":
        return str(_REPAIRS[RepairHistory(value)])
    if name == "has":
        return str(EQUIPMENT[value])
    if name == "grade":
        return gettext("Grade %(grade)s") % {"grade": value}
    count = int(value)
    if name == "seats":
        return ngettext("%(count)s seat", "%(count)s seats", count) % {"count": count}
    return ngettext("%(count)s door", "%(count)s doors", count) % {"count": count}


def _count(counts: dict[Any, int] | None, name: str, value: str) -> int | None:
    return None if counts is None else counts.get(int(value) if name in WHOLE else value, 0)


def _volume(cubic_metres: int) -> str:
    return f"{cubic_metres}\u00a0m³"


def _named_group(name: str, criteria: Criteria, results: Results, known: KnownNames) -> Group:
    """Makes, or the models of the chosen makes: the most frequent first."""
    counts = results.facets[name]
    if name == "make":
        rows = list(known.makes.items())
    else:
        rows = [(slug, entry) for (make, slug), entry in known.models.items() if make in criteria.make]
    chosen = getattr(criteria, name)
    choices = [Choice(slug, _name_of(entry), counts.get(entry[0], 0), slug in chosen) for slug, entry in rows]
    return _group(name, sorted(choices, key=lambda choice: (-(choice.count or 0), choice.label)), opened=True)


def _group(name: str, choices: Iterable[Choice], *, opened: bool = False) -> Group:
    useful = [choice for choice in choices if choice.count or choice.count is None or choice.is_on]
    # What is on is never hidden behind "more".
    useful.sort(key=lambda choice: not choice.is_on)
    is_open = opened or any(choice.is_on for choice in useful)
    return Group(name, str(TITLES[name]), useful[:SHOWN_AT_ONCE], useful[SHOWN_AT_ONCE:], is_open)


def _select(name: str, title: str, options: list[tuple[str, str]], criteria: Criteria, words: Any) -> Select:
    value = getattr(criteria, name)
    chosen = "" if value is None else str(value)
    if chosen and chosen not in dict(options):
        options = sorted([*options, (chosen, words(value))], key=lambda option: int(option[0]))
    return Select(name, title, options, chosen)


def _bound_label(name: str, value: int) -> str:
    """`From 2018`, `Up to ¥1,000,000`."""
    words = {
        "year": _year_label,
        "price": formatting.yen_short,
        "km": formatting.km,
        "cc": formatting.cc,
        "m3": _volume,
    }[name.partition("_")[0]](value)
    pattern = gettext("From %(value)s") if name.endswith("from") else gettext("Up to %(value)s")
    return pattern % {"value": words}


def _freed(criteria: Criteria, name: str) -> Criteria:
    for each in fields_of(name):
        criteria = criteria.without(each)
    return criteria


def _corrected(text: str, known: KnownNames) -> str:
    """The text with misspelt names put right, or empty when there is nothing to put right."""
    names = {fold_search(name): name for name in known.names}
    names |= {fold_search(word): word for name in known.names for word in name.split() if len(word) > 3}
    words = fold_search(text).split()
    whole = get_close_matches(" ".join(words), names, n=1, cutoff=0.8)
    if whole and whole[0] != " ".join(words):
        return names[whole[0]]
    nearest = [(get_close_matches(word, names, n=1, cutoff=0.72) or [word])[0] for word in words]
    return " ".join(names.get(word, word) for word in nearest) if nearest != words else ""


def _name_of(entry: tuple[int, str, str]) -> str:
    return entry[2] if language() == "ja" else entry[1]


def _year_label(year: int) -> str:
    return f"{year}年" if language() == "ja" else str(year)


def frequent_models(results: Results, known: KnownNames) -> list[tuple[str, str]]:
    """(name, query) of the models with the most vehicles."""
    counts = results.facets["model"]
    rows = sorted(known.models.items(), key=lambda row: -counts.get(row[1][0], 0))
    chosen = [(key, entry) for key, entry in rows if counts.get(entry[0])]
    return [(_name_of(entry), Criteria(make=(make,), model=(model,)).query()) for (make, model), entry in chosen]


def note_words(names: Iterable[str]) -> list[str]:
    """A gentle sentence for everything in an address that could not be used."""
    words = {
        "q": gettext("The search text was too long or unreadable; only its beginning was used."),
        "page": gettext("There is no such page; this is the last one."),
        "sort": gettext("Unknown order; the newest cars come first."),
    }
    named = {name: str(TITLES[name.partition("_")[0]]) for name in names if name.partition("_")[0] in TITLES}
    found = [words[name] for name in dict.fromkeys(names) if name in words]
    if named:
        filters = formatting.listed(dict.fromkeys(named.values()))
        found.append(gettext("Not understood and left out: %(filters)s.") % {"filters": filters})
    return found


def pages(criteria: Criteria, results: Results) -> list[tuple[str, str, str]]:
    """The page links: (words, query or "", "current", "prev", "next" or ""). Empty for one page."""
    if results.pages < 2:
        return []
    here, last = criteria.page, results.pages
    shown = sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)})
    links: list[tuple[str, str, str]] = []
    if here > 1:
        links.append((gettext("Previous"), _page_query(criteria, here - 1), "prev"))
    before = 0
    for number in shown:
        if number > before + 1:
            links.append(("…", "", "gap"))
        links.append((str(number), _page_query(criteria, number), "current" if number == here else ""))
        before = number
    if here < last:
        links.append((gettext("Next"), _page_query(criteria, here + 1), "next"))
    return links


def _page_query(criteria: Criteria, number: int) -> str:
    return criteria.with_(page=number).query()
