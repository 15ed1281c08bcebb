"""The fonts of the papers, cut by subset.py from the Noto families (SIL Open Font License, OFL.txt), and the list of characters they hold."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
COVERAGE = FOLDER / "coverage.txt"
