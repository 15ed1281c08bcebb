"""How the fonts in this folder were cut from the full families, so that they hold what names need and no more.

Japanese is cut to cp932 and JIS X 0213, Latin to the scripts of the people and ports we write to.
Run it by hand when a family is renewed; it needs fonttools (a development requirement) and nothing else of the project.

    python japacar/documents/fonts/subset.py FOLDER

FOLDER holds the npm packages @expo-google-fonts/noto-sans-jp 0.4.3, noto-sans 0.4.2 and noto-sans-mono 0.4.2
as npm lays them out (FOLDER/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf and so on). The result is the
same on every machine.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font  # type: ignore[import-untyped]

HERE = Path(__file__).resolve().parent

# euc_jp would drop the signs that firms and addresses carry (髙 ㈱ ① №); cp932 and JIS X 0213 together hold them
# and the rare kanji of names.
JAPANESE_ENCODINGS = ("cp932", "shift_jisx0213", "shift_jis_2004")
# Latin with all diacritics, Greek, Cyrillic (Mongolia, Central Asia), punctuation, currency and letter-like signs.
LATIN_BLOCKS = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x2BC, 0x2BF),
    (0x300, 0x345),
    (0x370, 0x3FF),
    (0x400, 0x52F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),
    (0x2070, 0x209C),
    (0x20A0, 0x20CF),
    (0x2100, 0x214F),
    (0x2212, 0x2212),
)
ASCII = ((0x20, 0x7E),)
# Two forms of one kanji are told apart by a selector behind it; names registered in Japan use them.
SELECTORS = ((0xE0100, 0xE010F),)

FAMILIES = (
    ("noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf", "NotoSansJP-Regular.ttf", "japanese"),
    ("noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf", "NotoSansJP-Bold.ttf", "japanese"),
    ("noto-sans/400Regular/NotoSans_400Regular.ttf", "NotoSans-Regular.ttf", "latin"),
    ("noto-sans/700Bold/NotoSans_700Bold.ttf", "NotoSans-Bold.ttf", "latin"),
    ("noto-sans-mono/700Bold/NotoSansMono_700Bold.ttf", "NotoSansMono-Bold.ttf", "ascii"),
)


def main(folder: Path) -> None:
    """Write the cut fonts and coverage.txt (what papers can print, as ranges of code points) into this folder."""
    wanted = {
        "japanese": set(japanese_characters()) | set(in_blocks(LATIN_BLOCKS)) | set(in_blocks(SELECTORS)),
        "latin": set(in_blocks(LATIN_BLOCKS)),
        "ascii": set(in_blocks(ASCII)),
    }
    covered: set[int] = set()
    for source, target, kind in FAMILIES:
        covered_here = cut(folder / source, HERE / target, wanted[kind])
        sys.stdout.write(f"{target}: {len(covered_here)} characters, {(HERE / target).stat().st_size:,} bytes\n")
        covered |= covered_here
    (HERE / "coverage.txt").write_text("".join(f"{line}\n" for line in as_ranges(covered)), encoding="ascii")


def japanese_characters() -> Iterator[int]:
    """Every character that one of the Japanese encodings can write, private use left out."""
    for point in range(0x20, 0x30000):
        if 0xD800 <= point <= 0xF8FF:
            continue
        if any(can_encode(chr(point), encoding) for encoding in JAPANESE_ENCODINGS):
            yield point


def can_encode(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def in_blocks(blocks: Iterable[tuple[int, int]]) -> Iterator[int]:
    for first, last in blocks:
        yield from range(first, last + 1)


def cut(source: Path, target: Path, wanted: set[int]) -> set[int]:
    """Cut one font and return the code points it really holds."""
    options = Options(
        hinting=False,
        notdef_outline=True,
        layout_features=["kern", "palt", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum", "zero"],
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        name_languages=[0x409],
        drop_tables=["DSIG", "STAT", "vhea", "vmtx", "BASE"],
    )
    # The time of the cut must not get into the file, else two cuts would differ.
    font = load_font(str(source), options)
    font.recalcTimestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    save_font(font, str(target), options)
    return {point for point in font.getBestCmap() if point in wanted}


def as_ranges(points: Iterable[int]) -> Iterator[str]:
    """`4E00-4E03` for a run of neighbours, `4E05` for a single one."""
    ordered = sorted(points)
    start = previous = ordered[0]
    for point in [*ordered[1:], -1]:
        if point != previous + 1:
            yield f"{start:X}" if start == previous else f"{start:X}-{previous:X}"
            start = point
        previous = point


if __name__ == "__main__":
    main(Path(sys.argv[1]))
