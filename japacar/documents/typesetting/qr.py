"""The picture code (QR) of the address that verifies a paper."""

from itertools import groupby

import segno


def picture(text: str) -> str:
    """The code as SVG, one unit a module, without the quiet zone."""
    rows: tuple[bytearray, ...] = segno.make(text, error="m", micro=False).matrix
    # One path with a bar for each run of dark modules: a box for each module shows seams on screens.
    bars = "".join(bar for y, row in enumerate(rows) for bar in _bars(y, row))
    size = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{bars}"/></svg>'


def _bars(y: int, row: bytearray) -> list[str]:
    bars, x = [], 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            bars.append(f"M{x} {y}h{length}v1h-{length}z")
        x += length
    return bars
