"""The delivered stylesheet: one file, small, with both ways into the dark scheme alike."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

from japacar.ui import stylesheet


def test_delivered_stylesheet_is_at_most_12_kilobytes_compressed() -> None:
    assert len(brotli.compress(stylesheet.stylesheet().encode())) <= 12_000


def test_layers_are_named_before_anything_else() -> None:
    assert stylesheet.stylesheet().startswith("@layer reset,tokens,base,components,modules,utilities;")


@pytest.mark.parametrize("path", stylesheet.sources(), ids=lambda path: path.name)
def test_every_rule_of_a_source_stands_in_a_layer(path: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    at_top = re.findall(r"^([^\s}][^{};]*)[{;]", css, flags=re.MULTILINE)

    assert {rule.split()[0] for rule in at_top} <= {"@layer", "@page"}
    assert "!important" not in css
    assert "url(" not in css


def test_saved_choice_and_system_setting_give_the_same_dark_colours() -> None:
    tokens = (stylesheet.SOURCES / "tokens.css").read_text(encoding="utf-8")
    by_system, by_choice = re.findall(
        r':root(?::not\(\[data-scheme="light"\]\)|\[data-scheme="dark"\]) \{(.*?)\}', tokens, re.DOTALL
    )

    assert by_system.split() == by_choice.split()


def test_minifying_keeps_strings_and_the_spaces_of_calc() -> None:
    css = '/* gone */ .a > .b {\n  width: calc(-1 * var(--s4));\n  content: "a  /* b */";\n}\n'

    assert stylesheet.minify(css) == '.a>.b{width:calc(-1 * var(--s4));content:"a  /* b */"}'


def test_staticfiles_finds_and_collects_the_one_file() -> None:
    found = finders.find(stylesheet.NAME)
    listed = [path for finder in finders.get_finders() for path, _ in finder.list([]) if path == stylesheet.NAME]

    assert found is not None
    assert Path(found).read_text(encoding="utf-8") == stylesheet.stylesheet()
    assert listed == [stylesheet.NAME]
