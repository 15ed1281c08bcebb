"""What all processes of one demo hold at rest. PSS: memory that several share is counted once, in parts."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from config.audit.goals import Report

GOAL_MB = 700
# A browser or a test that was given the same folder is no part of the demo.
OF_THE_DEMO = ("config.cli", "granian", "procrastinate", "standins", "postgres")


def measure(report: Report, data: Path | None) -> None:
    """Sum over every process of ours that names this data folder, and every one of its PostgreSQL."""
    if data is None:
        report.skipped.append("Memory: say whose with --data FOLDER.")
        return
    total = sum(_pss_kb(folder) for folder in Path("/proc").glob("[0-9]*") if _belongs(folder, data.resolve()))
    if not total:
        report.skipped.append(f"Memory: no process of a demo on {data} can be seen.")
        return
    report.at_most("Memory of all processes (PSS)", GOAL_MB, total / 1024, "MB")


def _belongs(process: Path, data: Path) -> bool:
    with contextlib.suppress(OSError):
        command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        if not any(word in command for word in OF_THE_DEMO):
            return False
        named = f"JAPACAR_DATA={data}".encode() in (process / "environ").read_bytes().split(b"\0")
        return named or data in Path(os.readlink(process / "cwd")).parents
    return False


def _pss_kb(process: Path) -> int:
    with contextlib.suppress(OSError):
        for line in (process / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
