"""The kernel stands alone: no framework, no other room, no network."""

import ast
from pathlib import Path

import pytest

from japacar import kernel

FOLDER = Path(kernel.__file__).parent
MODULES = sorted(path for path in FOLDER.rglob("*.py") if "tests" not in path.parts)
FORBIDDEN = {"django", "jinja2", "procrastinate", "psycopg", "httpx", "urllib", "socket", "requests", "smtplib"}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_neither_the_framework_nor_another_room(path: Path) -> None:
    names = imported(path)

    assert not {name.split(".")[0] for name in names} & FORBIDDEN
    assert all(
        name == "japacar.kernel" or name.startswith("japacar.kernel.") for name in names if name.startswith("japacar")
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_says_what_lives_in_it(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
