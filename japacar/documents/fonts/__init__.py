"""The fonts of the papers and the list of characters they hold, cut by subset.py from the Noto families.

They are under the SIL Open Font License (OFL.txt).
"""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
COVERAGE = FOLDER / "coverage.txt"
