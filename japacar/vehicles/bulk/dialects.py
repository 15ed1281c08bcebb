"""Text tables as the world's programs write them: encoding, separator and quoting told by the bytes alone.

Runs in the limited process, so nothing here may need Django."""

import csv
import io
import re
from collections.abc import Iterator

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_SIGNS = 20_001  # of one cell: one more than any field takes, so that the field says "too long"
DELIMITERS = ",\t;|"
_LOOKED_AT = 30
# ISO-2022-JP changes its letters by these.
_JIS_MARKS = (b"\x1b$B", b"\x1b$@")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_FULL_KANA = re.compile("[\u3041-\u30fa]")
# Stands behind the last row and in no list.
_END = "\ufdd0"
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\r?\n?", re.IGNORECASE)

Row = list[str]


class NotATable(Exception):
    """The code of a refusal, as in `reading.SENTENCES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: what a mark at the beginning says, else what its bytes can be in Japan.

    UTF-8 before CP932, and before that the old codes of mail and of Unix where the bytes leave no doubt."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16"), "utf-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return _strictly(data, "utf-8-sig"), "utf-8"
    if (order := _halves(data)) is not None:
        return _strictly(data, order), "utf-16"
    if any(mark in data for mark in _JIS_MARKS):
        return _strictly(data, "iso2022_jp_ext"), "iso-2022-jp"
    # Text of CP932 is hardly ever right UTF-8 by chance, the other way round it often is.
    for encoding in ("utf-8", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _as_euc(data, text) if encoding == "cp932" else (text, encoding)
    return _strictly(data, "euc_jp"), "euc-jp"


def _halves(data: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of the separators and digits of a list is zero, always on the same side."""
    beginning = data[:2000]
    low, high = beginning[1::2].count(0), beginning[::2].count(0)
    if low + high < max(1, len(beginning) // 8) or min(low, high) > max(low, high) // 20:
        return None
    return "utf-16-le" if low > high else "utf-16-be"


def _as_euc(data: bytes, text: str) -> tuple[str, str]:
    """EUC-JP read as CP932 is a heap of half-width letters. Read rightly, a tenth of it is full-width kana, whose bytes are two
    marks of punctuation in CP932; a list that was written in half-width letters has next to none."""
    strange = sum(not sign.isascii() for sign in text)
    if len(_HALF_WIDTH.findall(text)) * 3 > strange:
        try:
            euc = data.decode("euc_jp")
        except UnicodeDecodeError:
            return text, "cp932"
        if len(_FULL_KANA.findall(euc)) * 10 > sum(not sign.isascii() for sign in euc):
            return euc, "euc-jp"
    return text, "cp932"


def rows_of_text(text: str) -> tuple[Iterator[Row], str]:
    """The rows, and the separator between the cells."""
    if "\x00" in text:
        raise NotATable("not_a_table")
    said = _SEPARATOR_LINE.match(text)
    if said:
        text = text[said.end() :]
    delimiter = said[1] if said else _delimiter(text)
    return _rows(text, delimiter), delimiter


def limited(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows without empty cells at their end, refused when there are more of them than anybody's stock has."""
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise NotATable("too_many_rows")
        while row and not row[-1].strip():
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise NotATable("too_many_columns")
        yield [cell[:MOST_SIGNS] for cell in row]


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise NotATable("encoding") from None


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    # A cell may be as long as the file: it is cut later, and its field says "too long", where a refusal would stop every row.
    # The limit is the whole process's, so it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + len(_END) + 1))
    row: Row = []
    end = _END if text.endswith(("\n", "\r")) else f"\n{_END}"
    try:
        for row in csv.reader(io.StringIO(text + end, newline=""), delimiter=delimiter):
            if row != [_END]:
                yield row
    except csv.Error:
        raise NotATable("broken_table") from None
    if row != [_END]:
        # A quotation that never ends has swallowed every row after it.
        raise NotATable("broken_table")


def _delimiter(text: str) -> str:
    """The separator by which the first rows have most columns alike; a comma for a file of one column."""
    # Up to the end of a line: a quotation cut in two would look like one without an end.
    beginning = text[:100_000] if len(text) <= 100_000 else text[: text.rfind("\n", 0, 100_000) + 1]
    return max(DELIMITERS, key=lambda sign: (_columns_alike(beginning, sign), -DELIMITERS.index(sign)))


def _columns_alike(text: str, delimiter: str) -> int:
    lengths = []
    try:
        for row in _rows(text, delimiter):
            if any(cell.strip() for cell in row):
                lengths.append(len(row))
            if len(lengths) == _LOOKED_AT:
                break
    except NotATable:
        pass  # The beginning may end within a quotation; whether the whole does is seen when it is read.
    wide = [length for length in lengths if length > 1]
    if not wide:
        return 0
    usual = max(set(wide), key=lambda length: (wide.count(length), length))
    return wide.count(usual) * 1000 + min(usual, 999)
