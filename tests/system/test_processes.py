"""The supervisor keeps its children alive, gives up on one that cannot live, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config import processes
from config.processes import Child, Supervisor

FOREVER = [sys.executable, "-c", "import time\nwhile True: time.sleep(1)"]
DEAF = [sys.executable, "-c", "import signal, time\nsignal.signal(15, signal.SIG_IGN)\nwhile True: time.sleep(1)"]


def test_a_child_that_dies_is_started_again() -> None:
    supervisor, child = Supervisor(say=_silent), Child("child", FOREVER, dict(os.environ))
    supervisor.add(child)
    seen: set[int] = set()

    def kill_the_first_then_stop() -> bool:
        if child.process is not None and child.process.pid not in seen:
            seen.add(child.process.pid)
            child.process.kill()
            if len(seen) == 2:
                os.kill(os.getpid(), signal.SIGTERM)
        return False

    assert supervisor.run(when_started=kill_the_first_then_stop) == 0
    assert len(seen) == 2


def test_what_a_killed_child_had_started_serves_no_longer(tmp_path: Path) -> None:
    """The kernel may end the head of the web process alone, where memory is short."""
    started = tmp_path / "started"
    head = f"""
import subprocess, sys, time
below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open({str(started)!r}, "a").write(f"{{below.pid}}\\n")
time.sleep(60)
"""
    supervisor, child = Supervisor(say=_silent), Child("child", [sys.executable, "-c", head], dict(os.environ))
    supervisor.add(child)
    killed: list[int] = []

    def kill_the_first_then_stop() -> bool:
        below = started.read_text().split() if started.exists() else []
        if len(below) == 1 and not killed:
            assert child.process is not None
            child.process.kill()
            killed.append(child.process.pid)
        if len(below) == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        return False

    assert supervisor.run(when_started=kill_the_first_then_stop) == 0
    first, second = (int(pid) for pid in started.read_text().split())
    deadline = time.monotonic() + 5
    while _lives(first) and time.monotonic() < deadline:
        time.sleep(0.05)
    is_left = _lives(first)
    os.kill(second, signal.SIGKILL)  # Its head was told to stop, and this one knows nothing of what it started.
    assert not is_left


def _lives(pid: int) -> bool:
    """Whether it runs; who has ended and is not waited for yet is a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_child_that_never_lives_ends_the_run_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "LONGEST_PAUSE", 0.0)
    said: list[str] = []
    supervisor = Supervisor(say=said.append)
    order = [sys.executable, "-c", "raise SystemExit('the port is taken')"]
    supervisor.add(Child("The web process", order, dict(os.environ), tmp_path / "web.log"))

    assert supervisor.run() == 1
    assert "the port is taken" in said[0]
    assert "cannot be kept alive" in said[-1]


def test_a_child_that_does_not_listen_is_killed_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.5)
    supervisor, child = Supervisor(say=_silent), Child("child", DEAF, dict(os.environ))
    supervisor.add(child)
    began = time.monotonic()

    def stop_soon() -> bool:
        if time.monotonic() - began > 0.5:
            os.kill(os.getpid(), signal.SIGINT)
        return False

    assert supervisor.run(when_started=stop_soon) == 0
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


def test_children_end_when_the_launcher_is_killed() -> None:
    script = (
        "import os, sys\nfrom config.processes import Child, Supervisor\n"
        f"run = Supervisor()\nchild = Child('child', {FOREVER!r}, dict(os.environ))\nrun.add(child)\n"
        "def tell():\n    print(child.process.pid, flush=True)\n    return True\n"
        "run.run(when_started=tell)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        child = int(launcher.stdout.readline())
        launcher.kill()

    deadline = time.monotonic() + 10
    while _lives(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _lives(child)


def _lives(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def _silent(_: str) -> None:
    """What the supervisor says is of no interest here."""
