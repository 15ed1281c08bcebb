"""Cells on their way out and in: nothing that a spreadsheet would start as a formula leaves the house, and it comes back as it was.

The one thing to know: `restored(guarded(text)) == text` for every text (security.md 2.6)."""

import re

# Full-width signs start formulas too: spreadsheets with a Japanese keyboard take them for the narrow ones.
_STARTS = r"=+\-@\t\r\x00＝＋－＠"
_WOULD_START = re.compile(rf"'*[{_STARTS}]")
_IS_GUARDED = re.compile(rf"'+[{_STARTS}]")


def guarded(text: str) -> str:
    """The text with an apostrophe before it when it would start a formula, or would be taken for a guarded one."""
    return f"'{text}" if _WOULD_START.match(text) else text


def restored(text: str) -> str:
    return text[1:] if _IS_GUARDED.match(text) else text
