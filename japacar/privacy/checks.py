"""System checks privacy.E001 to E005: what is stored, set as a cookie, reached or mailed must be declared (PP-1.1-l).

The one thing to know: each check is a pure function over what it is given, so a test can show that it fails; at the end
stand the functions that Django calls with what is installed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import LazySettings, settings
from django.core.checks import CheckMessage, Error, register
from django.db import models
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from japacar.accounts.models import User
from japacar.egress.registry import CONTRACTS, MAIL_KINDS, Contract
from japacar.kernel.declarations import VARIES, NotPersonal, Personal, Purpose, Recipient, Retention, Role
from japacar.privacy import mail_kinds
from japacar.privacy.registry import FieldName, all_declarations, declarable, fields_of
from japacar.ui.headers import POLICIES

WEEK = 7 * 24 * 3600
_CLAUSE = re.compile(r"PP-\d+(\.\d+)?-[a-z-]+")
_COUNTRY = re.compile(r"[A-Z]{2}")
# In a policy: an origin, or a name with a dot in it. Keywords and schemes have neither.
_HOST = re.compile(r"(?:[a-z]+://)?([\w*-]+(?:\.[\w-]+)+)")
COOKIES: dict[str, Any] = {
    "SESSION_COOKIE_NAME": "japacar_session",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_PATH": "/",
    "SESSION_COOKIE_DOMAIN": None,
    "SESSION_ENGINE": "japacar.accounts.sessions",
    "CSRF_COOKIE_NAME": "XSRF-TOKEN",
    "CSRF_COOKIE_AGE": None,
    "CSRF_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_PATH": "/",
    "CSRF_COOKIE_DOMAIN": None,
    "CSRF_USE_SESSIONS": False,
    "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
}


def undeclared_fields(
    every: Iterable[type[models.Model]], said: Mapping[FieldName, object], *, all_are_given: bool = True
) -> list[CheckMessage]:
    """E001: a field without a declaration, and (when `every` is all there is) a declaration without a field."""
    there = {FieldName(model._meta.label, name) for model in every for name in fields_of(model)}
    found = [
        _error(1, f"{name} is not declared.", "Say Personal(...) or NotPersonal(reason) in the privacy.py of its room.")
        for name in sorted(there - set(said))
    ]
    gone = sorted(set(said) - there) if all_are_given else []
    return found + [_error(1, f"{name} is declared but does not exist.", "Take it out of FIELDS.") for name in gone]


def without_retention(every: Iterable[type[models.Model]], said: Mapping[FieldName, object]) -> list[CheckMessage]:
    """E002: a personal field without purpose or retention, and a table that points at a person and keeps that for ever."""
    found = []
    for name, each in said.items():
        if isinstance(each, Personal):
            whole = each.purposes and all(isinstance(purpose, Purpose) for purpose in each.purposes)
            if not (whole and isinstance(each.retention, Retention)):
                found.append(_error(2, f"{name} says no purpose or no retention.", "See kernel/declarations.py."))
        elif not isinstance(each, NotPersonal):
            found.append(_error(2, f"{name} is declared with {each!r}.", "Only Personal and NotPersonal are known."))
    for model in every:
        columns = [FieldName(model._meta.label, name) for name in fields_of(model)]
        if _points_at_a_person(model) and not any(isinstance(said.get(name), Personal) for name in columns):
            hint = "A row about a person is personal at least in its relation: declare that with a retention."
            found.append(_error(2, f"{model._meta.label} points at a user and has no retention.", hint))
    return found


def _points_at_a_person(model: type[models.Model]) -> bool:
    return any(field.is_relation and field.related_model is User for field in model._meta.local_concrete_fields)


def wrong_cookies(configured: LazySettings | Any) -> list[CheckMessage]:
    """E003: two cookies and no third, with the flags that section 7.1 of the policy promises."""
    hint = "Section 7.1 of the policy names japacar_session (at most 7 days) and XSRF-TOKEN (session); nothing else."
    found = [
        _error(3, f"{name} is {getattr(configured, name, None)!r}, not {value!r}.", hint)
        for name, value in COOKIES.items()
        if getattr(configured, name, None) != value
    ]
    if configured.SESSION_COOKIE_AGE > WEEK:
        found.append(_error(3, "SESSION_COOKIE_AGE is longer than seven days.", hint))
    if configured.IS_HTTPS and not (configured.SESSION_COOKIE_SECURE and configured.CSRF_COOKIE_SECURE):
        found.append(_error(3, "A cookie may travel without encryption.", hint))
    return found


def undeclared_hosts(
    contracts: Iterable[Contract], policies: Mapping[str, str], mail_country: str
) -> list[CheckMessage]:
    """E004: a recipient without clause, role or country; a host in the policy of a page that no contract names."""
    contracts = list(contracts)
    found = []
    for each in contracts:
        name = f"The contract {getattr(each.recipient, 'code', each.recipient)}/{each.purpose}"
        if not isinstance(each.recipient, Recipient) or not isinstance(each.recipient.role, Role):
            found.append(_error(4, f"{name} has no declared recipient.", "Add it to kernel.declarations.Recipient."))
        elif not (each.recipient.country == VARIES or _COUNTRY.fullmatch(each.recipient.country)):
            found.append(_error(4, f"{name} has no country.", "Two letters, or VARIES (PP-6-b)."))
        if not _CLAUSE.fullmatch(each.clause):
            found.append(_error(4, f"{name} names no clause.", "Such as PP-5-mail."))
        if not each.required <= each.fields | each.public:
            hint = "`required` is a part of `fields` and `public`."
            found.append(_error(4, f"{name} demands a field that may not go.", hint))
    if not _COUNTRY.fullmatch(mail_country):
        found.append(_error(4, "MAIL_PROVIDER_COUNTRY is no country.", "Two letters: where the mail provider works."))
    declared = {host for each in contracts for host in each.hosts}
    for page, policy in policies.items():
        for host in sorted({match.group(1) for match in _HOST.finditer(policy)} - declared):
            found.append(_error(4, f"Pages of class {page} may reach {host}.", "Declare it in egress/registry.py."))
    return found


def wrong_mail_kinds(
    used: Mapping[str, str], declared: Iterable[str], templates: Mapping[str, tuple[str, ...]]
) -> list[CheckMessage]:
    """E005: a kind of mail that is not declared, not used any more, or without a text to write it with."""
    declared = set(declared)
    found = [
        _error(5, f"Mail of kind {kind!r} ({where}) is not declared.", "Add it to egress.registry.MAIL_KINDS.")
        for kind, where in used.items()
        if kind not in declared
    ]
    for kind in sorted(declared):
        if kind not in used:
            found.append(_error(5, f"No code writes mail of kind {kind!r}.", "Take it out of MAIL_KINDS."))
        if not templates.get(kind):
            found.append(_error(5, f"Mail of kind {kind!r} has no template.", "Name it in privacy/mail_kinds.py."))
        for name in templates.get(kind, ()):
            if not _loads(f"{name}.txt"):
                found.append(_error(5, f"Mail of kind {kind!r}: {name}.txt cannot be loaded.", "Write it."))
    return found


def _loads(template: str) -> bool:
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True


def _error(number: int, words: str, hint: str) -> CheckMessage:
    return Error(words, hint=hint, id=f"privacy.E{number:03d}")


@register("privacy")
def check_fields(**_: Any) -> list[CheckMessage]:
    return undeclared_fields(declarable(), all_declarations())


@register("privacy")
def check_retention(**_: Any) -> list[CheckMessage]:
    return without_retention(declarable(), all_declarations())


@register("privacy")
def check_cookies(**_: Any) -> list[CheckMessage]:
    return wrong_cookies(settings)


@register("privacy")
def check_hosts(**_: Any) -> list[CheckMessage]:
    return undeclared_hosts(CONTRACTS.values(), POLICIES, settings.MAIL_PROVIDER_COUNTRY)


@register("privacy")
def check_mail_kinds(**_: Any) -> list[CheckMessage]:
    return wrong_mail_kinds(mail_kinds.kinds_in_code(), MAIL_KINDS, mail_kinds.TEMPLATES)
