"""A data folder whose keys are lost or unreadable is not opened with others: one sentence says what to do, and nothing is changed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from config import local
from config.demo import _check_room
from config.environment import WrongSetting
from config.processes import ROOT
from config.secret_files import write_once

RING = "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


@pytest.mark.parametrize(
    ("field_keys", "secret", "words"),
    [
        (None, "s" * 50, "field-keys is missing"),
        ("", "s" * 50, "JAPACAR_FIELD_KEYS should stand in"),
        (RING, " \n", "SECRET_KEY should stand in"),
        (RING, "is a folder", "cannot be read: Is a directory"),
    ],
)
def test_the_demo_says_which_key_is_lost(tmp_path: Path, field_keys: str | None, secret: str, words: str) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    (tmp_path / local.TABLES).write_text("made")
    if field_keys is not None:
        (keys / "field-keys").write_text(field_keys)
    if secret == "is a folder":
        (keys / "secret-key").mkdir()
    else:
        (keys / "secret-key").write_text(secret)
    before = {path: path.stat().st_mtime_ns for path in keys.iterdir()}

    done = demo(tmp_path)

    assert done.returncode != 0
    assert words in done.stderr + done.stdout
    assert "Traceback" not in done.stderr + done.stdout
    assert {path: path.stat().st_mtime_ns for path in keys.iterdir()} == before
    assert not (tmp_path / "cluster.json").exists()


def test_a_launcher_that_was_killed_leaves_no_half_of_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before the link is made: the next start makes the key as if nothing had been."""
    path = tmp_path / "keys" / "field-keys"

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", killed)
        with pytest.raises(KeyboardInterrupt):
            write_once(path, RING)
    assert not path.exists()

    write_once(path, RING)
    assert path.read_text().strip() == RING


def demo(data: Path) -> subprocess.CompletedProcess[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    hidden = ("SECRET_KEY", "JAPACAR_FIELD_KEYS", "SECRET_KEY_FILE", "JAPACAR_FIELD_KEYS_FILE", "DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, "-P", "-m", "config.cli", "demo"],
        cwd=ROOT,
        env=environment | {"JAPACAR_DATA": str(data), "PORT": str(port)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_folder_without_room_is_refused_before_anything_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.demo.shutil.disk_usage", lambda _: SimpleNamespace(free=60 * 1024 * 1024))

    with pytest.raises(WrongSetting, match="has 60 MB left"):
        _check_room(tmp_path)
