"""Signing in, joining, linking and unlinking through Google and LINE, over the wire against the stand-ins."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from japacar.accounts.models import Agreement, LoginRecord, Session, User
from japacar.accounts.providers import SCOPE
from japacar.accounts.tests.elsewhere import AGREED, Walk, link
from japacar.accounts.tests.mailbox import code_in, mails
from japacar.accounts.tests.test_sign_in import is_signed_in
from japacar.demo.standins.dialects import Person
from japacar.demo.standins.openid import OpenIdProvider
from japacar.egress.models import Dispatch
from japacar.events.models import Event
from japacar.kernel import clock
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
AMINA = Person("108214403918822650001", "Amina Otieno", "amina@trade.example.test", domain="trade.example.test")


def test_what_the_browser_carries_to_the_provider(client: Client, one: OpenIdProvider, settings: Any) -> None:
    walk = Walk(client, one)
    answer = walk.begin(next="/en/deals/")

    assert answer["Location"].startswith(one.issuer + one.dialect.paths["authorize"] + "?")
    assert set(walk.asked) == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method",
    }  # fmt: skip
    assert walk.asked["scope"] == SCOPE == "openid email profile"
    assert walk.asked["redirect_uri"] == f"{settings.BASE_URL}/sign-in/{one.dialect.name}/callback/"
    assert walk.asked["code_challenge_method"] == "S256"
    assert len(walk.asked["state"]) >= 16
    assert len(walk.asked["nonce"]) >= 32
    assert one.client.secret not in answer["Location"]
    assert f"form-action 'self' {one.issuer};" in answer["Content-Security-Policy"]


def test_a_buyer_joins_with_google_after_agreeing(client: Client, google: OpenIdProvider) -> None:
    answer = Walk(client, google).through(way="buyer", next="/en/account/details/")
    assert answer["Location"] == "/en/join/through/"
    assert client.get(answer["Location"])["Location"] == "/en/join/through/buyer/"
    page = client.get("/en/join/through/buyer/").content.decode()
    assert 'value="Amina Otieno"' in page
    assert "amina@trade.example.test" in page
    assert not User.objects.exists()
    assert not Agreement.objects.exists()
    before = client.session.session_key

    answer = client.post("/en/join/through/buyer/", AGREED)

    assert answer["Location"] == "/en/account/details/"
    assert is_signed_in(client)
    assert client.session.session_key != before
    user = User.objects.get()
    assert (user.email, user.display_name, user.language) == ("amina@trade.example.test", "Amina Otieno", "en")
    assert user.email_confirmed_at is not None
    assert not user.has_usable_password()
    assert user.majority.is_of_age
    assert {row.method for row in Agreement.objects.all()} == {"google_buyer"}
    row = SocialAccount.objects.get()
    assert (row.user, row.provider, row.uid, row.extra_data) == (user, "google", google.dialect.people[0].sub, {})
    assert LoginRecord.objects.get().method == "google"
    assert [mail["subject"] for mail in mails()] == ["Google now signs you in to JAPACAR"]


def test_a_dealers_person_joins_with_line_and_proves_the_address(client: Client, line: OpenIdProvider) -> None:
    walk = Walk(client, line, language="ja")
    assert walk.through(way="dealer")["Location"] == "/ja/join/through/"
    fields = {"display_name": "高橋 みなみ", "email": "minami@shop.example.test", "agreed": "on"}

    answer = client.post("/ja/join/through/dealer/", fields)

    assert answer["Location"] == "/ja/sign-in/code/"
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()
    answer = client.post("/ja/sign-in/code/", {"code": code_in(mails()[0])})
    assert answer["Location"] == "/ja/sell/register/"
    user = User.objects.get()
    assert user.email_confirmed_at is not None
    assert (user.language, user.has_usable_password()) == ("ja", False)
    assert SocialAccount.objects.get().uid == line.dialect.people[0].sub
    assert is_signed_in(client)


def test_line_without_an_address_asks_for_one(client: Client, line: OpenIdProvider) -> None:
    Walk(client, line).through(1, way="buyer")
    assert 'name="email"' in client.get("/en/join/through/buyer/").content.decode()

    answer = client.post("/en/join/through/buyer/", {**AGREED, "email": ""})
    assert answer.status_code == 422
    assert not User.objects.exists()

    client.post("/en/join/through/buyer/", {**AGREED, "email": "daisuke@shop.example.test"})
    client.post("/en/sign-in/code/", {"code": code_in(mails()[0])})
    assert SocialAccount.objects.get().user.email == "daisuke@shop.example.test"


def test_who_is_linked_signs_in_again(client: Client, one: OpenIdProvider, buyer_boateng: User) -> None:
    link(buyer_boateng, one)

    answer = Walk(client, one).through(next="/en/account/details/")

    assert answer["Location"] == "/en/account/details/"
    assert client.session["_auth_user_id"] == str(buyer_boateng.pk)
    assert LoginRecord.objects.get().method == one.dialect.name
    assert User.objects.count() == 1


def test_a_second_factor_is_asked_for_after_a_provider_too(
    client: Client, one: OpenIdProvider, buyer_boateng: User
) -> None:
    link(buyer_boateng, one)
    Authenticator.objects.create(user=buyer_boateng, type="totp", data={"secret": ""})

    answer = Walk(client, one).through(next="/en/account/details/")

    assert answer["Location"] == "/en/sign-in/second/"
    assert not is_signed_in(client)
    assert not LoginRecord.objects.exists()


def test_an_address_that_somebody_else_has_is_never_enough(client: Client, google: OpenIdProvider) -> None:
    """Google vouches for the address and it has an account here: nothing is merged until its owner has shown it is his."""
    owner = make.make_user(AMINA.email, display_name="Amina")
    answer = Walk(client, google).through(way="buyer")
    page = client.get(answer["Location"]).content.decode()

    assert "You have an account here already" in page
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()
    assert client.post("/en/join/through/buyer/", AGREED)["Location"] == "/en/join/through/"

    assert client.post("/en/join/through/prove/")["Location"] == "/en/sign-in/code/"
    answer = client.post("/en/sign-in/code/", {"code": code_in(mails()[0])})
    assert answer["Location"] == "/en/account/link/"
    assert not SocialAccount.objects.exists()
    assert "Link with Google?" in client.get("/en/account/link/").content.decode()
    client.post("/en/account/link/", {"answer": "yes"})
    assert SocialAccount.objects.get().user == owner
    assert mails()[-1]["subject"] == "Google now signs you in to JAPACAR"
    assert mails()[-1]["to"] == owner.email


@pytest.mark.parametrize(
    "person",
    [
        Person("1", "Mallory", "boateng@example.test", is_verified=False, domain="example.test"),
        Person("2", "Mallory", "boateng@example.test", is_verified="true", domain="example.test"),  # type: ignore[arg-type]
        Person("3", "Mallory", "boateng@example.test", is_verified=1, domain="example.test"),  # type: ignore[arg-type]
        Person("4", "Mallory", "boateng@example.test", domain="evil.example.test"),
        Person("5", "Mallory", "boateng@example.test"),
        Person("6", "Mallory", "BOATENG@EXAMPLE.TEST", domain=""),
        Person("7", "Mallory", "Ｂoateng@example.test", domain="ｅxample.test"),
    ],
)
def test_somebody_who_says_he_has_the_address_must_prove_it(
    client: Client, google: OpenIdProvider, buyer_boateng: User, person: Person
) -> None:
    Walk(client, google).through(person, way="buyer")
    answer = client.post("/en/join/through/buyer/", {**AGREED, "email": buyer_boateng.email})

    # The same as for an address that nobody has; the code goes to the owner, who need not do anything.
    assert answer["Location"] == "/en/sign-in/code/"
    assert not is_signed_in(client)
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()
    assert mails()[-1]["to"] == buyer_boateng.email
    buyer_boateng.refresh_from_db()
    assert buyer_boateng.display_name == "Kofi Boateng"


def test_lines_word_on_an_address_never_counts(client: Client, line: OpenIdProvider, buyer_boateng: User) -> None:
    person = Person("U1", "Mallory", buyer_boateng.email, is_verified=True, domain="example.test")
    line.dialect.claims(person, origin="", client_id="", nonce="", access_token="")
    Walk(client, line).through(person, way="sign_in")

    page = client.get("/en/join/through/").content.decode()

    assert "You are new here" in page
    assert not is_signed_in(client)


def test_a_code_joins_the_existing_account_only_after_a_word_of_its_owner(
    client: Client, line: OpenIdProvider, buyer_boateng: User
) -> None:
    Walk(client, line).through(way="buyer")
    client.post("/en/join/through/buyer/", {**AGREED, "email": buyer_boateng.email})

    answer = client.post("/en/sign-in/code/", {"code": code_in(mails()[-1])})

    assert answer["Location"] == "/en/account/link/"
    assert not SocialAccount.objects.exists()
    client.post("/en/account/link/", {"answer": "no"})
    assert not SocialAccount.objects.exists()
    assert client.get("/en/account/link/")["Location"] == "/en/account/"


def test_an_ordinary_sign_in_after_an_abandoned_one_links_nothing(client: Client, line: OpenIdProvider) -> None:
    Walk(client, line).through(way="buyer")
    client.post("/en/join/buyer/", {"display_name": "A", "email": "a@example.test", "of_age": "yes", "agreed": "on"})
    client.post("/en/sign-in/code/", {"code": code_in(mails()[0])})

    assert is_signed_in(client)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("missing", ["agreed", "of_age"])
def test_without_agreement_or_age_nothing_is_kept(client: Client, google: OpenIdProvider, missing: str) -> None:
    Walk(client, google).through(way="buyer")
    answer = client.post("/en/join/through/buyer/", {k: v for k, v in AGREED.items() if k != missing})

    assert answer.status_code == 422
    assert not User.objects.exists()
    assert not Event.objects.exists()
    assert not SocialAccount.objects.exists()


def test_declining_leaves_no_row(client: Client, one: OpenIdProvider) -> None:
    Walk(client, one).through(way="buyer")
    client.get("/en/join/through/buyer/")

    answer = client.post("/en/join/through/leave/")

    assert "Nothing was kept" in answer.content.decode()
    assert "/en/cars/" in answer.content.decode()
    for model in (User, Session, Agreement, SocialAccount, Event, LoginRecord):
        assert not model.objects.exists(), model
    assert client.get("/en/join/through/buyer/")["Location"] == "/en/join/"


def test_a_minor_who_comes_through_a_provider_waits_for_his_guardian(client: Client, google: OpenIdProvider) -> None:
    Walk(client, google).through(way="buyer")
    client.post("/en/join/through/buyer/", {**AGREED, "of_age": "no"})

    assert User.objects.get().status == User.Status.GUARDIAN_PENDING


def test_who_came_to_sign_in_and_is_unknown_chooses_a_door(client: Client, one: OpenIdProvider) -> None:
    Walk(client, one).through()
    page = client.get("/en/join/through/").content.decode()

    assert "/en/join/through/buyer/" in page
    assert "/en/join/through/dealer/" in page
    assert "/en/sign-in/?next=/en/account/link/" in page


def test_what_waits_is_forgotten_after_half_an_hour(client: Client, google: OpenIdProvider) -> None:
    Walk(client, google).through(way="buyer")
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        assert client.post("/en/join/through/buyer/", AGREED)["Location"] == "/en/join/"
    assert not User.objects.exists()


def test_who_may_not_sign_in_may_not_come_through_a_provider(
    client: Client, one: OpenIdProvider, buyer_boateng: User
) -> None:
    link(buyer_boateng, one)
    User.objects.update(status=User.Status.DISABLED)

    answer = Walk(client, one).through()

    assert "why=closed" in answer["Location"]
    assert not is_signed_in(client)


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(client: Client, google: OpenIdProvider, buyer_boateng: User, next: str) -> None:
    link(buyer_boateng, google)
    assert Walk(client, google).through(next=next)["Location"] == "/en/account/home/"


def test_a_refusal_at_the_provider_is_answered_kindly(client: Client, one: OpenIdProvider) -> None:
    walk = Walk(client, one, language="ja")
    walk.begin(way="buyer")
    answer = walk.come_back(walk.deny())

    assert answer["Location"] == f"/ja/sign-in/with/{one.dialect.name}/failed/?why=denied"
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "/ja/sign-in/" in page.content.decode()
    assert not User.objects.exists()


def test_each_button_stands_only_where_its_provider_is_configured(client: Client, settings: Any) -> None:
    pages = ("/en/sign-in/", "/en/join/buyer/", "/ja/join/dealer/")
    for path in pages:
        html = client.get(path)
        assert "sign-in/with/google/" in html.content.decode()
        assert "sign-in/with/line/" in html.content.decode()
        assert "form-action 'self' http://127.0.0.1:9" in html["Content-Security-Policy"]
    line = {**settings.SIGN_IN_PROVIDERS["line"], "secret": ""}
    settings.SIGN_IN_PROVIDERS = {"google": settings.SIGN_IN_PROVIDERS["google"], "line": line}
    assert "line" not in re.findall(r"sign-in/with/(\w+)/", client.get("/en/sign-in/").content.decode())
    assert client.post("/en/sign-in/with/line/").status_code == 404
    assert client.get("/sign-in/line/callback/?code=1&state=2").status_code == 404
    settings.SIGN_IN_PROVIDERS = {
        "google": {"id": "", "secret": "", "issuer": "https://accounts.google.com"},
        "line": line,
    }
    html = client.get("/en/sign-in/")
    assert "sign-in/with/" not in html.content.decode()
    assert "form-action 'self';" in html["Content-Security-Policy"]


def test_no_other_page_may_send_a_form_to_a_provider(client: Client, buyer_boateng: User) -> None:
    browser = SignedIn(buyer_boateng)
    for path in ("/en/account/details/", "/en/account/password/", "/en/cars/", "/en/sign-in/code/"):
        assert "form-action 'self';" in browser.get(path)["Content-Security-Policy"], path


def test_both_are_asked_through_egress_and_the_ledger_names_fields_without_values(
    client: Client, one: OpenIdProvider
) -> None:
    walk = Walk(client, one)
    walk.through(way="buyer")

    rows = list(Dispatch.objects.filter(recipient="idp").order_by("created_at"))
    assert {row.purpose for row in rows} == {f"sign_in_{one.dialect.name}"}
    assert {row.clause for row in rows} == {"PP-5-idp"}
    assert {row.recipient_ref for row in rows} == {"127.0.0.1"}
    (token,) = [row for row in rows if row.field_names]
    assert token.field_names == sorted(
        ["grant_type", "code", "redirect_uri", "client_id", "client_secret", "code_verifier"]
    )
    assert token.sealed_payload is None
    assert one.hits[one.dialect.paths["userinfo"]] == 0
