"""The message command finds every text, keeps translations, drops what is gone, and names each fault."""

from argparse import Namespace
from pathlib import Path

import pytest

from config import messages

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext
words = [_("Ask for a quote"), _("Hello %(name)s"), pgettext("lane", "Money"), ngettext("%(n)s car", "%(n)s cars", 2)]
"""
TEMPLATE = """{{ _("Reserve") }}
{% trans price=price %}
  Costs {{ price }}
  today
{% endtrans %}"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with one room, which the command takes for the whole project."""
    folder = tmp_path / "japacar" / "cars"
    (folder / "templates" / "cars").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "views.py").write_text(CODE)
    (folder / "templates" / "cars" / "page.html").write_text(TEMPLATE)
    (tmp_path / "config").mkdir()
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    return folder


def test_every_text_is_found_in_code_and_templates(room: Path) -> None:
    messages.main(Namespace(check=False))

    text = _file(room).read_text()
    for wanted in ("Ask for a quote", "Hello %(name)s", "Reserve", "Costs %(price)s today", "%(n)s cars"):
        assert f'"{wanted}"' in text
    assert 'msgctxt "lane"' in text
    assert "POT-Creation-Date" not in text


def test_translations_are_kept_and_unused_ones_dropped(room: Path) -> None:
    messages.main(Namespace(check=False))
    _translate(room, "Ask for a quote", "見積もりを依頼")
    (room / "templates" / "cars" / "page.html").write_text("")

    messages.main(Namespace(check=False))

    text = _file(room).read_text()
    assert "見積もりを依頼" in text
    assert "Reserve" not in text
    assert _file(room).with_suffix(".mo").exists()


def test_check_names_what_is_missing_empty_or_changed(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages.main(Namespace(check=False))
    for source, translation in (
        ("Ask for a quote", "見積もりを依頼"),
        ("Hello %(name)s", "こんにちは"),
        ("Reserve", "予約"),
    ):
        _translate(room, source, translation)
    (room / "views.py").write_text(CODE + '\n_("New")\n')
    before = _file(room).read_text()
    capsys.readouterr()

    assert messages.main(Namespace(check=True)) == 1

    said = capsys.readouterr().out
    assert "cars: missing (ja): New" in said
    assert "cars: empty (ja): Money" in said
    assert "cars: placeholders differ (ja): Hello %(name)s" in said
    assert "Reserve" not in said
    assert _file(room).read_text() == before


def _file(room: Path) -> Path:
    return room / "locale" / "ja" / "LC_MESSAGES" / "django.po"


def _translate(room: Path, source: str, translation: str) -> None:
    text = _file(room).read_text()
    _file(room).write_text(text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{translation}"'))


def test_two_rooms_that_say_one_text_differently_are_named(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """At run time the first room's words would win in both."""
    other = room.parent / "deals"
    other.mkdir()
    (other / "__init__.py").write_text("")
    (other / "views.py").write_text(CODE)
    messages.main(Namespace(check=False))
    _translate(room, "Ask for a quote", "見積を依頼")
    _translate(other, "Ask for a quote", "見積依頼")
    capsys.readouterr()

    assert messages.main(Namespace(check=True)) == 1
    assert "two translations (ja): Ask for a quote: cars 見積を依頼, deals 見積依頼" in capsys.readouterr().out
