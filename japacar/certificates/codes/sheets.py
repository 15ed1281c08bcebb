"""Which messages belong to the same certificate: those of one row, else those that can be of no other.

The one thing to know: a plate code and a specification code name nothing in common, so they are put together by where
they stand. Across pictures only frame number and model code can tell, and where they cannot, nothing is joined."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from japacar.certificates.codes.grammar import Code, Message
from japacar.certificates.codes.joining import Incomplete, Joined, Joining
from japacar.certificates.codes.symbols import Place, Symbol
from japacar.kernel import frame_numbers

#: The expiry that stands in the codes of an electronic certificate instead of the day.
NO_DAY = "999999"
# Two rows of the same form stand closer than this many widths of a symbol, two certificates farther.
_SAME_FORM = 8.0


@dataclass
class Sheet:
    """The codes of one certificate. `lacking` are its sets of which symbols are missing, as far as that can be told."""

    is_kei: bool
    plate: Message | None = None
    spec: Message | None = None
    use: Message | None = None
    lacking: list[Incomplete] = field(default_factory=list)
    is_joined_by_model: bool = False
    stands_alone: bool = False


@dataclass(frozen=True)
class _Known:
    """A message with all symbols that it was made of, in whatever picture."""

    message: Message
    symbols: tuple[Symbol, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for symbol in self.symbols for place in symbol.places)


def sheets_of(joining: Joining, symbols: Sequence[Symbol]) -> list[Sheet]:
    """Every certificate of which a code was read. `symbols` are all that were seen, also those of unknown content."""
    rows = _rows([place for symbol in symbols for place in symbol.places])
    found: list[Sheet] = []
    for is_kei in (False, True):
        known = _distinct(joined for joined in joining.messages if joined.message.is_kei is is_kei)
        found += _of_family(known, joining.incomplete, rows, is_kei)
    return found


def _of_family(
    known: list[_Known], incomplete: Sequence[Incomplete], rows: list[set[Place]], is_kei: bool
) -> list[Sheet]:
    plates = [each for each in known if each.message.code in (Code.PLATE, Code.KEI_PLATE)]
    specs = [each for each in known if each.message.code in (Code.SPEC, Code.KEI_SPEC)]
    uses = [each for each in known if each.message.code is Code.KEI_USE]
    pairs = _in_rows(plates, specs, rows)
    pairs += _near(_left(plates, pairs, 0), _left(specs, pairs, 1), known, incomplete)
    before = len(pairs)
    if not incomplete:
        pairs += _by_model(_left(plates, pairs, 0), _left(specs, pairs, 1))
    alone = [*_left(plates, pairs, 0), *_left(specs, pairs, 1)]
    is_doubtful = bool(_left(plates, pairs, 0) and _left(specs, pairs, 1))
    sheets: list[tuple[Sheet, tuple[_Known, ...]]] = [
        (Sheet(is_kei, plate.message, spec.message, is_joined_by_model=number >= before), (plate, spec))
        for number, (plate, spec) in enumerate(pairs)
    ]
    for each in alone:
        is_plate = each in plates
        sheet = Sheet(
            is_kei,
            plate=each.message if is_plate else None,
            spec=None if is_plate else each.message,
            stands_alone=is_doubtful,
        )
        sheet.lacking = [] if is_kei else _lacking(each, incomplete, 3 if is_plate else 2, len(alone))
        sheets.append((sheet, (each,)))
    for use in uses:
        owners = [sheet for sheet, parts in sheets if any(_share_row(use, part, rows) for part in parts)]
        if len(owners) == 1:
            owners[0].use = use.message
        elif not sheets:
            sheets.append((Sheet(is_kei, use=use.message), (use,)))
    return [sheet for sheet, _parts in sheets]


def _in_rows(plates: list[_Known], specs: list[_Known], rows: list[set[Place]]) -> list[tuple[_Known, _Known]]:
    """Pairs that stand in a row with each other and with no other; in a longer row the model decides."""
    pairs: list[tuple[_Known, _Known]] = []
    for row in rows:
        here = [each for each in plates if row.intersection(each.places)]
        there = [each for each in specs if row.intersection(each.places)]
        chosen = [(here[0], there[0])] if len(here) == len(there) == 1 else _by_model(here, there)
        pairs += [pair for pair in chosen if pair not in pairs]
    return pairs


def _near(
    plates: list[_Known], specs: list[_Known], known: list[_Known], incomplete: Sequence[Incomplete]
) -> list[tuple[_Known, _Known]]:
    """Two rows of the same form: the only plate code and the only specification code of a page, close to each other."""
    pairs = []
    for plate in plates:
        for spec in specs:
            distance = min(here.distance(there) for here in plate.places for there in spec.places)
            if distance > _SAME_FORM or belong(plate.message, spec.message) is False:
                continue
            pages = {place.sheet for place in plate.places} & {place.sheet for place in spec.places}
            others = [each for each in known if each not in (plate, spec) and each.message.code is not Code.KEI_USE]
            rest = [*_places(each.symbols for each in others), *_places(each.symbols for each in incomplete)]
            if not any(place.sheet in pages for place in rest):
                pairs.append((plate, spec))
    return pairs


def _by_model(plates: list[_Known], specs: list[_Known]) -> list[tuple[_Known, _Known]]:
    """Pairs whose frame number and model code go together, where neither goes with another."""
    fitting = [(plate, spec) for plate in plates for spec in specs if belong(plate.message, spec.message)]
    return [
        (plate, spec)
        for plate, spec in fitting
        if sum(plate is other for other, _ in fitting) == 1 and sum(spec is other for _, other in fitting) == 1
    ]


def belong(plate: Message, spec: Message) -> bool | None:
    """Whether frame number and model code go together; None where their form does not tell."""
    frame = frame_numbers.classify_frame(plate.item("CarNo"))
    model = frame_numbers.split_model(spec.item("Model"))
    if model is None or frame.kind is frame_numbers.FrameKind.VIN:
        return None
    if frame.kind is frame_numbers.FrameKind.JAPANESE:
        return frame_numbers.belongs_to(frame, model)
    prefix, hyphen, _serial = frame.text.partition("-")
    return True if hyphen and len(prefix) >= 3 and model.base.startswith(prefix) else None


def _distinct(joined: Iterable[Joined]) -> list[_Known]:
    """Each message once. The face of an electronic certificate and its record sheet differ in the expiry only."""
    found: list[_Known] = []
    for each in joined:
        for at, known in enumerate(found):
            same = _fuller(known.message, each.message)
            if same is not None:
                found[at] = _Known(same, tuple(dict.fromkeys((*known.symbols, *each.symbols))))
                break
        else:
            found.append(_Known(each.message, each.symbols))
    return found


def _fuller(one: Message, other: Message) -> Message | None:
    """The one that knows more, when both say the same; None when they do not."""
    name = "ValidPeriodExpirdate"
    if one.code is not other.code:
        return None
    blank = [
        replace(each, items=tuple((key, "" if key == name else value) for key, value in each.items))
        for each in (one, other)
    ]
    if blank[0] != blank[1]:
        return None
    if one.item(name) == other.item(name) or other.item(name) == NO_DAY:
        return one
    return other if one.item(name) == NO_DAY else None


def _rows(places: list[Place]) -> list[set[Place]]:
    """The places in groups of neighbours: one group for each printed row."""
    group = {place: {place} for place in places}
    for one, other in combinations(places, 2):
        if group[one] is not group[other] and one.is_beside(other):
            together = group[one] | group[other]
            for place in together:
                group[place] = together
    return list({id(row): row for row in group.values()}.values())


def _share_row(one: _Known, other: _Known, rows: list[set[Place]]) -> bool:
    return any(row.intersection(one.places) and row.intersection(other.places) for row in rows)


def _lacking(known: _Known, incomplete: Sequence[Incomplete], total: int, sheets: int) -> list[Incomplete]:
    """The incomplete sets that may be the code that this one lacks: of its length, and on its page or the only ones."""
    fitting = [each for each in incomplete if each.total == total and each.missing]
    pages = {place.sheet for place in known.places}
    here = [each for each in fitting if any(place.sheet in pages for place in _places([each.symbols]))]
    return here or (fitting if sheets == 1 else [])


def _left(known: list[_Known], pairs: list[tuple[_Known, _Known]], side: int) -> list[_Known]:
    taken = [id(pair[side]) for pair in pairs]
    return [each for each in known if id(each) not in taken]


def _places(groups: Iterable[Iterable[Symbol]]) -> list[Place]:
    return [place for symbols in groups for symbol in symbols for place in symbol.places]
