"""Runs child processes side by side: starts them, restarts one that dies, stops them all cleanly.

Each child leads a session of its own, so Ctrl-C reaches only us and we decide the order; when we are killed the kernel
ends them.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 8.0
LONGEST_PAUSE = 30.0
# A child that lives this long counts as healthy, and its next fall starts from the shortest pause again.
HEALTHY_SECONDS = 60.0
FALLS_BEFORE_GIVING_UP = 4
PR_SET_PDEATHSIG = 1


def web_command(host: str, port: int) -> list[str]:
    """granian, with the flag without which it can hang for ever when told to stop while its workers still start."""
    order = [sys.executable, "-m", "granian", "--interface", "rsgi", "--workers", "2"]
    order += ["--workers-kill-timeout", "5", "--no-ws", "--log-level", "warning"]
    return [*order, "--host", host, "--port", str(port), "config.rsgi:site"]


def worker_command() -> list[str]:
    """The worker of all queues and of the schedule, politer than the web process: whoever waits for a page goes before pictures."""
    polite = ["nice", "-n", "10"] if shutil.which("nice") else []
    return [*polite, sys.executable, "-m", "config.worker"]


def django_environment() -> dict[str, str]:
    """Our environment, with what Django's own entry points need to find the settings."""
    return os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1"}


@dataclass
class Child:
    """One process of ours. `last_to_stop` is for what the others still talk to while they stop."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path | None = None
    last_to_stop: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    due: float = field(default=0.0)


class Supervisor:
    """Keeps its children alive until it is told to stop by SIGINT, SIGTERM or SIGHUP."""

    def __init__(self, say: Callable[[str], None] = print) -> None:
        self.children: list[Child] = []
        self.told_to_stop = threading.Event()
        self.say = say

    def add(self, child: Child) -> None:
        self.children.append(child)

    def run(self, *, when_started: Callable[[], bool] | None = None) -> int:
        """Run until told to stop (0) or until a child cannot be kept alive (1).

        `when_started` is asked again and again until it answers True, then no more.
        """
        previous = {
            number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        code = 0
        try:
            while not self.told_to_stop.wait(0.1):
                if not all(self._keep_alive(child) for child in self.children):
                    code = 1
                    break
                if when_started is not None and when_started():
                    when_started = None
        finally:
            self._stop_all()
            for number, handler in previous.items():
                signal.signal(number, handler)
        return code

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop.set()

    def _keep_alive(self, child: Child) -> bool:
        """Start the child when it is due; False when it falls again and again."""
        now = time.monotonic()
        if child.process is not None:
            if child.process.poll() is None:
                return True
            child.falls = 1 if now - child.started > HEALTHY_SECONDS else child.falls + 1
            child.due = now + min(LONGEST_PAUSE, 2.0 ** (child.falls - 1))
            self.say(f"{child.name} ended with code {child.process.returncode}. {_last_words(child)}".rstrip())
            _end_what_is_left(child.process)
            child.process = None
            if child.falls >= FALLS_BEFORE_GIVING_UP:
                self.say(f"{child.name} cannot be kept alive; stopping.")
                return False
        if now >= child.due:
            child.process, child.started = _launch(child), now
        return True

    def _stop_all(self) -> None:
        for last in (False, True):
            group = [child.process for child in self.children if child.process and child.last_to_stop is last]
            for process in group:
                process.terminate()
            deadline = time.monotonic() + STOP_SECONDS
            for process in group:
                try:
                    process.wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()


def _launch(child: Child) -> subprocess.Popen[bytes]:
    output = None
    if child.log is not None:
        child.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A log tells of one run: it starts empty, and a restarted child adds to it.
        output = child.log.open("ab" if child.falls else "wb")
    try:
        return subprocess.Popen(
            child.command,
            cwd=ROOT,
            env=child.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
    finally:
        if output is not None:
            output.close()


# Loaded before any fork: nothing may be imported between fork and exec.
_libc = ctypes.CDLL(None)


def _end_with_parent() -> None:
    """Ask Linux for SIGTERM when the launcher dies without a word; elsewhere this does nothing."""
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_what_is_left(process: subprocess.Popen[bytes]) -> None:
    """The processes of a child that was killed itself: those of the web would go on serving beside their successors."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)


def _last_words(child: Child) -> str:
    """The last lines of a child's log, so that the terminal shows why it fell."""
    if child.log is None or not child.log.exists():
        return ""
    lines = child.log.read_text(errors="replace").strip().splitlines()[-6:]
    return f"The end of {child.log}:\n  " + "\n  ".join(lines) if lines else ""
