"""Joins the symbols of a split message: by the header of the set, or by content where symbols carry none.

The one thing to know: parts of two certificates must never meet. A set counts when its XOR agrees with its header;
without that proof the parts must stand side by side in one row and match the grammar in one way only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import islice, pairwise, permutations, product
from operator import xor

from japacar.certificates.codes.grammar import Code, Message, message_of, text_of
from japacar.certificates.codes.symbols import Symbol, merged

# A message has at most three symbols in every known form; with a fourth the search stays quick.
_MOST_PARTS = 4
_MOST_TRIES = 4_096


@dataclass(frozen=True, slots=True)
class Joined:
    """A complete message and the symbols that it was made of."""

    message: Message
    symbols: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A set of which not all symbols were read; `missing` counts from 1."""

    total: int
    missing: tuple[int, ...]
    symbols: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class Joining:
    """All messages, the sets that lack something, and symbols of unknown content."""

    messages: tuple[Joined, ...]
    incomplete: tuple[Incomplete, ...]
    unknown: tuple[Symbol, ...]


def join(symbols: Iterable[Symbol]) -> Joining:
    """Everything that these symbols say together."""
    messages: list[Joined] = []
    incomplete: list[Incomplete] = []
    unknown: list[Symbol] = []
    loose: list[Symbol] = []
    sets: dict[tuple[int, int], list[Symbol]] = defaultdict(list)
    for symbol in symbols:
        if not symbol.payload:
            continue
        if symbol.part is not None:
            sets[symbol.part.total, symbol.part.parity].append(symbol)
        elif message := message_of(symbol.payload):
            messages.append(Joined(message, (symbol,)))
        else:
            loose.append(symbol)
    for (total, _parity), parts in sets.items():
        known, lacking, strange = _by_header(total, parts)
        messages += known
        incomplete += lacking
        unknown += strange
    by_content = _by_content(loose)
    messages += by_content
    used = {symbol for joined in by_content for symbol in joined.symbols}
    unknown += [symbol for symbol in loose if symbol not in used]
    return Joining(tuple(messages), tuple(incomplete), tuple(unknown))


def is_enough(symbols: list[Symbol]) -> bool:
    """Whether every sheet that shows itself is whole: as many plate codes as the others, and no set lacks a part.

    A kei paper that prints the user's name and address prints the code of use as well."""
    seen = merged(symbols)
    found = join(seen)
    count = {code: sum(joined.message.code is code for joined in found.messages) for code in Code}
    pairs = (Code.PLATE, Code.SPEC), (Code.KEI_PLATE, Code.KEI_SPEC)
    is_level = all(count[plate] == count[spec] for plate, spec in pairs)
    has_use = count[Code.KEI_USE] > 0 or all(symbol.payload for symbol in seen)
    has_plate = any(count[plate] for plate, _spec in pairs)
    return has_plate and is_level and has_use and not found.incomplete


def _by_header(total: int, parts: list[Symbol]) -> tuple[list[Joined], list[Incomplete], list[Symbol]]:
    """The messages of one total and parity. Two certificates share both once in some hundred pairs."""
    at = [[part for part in parts if part.part and part.part.index == index] for index in range(total)]
    missing = tuple(index + 1 for index, here in enumerate(at) if not here)
    if missing:
        return [], [Incomplete(total, missing, tuple(parts))], []
    found = [list(choice) for choice in islice(product(*at), _MOST_TRIES)]
    chosen = _disjoint([choice for choice in found if _agrees(choice)])
    used = {symbol for choice in chosen for symbol in choice}
    chosen += _disjoint([choice for choice in found if not used.intersection(choice) and _stand_in_row(choice)])
    if not chosen:
        return [], [Incomplete(total, (), tuple(parts))], []
    known, strange = [], []
    for choice in chosen:
        message = message_of(_whole(choice))
        if message:
            known.append(Joined(message, tuple(choice)))
        else:
            strange += choice
    return known, [], strange


def _disjoint(choices: list[list[Symbol]]) -> list[list[Symbol]]:
    """The choices when no symbol belongs to two of them; else those in a row; else none."""
    for wanted in (choices, [choice for choice in choices if _stand_in_row(choice)]):
        used = [symbol for choice in wanted for symbol in choice]
        if wanted and len(used) == len(set(used)):
            return wanted
    return []


def _agrees(choice: list[Symbol]) -> bool:
    """Whether the XOR of all bytes is the one in the header; of the text in CP932 too, as some encoders count."""
    assert choice[0].part is not None
    whole, parity = _whole(choice), choice[0].part.parity
    if reduce(xor, whole, 0) == parity:
        return True
    text = text_of(whole)
    return text is not None and reduce(xor, text.encode("cp932", "replace"), 0) == parity


def _by_content(loose: list[Symbol]) -> list[Joined]:
    """Symbols without a header: neighbours in a row that make a message in one way only."""
    found = [Joined(message, choice) for choice in _rows(loose) if (message := message_of(_whole(choice)))]
    uses: dict[Symbol, int] = defaultdict(int)
    for joined in found:
        for symbol in joined.symbols:
            uses[symbol] += 1
    return [joined for joined in found if all(uses[symbol] == 1 for symbol in joined.symbols)]


def _rows(loose: list[Symbol]) -> Iterator[tuple[Symbol, ...]]:
    firsts = [symbol for symbol in loose if symbol.payload.startswith((b"2", b"K"))]
    for first in firsts:
        near = [symbol for symbol in loose if symbol is not first]
        for count in range(1, _MOST_PARTS):
            for rest in islice(permutations(near, count), _MOST_TRIES):
                choice = (first, *rest)
                if _stand_in_row(choice):
                    yield choice


def _stand_in_row(choice: Iterable[Symbol]) -> bool:
    return all(one.is_beside(other) for one, other in pairwise(choice))


def _whole(choice: Iterable[Symbol]) -> bytes:
    return b"".join(symbol.payload for symbol in choice)
