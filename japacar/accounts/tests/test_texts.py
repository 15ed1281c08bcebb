"""The Terms and the Policy: stored once, served exactly so, on pages that anybody may read (PP-0-d, PP-14-a)."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from japacar.accounts.models import PublishedText
from japacar.accounts.texts import TextChanged, current, publish_texts

pytestmark = pytest.mark.django_db
SOURCE = "# Terms\n\nLast updated: April 2, 2026\n\nBe kind.\n"


def write(folder: Path, source: str = SOURCE, name: str = "terms-2026-04-02.en.md") -> Path:
    (folder / name).write_text(source, encoding="utf-8")
    return folder


def test_publishing_twice_stores_once(tmp_path: Path) -> None:
    assert publish_texts(write(tmp_path)) == 1
    assert publish_texts(tmp_path) == 0
    text = PublishedText.objects.get()
    assert (text.kind, text.language, text.version) == ("terms", "en", "2026-04-02")
    assert text.sha256 == hashlib.sha256(SOURCE.encode()).hexdigest()


def test_other_words_under_the_same_version_are_refused(tmp_path: Path) -> None:
    publish_texts(write(tmp_path))
    with pytest.raises(TextChanged, match="give the new ones a new date"):
        publish_texts(write(tmp_path, SOURCE + "Or else.\n"))
    assert PublishedText.objects.get().source == SOURCE


def test_a_new_date_in_the_name_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TextChanged):
        publish_texts(write(tmp_path, name="terms-2026-05-01.en.md"))
    assert PublishedText.objects.count() == 0


def test_a_version_of_the_future_is_not_yet_in_force(tmp_path: Path) -> None:
    publish_texts(write(tmp_path))
    publish_texts(write(tmp_path, SOURCE.replace("2026", "2099"), "terms-2099-04-02.en.md"))
    assert current("terms", "en").version == "2026-04-02"
    assert current("terms", "ja").language == "en"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("kind", ["terms", "privacy"])
def test_the_page_shows_the_text_and_its_facts(client: Client, kind: str, language: str) -> None:
    page = client.get(f"/{language}/{kind}/")
    text = current(kind, language)

    assert page.status_code == 200
    assert text.language == language
    body = page.content.decode()
    assert text.version in body
    assert text.sha256 in body
    exact = client.get(f"/{language}/{kind}/{text.version}/source/")
    assert hashlib.sha256(exact.content).hexdigest() == text.sha256
    assert exact["Content-Type"].startswith("text/plain")


def test_the_policy_names_operator_service_and_law(client: Client) -> None:
    body = client.get("/en/privacy/").content.decode()
    assert all(words in body for words in ("Japanese Car Trading LLC", "JAPACAR", "APPI"))


def test_old_versions_stay_readable_and_unknown_ones_are_404(client: Client, tmp_path: Path) -> None:
    publish_texts(write(tmp_path))
    publish_texts()
    assert "Be kind." in client.get("/en/terms/2026-04-02/").content.decode()
    assert "Be kind." not in client.get("/en/terms/").content.decode()
    assert client.get("/en/terms/1999-01-01/").status_code == 404
    assert client.get("/en/privacy/2026-04-02/").status_code == 404


def test_both_languages_say_the_same_versions() -> None:
    publish_texts()
    pairs = PublishedText.objects.values_list("kind", "version", "language")
    versions: dict[Any, set[str]] = {}
    for kind, version, language in pairs:
        versions.setdefault((kind, version), set()).add(language)
    assert {kind for kind, _ in versions} == {"terms", "privacy"}
    assert all(languages == {"en", "ja"} for languages in versions.values())
