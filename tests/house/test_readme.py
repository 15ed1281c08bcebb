"""The README keeps its word: what it names is there, and .env.example names exactly what the settings read."""

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Read outside the settings, and explained where they are used: where to listen, and a PostgreSQL of one's own.
SAID_IN_README = {"PORT", "HOST"}


def test_commands_that_are_named_exist() -> None:
    named = set(re.findall(r"`bin/(\w+)", README))

    assert {"demo", "test"} <= named
    assert [name for name in named if not os.access(ROOT / "bin" / name, os.X_OK)] == []


def test_commands_of_japacar_that_are_named_exist() -> None:
    known = (ROOT / "config" / "cli.py").read_text(encoding="utf-8")

    named = set(re.findall(r"`bin/japacar ([a-z][a-z-]*)", README))

    assert [name for name in named if f'"{name}"' not in known] == []


def test_every_linked_file_exists() -> None:
    linked = [link for link in re.findall(r"\]\(([^)#]+)", README) if "://" not in link]

    assert linked
    assert [link for link in linked if not (ROOT / link).exists()] == []


def test_every_path_of_the_table_exists() -> None:
    table = README.partition("## Where is")[2].partition("\n## ")[0]
    paths = re.findall(r"`([\w./-]+)`", table)

    missing = [path for path in paths if not (ROOT / path).exists() and not list((ROOT / "japacar").glob(f"*/{path}"))]

    assert len(paths) >= 10
    assert missing == []


def test_pictures_are_small() -> None:
    sizes = [path.stat().st_size for path in (ROOT / "docs" / "pictures").glob("*.webp")]

    assert sizes
    assert max(sizes) <= 60 * 1024
    assert sum(sizes) <= 700 * 1024


@pytest.mark.parametrize("name", ["PORT", "HOST", "JAPACAR_DATA"])
def test_what_the_demo_listens_to_is_said(name: str) -> None:
    assert f"`{name}`" in README


def test_env_example_names_exactly_the_settings_that_are_read() -> None:
    settings = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env_\w+\(\s*"(\w+)"', settings))
    named = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))

    assert named - SAID_IN_README == read
