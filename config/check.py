"""`bin/check`: all that can be known without running the site, the cheap things first; the first fault stops it.

No database server is needed. `--fix` formats and repairs what ruff can, then checks.
"""

from __future__ import annotations

import argparse
import base64
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHOWN_LINES = 60
PYTHON = [sys.executable]
RUFF = [*PYTHON, "-m", "ruff"]
DJANGO = [*PYTHON, "-W", "ignore:Got an error checking a consistent migration history:RuntimeWarning", "-m", "django"]
STEPS = {
    "format": [*RUFF, "format", "--check", "--output-format=concise", "."],
    "lint": [*RUFF, "check", "--quiet", "--output-format=concise", "."],
    "import contracts": [*PYTHON, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
    "message files": [*PYTHON, "-m", "config.messages", "--check"],
    "deploy checks": [*DJANGO, "check", "--deploy", "--fail-level", "WARNING"],
    "migrations": [*DJANGO, "makemigrations", "--check", "--dry-run"],
    "types": [*PYTHON, "-m", "mypy", "--no-error-summary"],
}


def main() -> int:
    """0 when all is well, 1 at the first fault."""
    parser = argparse.ArgumentParser(prog="bin/check", description="Check the code without running it.")
    parser.add_argument("--fix", action="store_true", help="first format, and repair what ruff can repair")
    parser.add_argument("--only", choices=list(STEPS), action="append", help="only this step (may be repeated)")
    options = parser.parse_args()
    if options.fix:
        subprocess.run([*RUFF, "check", "--fix", "--quiet", "--exit-zero", "."], cwd=ROOT)
        subprocess.run([*RUFF, "format", "--quiet", "."], cwd=ROOT)
    began = time.monotonic()
    for name, order in STEPS.items():
        if options.only and name not in options.only:
            continue
        started = time.monotonic()
        result = subprocess.run(order, cwd=ROOT, env=_environment(), capture_output=True, text=True)
        print(
            f"{name:<17} {'ok  ' if result.returncode == 0 else 'FAIL'} {time.monotonic() - started:5.1f} s", flush=True
        )
        if result.returncode:
            lines = (result.stdout + result.stderr).strip().splitlines()
            print("\n".join(lines[:SHOWN_LINES]))
            if len(lines) > SHOWN_LINES:
                print(f"… and {len(lines) - SHOWN_LINES} lines more: {' '.join(order)}")
            return 1
    print(f"{'all':<17} ok   {time.monotonic() - began:5.1f} s")
    return 0


def _environment() -> dict[str, str]:
    """A production that exists only for the checks: secrets of the moment, addresses that nobody asks."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "JAPACAR_MODE": "production",
        "JAPACAR_BASE_URL": "https://japacar.example",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "JAPACAR_FIELD_KEYS": f"check:{key}",
        "DATABASE_URL": "postgresql://japacar_app@/japacar?host=/nonexistent",
        "SMTP_URL": "smtps://mail.japacar.example:465",
    }


if __name__ == "__main__":
    sys.exit(main())
