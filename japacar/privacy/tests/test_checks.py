"""Each check says nothing about us and something about a sample that breaks its rule."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from japacar.egress import registry as egress
from japacar.kernel.declarations import NotPersonal, Personal, Purpose, Recipient, Retention
from japacar.privacy import checks, mail_kinds, third_party
from japacar.privacy.registry import FieldName

WHO = Personal("1.1/account", Purpose.SERVICE, Retention.ACCOUNT)
ROW = NotPersonal("number of the row")
SAID = {FieldName("privacy.Letter", name): ROW for name in ("id", "words")}


@pytest.mark.parametrize(
    "check",
    [
        checks.check_fields,
        checks.check_retention,
        checks.check_cookies,
        checks.check_hosts,
        checks.check_mail_kinds,
    ],
)
def test_the_product_passes(check: Any) -> None:
    assert check() == []


@isolate_apps("japacar.privacy")
def test_a_column_without_declaration_is_named() -> None:
    class Letter(models.Model):
        words = models.TextField()
        author_email = models.CharField(max_length=80)

        class Meta:
            app_label = "privacy"

    (found,) = checks.undeclared_fields([Letter], SAID)

    assert found.id == "privacy.E001"
    assert found.msg == "privacy.Letter.author_email is not declared."
    assert found.hint


@isolate_apps("japacar.privacy")
def test_a_relation_to_many_is_a_field_too() -> None:
    class Word(models.Model):
        class Meta:
            app_label = "privacy"

    class Letter(models.Model):
        words = models.ManyToManyField(Word)

        class Meta:
            app_label = "privacy"

    (found,) = checks.undeclared_fields([Letter], {FieldName("privacy.Letter", "id"): ROW})

    assert found.msg == "privacy.Letter.words is not declared."


@isolate_apps("japacar.privacy")
def test_a_declaration_of_nothing_is_named() -> None:
    class Letter(models.Model):
        words = models.TextField()

        class Meta:
            app_label = "privacy"

    gone = FieldName("privacy.Letter", "stamp")

    (found,) = checks.undeclared_fields([Letter], {**SAID, gone: ROW})

    assert (found.id, found.msg) == ("privacy.E001", "privacy.Letter.stamp is declared but does not exist.")


def test_tables_of_other_packages_are_declared_too() -> None:
    assert {name.partition(".")[0] for name in third_party.FIELDS} == {
        "account",
        "mfa",
        "procrastinate",
        "socialaccount",
    }


@isolate_apps("japacar.privacy")
def test_a_table_about_people_needs_a_retention() -> None:
    class Letter(models.Model):
        author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "privacy"

    # Outside the registry a lazy relation stays a name; the check wants what the registry would have made of it.
    from japacar.accounts.models import User

    Letter._meta.get_field("author").remote_field.model = User
    names = [FieldName("privacy.Letter", name) for name in ("id", "author")]

    (found,) = checks.without_retention([Letter], dict.fromkeys(names, ROW))

    assert found.id == "privacy.E002"
    assert checks.without_retention([Letter], {names[0]: ROW, names[1]: WHO}) == []


def test_a_personal_field_needs_purpose_and_retention() -> None:
    name, broken = FieldName("privacy.Letter", "author"), replace(WHO)
    object.__setattr__(broken, "retention", None)

    assert [each.id for each in checks.without_retention([], {name: broken})] == ["privacy.E002"]
    assert [each.id for each in checks.without_retention([], {name: "personal"})] == ["privacy.E002"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION_COOKIE_NAME", "sessionid"),
        ("SESSION_COOKIE_AGE", 8 * 24 * 3600),
        ("SESSION_COOKIE_HTTPONLY", False),
        ("CSRF_COOKIE_NAME", "csrftoken"),
        ("CSRF_COOKIE_AGE", 3600),
        ("MESSAGE_STORAGE", "django.contrib.messages.storage.fallback.FallbackStorage"),
        ("SESSION_COOKIE_DOMAIN", ".japacar.jp"),
    ],
)
def test_another_cookie_or_flag_is_named(name: str, value: object) -> None:
    configured = _settings(**{name: value})

    assert [each.id for each in checks.wrong_cookies(configured)] == ["privacy.E003"]


def test_cookies_never_travel_in_the_clear_where_there_is_https() -> None:
    configured = _settings(IS_HTTPS=True, SESSION_COOKIE_SECURE=False, CSRF_COOKIE_SECURE=True)

    assert [each.id for each in checks.wrong_cookies(configured)] == ["privacy.E003"]


@pytest.mark.parametrize(
    "contract",
    [
        replace(egress.MAIL, recipient="somebody"),
        replace(egress.MAIL, clause="because"),
        replace(egress.MAIL, required=frozenset({"chassis_no"})),
    ],
)
def test_a_contract_needs_recipient_clause_and_allowed_fields(contract: egress.Contract) -> None:
    assert [each.id for each in checks.undeclared_hosts([contract], {}, "JP")] == ["privacy.E004"]


def test_a_recipient_without_country_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Recipient.FORWARDER, "country", "somewhere")

    assert [each.id for each in checks.undeclared_hosts([egress.PACK], {}, "JP")] == ["privacy.E004"]
    assert [each.id for each in checks.undeclared_hosts([egress.MAIL], {}, "")] == ["privacy.E004"]


@pytest.mark.parametrize("source", ["https://cdn.example.com", "*.example.com", "cdn.example.com"])
def test_a_page_may_reach_no_host_that_is_not_declared(source: str) -> None:
    policies = {"public": f"default-src 'none'; img-src 'self' data: {source}"}

    (found,) = checks.undeclared_hosts([], policies, "JP")

    assert found.id == "privacy.E004"
    host = source.removeprefix("https://")
    declared = replace(egress.MAIL, hosts=frozenset({host}))
    assert checks.undeclared_hosts([declared], policies, "JP") == []


def test_mail_kinds_that_are_undeclared_unused_or_without_text_are_named() -> None:
    template = {"sign_in_code": ("accounts/mail/sign_in_code",)}

    used = checks.wrong_mail_kinds({"sign_in_code": "a.py", "advert": "b.py"}, {"sign_in_code"}, template)
    unused = checks.wrong_mail_kinds({}, {"sign_in_code"}, template)
    wordless = checks.wrong_mail_kinds({"sign_in_code": "a.py"}, {"sign_in_code"}, {})
    missing = checks.wrong_mail_kinds({"sign_in_code": "a.py"}, {"sign_in_code"}, {"sign_in_code": ("no/such",)})

    assert [[each.id for each in found] for found in (used, unused, wordless, missing)] == [["privacy.E005"]] * 4


def test_the_kinds_of_mail_are_read_from_the_code() -> None:
    source = """
MAIL_KINDS = {1: "first_kind"}
payload = {"to": a, "subject": b, "kind": TABLE.get(c.partition(":")[0], "second_kind")}
write_mail(user, kind="third_kind", key="not_this")
other = {"kind": "nor_that"}
"""
    assert mail_kinds.kinds_in(source) == {"first_kind", "second_kind", "third_kind"}
    assert set(mail_kinds.TEMPLATES) == egress.MAIL_KINDS


def _settings(**over: object) -> SimpleNamespace:
    names = (*checks.COOKIES, "SESSION_COOKIE_AGE", "IS_HTTPS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    return SimpleNamespace(**{name: getattr(settings, name) for name in names} | over)
