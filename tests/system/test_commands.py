"""The commands say in one sentence why they cannot start, and change nothing then."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_help_lists_the_commands_without_loading_django() -> None:
    script = (
        "import sys; from config.cli import main\ntry: main(['--help'])\nfinally: assert 'django' not in sys.modules"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)

    assert answer.returncode == 0, answer.stderr
    assert all(name in answer.stdout for name in ("demo", "serve", "worker", "doctor", "invariants", "backup"))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"HOST": "0.0.0.0"}, "JAPACAR_ALLOW_PUBLIC=yes"),
        ({"HOST": "example.test"}, "HOST must be an address"),
        ({"PORT": "eighty"}, "PORT must be a number"),
        ({"PORT": "70000"}, "between 1 and 65535"),
        ({"HOST": "192.0.2.1", "JAPACAR_ALLOW_PUBLIC": "yes"}, "no address 192.0.2.1"),
    ],
)
def test_demo_refuses_an_address_it_must_not_or_cannot_use(
    settings: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    answer = _demo(tmp_path, **settings)

    assert answer.returncode == 2
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "data" / "db").exists()


def test_demo_refuses_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = _demo(tmp_path, PORT=str(taken.getsockname()[1]))

    assert answer.returncode == 2
    assert "is in use by another program" in answer.stderr
    assert not (tmp_path / "data" / "db").exists()


def test_demo_never_empties_a_database_that_is_not_its_own(tmp_path: Path) -> None:
    answer = _demo(tmp_path, "--fresh", DATABASE_URL="postgresql://somebody@/theirs", PORT="21987")

    assert answer.returncode == 2
    assert "empty that one yourself" in answer.stderr


def _demo(tmp_path: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    hidden = ("DATABASE_URL", "DATABASE_OWNER_URL", "HOST", "PORT")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"JAPACAR_DATA": str(tmp_path / "data"), **settings}
    order = [sys.executable, "-m", "config.cli", "demo", *words]
    return subprocess.run(order, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60)
