"""The family of a system and a browser, read from a user agent that is then thrown away (PP-1.3-a, A-10)."""

import re
from dataclasses import dataclass

OTHER = "Other"

# Order matters: what pretends to be something else stands before what it pretends to be.
_SYSTEMS = (
    ("iPadOS", re.compile(r"iPad")),
    ("iOS", re.compile(r"iPhone|iPod")),
    ("Android", re.compile(r"Android")),
    ("KaiOS", re.compile(r"KAIOS", re.IGNORECASE)),
    ("ChromeOS", re.compile(r"CrOS")),
    ("Windows", re.compile(r"Windows")),
    ("macOS", re.compile(r"Mac OS X|Macintosh")),
    ("Linux", re.compile(r"Linux|X11")),
)
_BROWSERS = (
    ("LINE", re.compile(r"\bLine/")),
    ("Facebook", re.compile(r"FBAN|FBAV")),
    ("Opera Mini", re.compile(r"Opera Mini")),
    ("Edge", re.compile(r"\bEdg(?:e|A|iOS)?/")),
    ("Opera", re.compile(r"\b(?:OPR|OPT|Opera)\b")),
    ("Samsung Internet", re.compile(r"SamsungBrowser")),
    ("UC Browser", re.compile(r"\bUC(?:Browser|WEB)")),
    ("Yandex", re.compile(r"YaBrowser")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/")),
    ("Chrome", re.compile(r"\b(?:Headless)?(?:Chrome|Chromium|CriOS)/")),
    ("Safari", re.compile(r"\bSafari/")),
    ("Internet Explorer", re.compile(r"MSIE|Trident/")),
)
_LONGEST = 1000


@dataclass(frozen=True)
class Families:
    """What is kept of a user agent: names from the two lists above, or "Other"."""

    system: str
    browser: str


def families(user_agent: str) -> Families:
    """`Families("Android", "Chrome")`. Never raises; nothing of the text itself comes through."""
    text = user_agent[:_LONGEST]
    return Families(_first(_SYSTEMS, text), _first(_BROWSERS, text))


def _first(names: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str:
    return next((name for name, pattern in names if pattern.search(text)), OTHER)
