"""Pages are compiled once, and a process that starts later finds them; that they cannot be kept stops nobody."""

import sys
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from japacar.ui.jinja import environment


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The names of pages that are compiled from now on; compiled modules would stand in a folder of this test."""
    names: list[str] = []
    compile_page = Environment.compile

    def counting(self: Environment, source: Any, name: Any = None, *rest: Any, **options: Any) -> Any:
        names.append(name)
        return compile_page(self, source, name, *rest, **options)

    monkeypatch.setattr(Environment, "compile", counting)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return names


def page(text: str) -> str:
    """What a process shows that has just started."""
    return (
        environment(loader=DictLoader({"page.html": text}), autoescape=True)
        .get_template("page.html")
        .render(name="<A>")
    )


def test_the_next_process_finds_the_page_compiled(compiled):
    assert [page("{{ name }}"), page("{{ name }}")] == ["&lt;A&gt;"] * 2
    assert compiled == ["page.html"]


def test_a_changed_page_is_compiled_anew(compiled):
    assert [page("{{ name }}"), page("{{ name }}!"), page("{{ name }}!")] == ["&lt;A&gt;", "&lt;A&gt;!", "&lt;A&gt;!"]
    assert compiled == ["page.html"] * 2


def test_where_nothing_can_be_kept_pages_are_there_all_the_same(compiled, tmp_path):
    (tmp_path / "compiled").write_text("a file where the folder would be")
    assert [page("{{ name }}"), page("{{ name }}")] == ["&lt;A&gt;"] * 2
    assert compiled == ["page.html"] * 2


def test_half_a_file_is_compiled_over(compiled, tmp_path):
    assert page("{{ name }}") == "&lt;A&gt;"
    [kept] = (path for path in (tmp_path / "compiled").rglob("*") if path.is_file())
    whole = kept.read_bytes()
    for length in range(0, len(whole), 41):
        kept.write_bytes(whole[:length])
        assert page("{{ name }}") == "&lt;A&gt;"
