"""Second factors: an app's codes work once, recovery codes too; secrets lie sealed; the owner is told; staff keep one."""

import base64
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings

from japacar.accounts import factors, resealing
from japacar.accounts.beneath import SaidByNobody, belonging_to
from japacar.accounts.factors import APP, RECOVERY, Authenticator, code_of, new_secret
from japacar.accounts.models import Session, User
from japacar.accounts.tests.mailbox import code_in, mails
from japacar.kernel import clock
from japacar.kernel.ciphers import CannotOpen, KeyRing, new_key_line
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(buyer_boateng: User) -> str:
    secret = new_secret()
    factors.keep_app(buyer_boateng, secret=secret, name="Phone")
    return secret


def _row(user: User, kind: str = APP) -> Authenticator:
    return Authenticator.objects.get(user=user, type=kind)


def test_a_code_of_the_app_works_once_even_for_another_process(buyer_boateng: User, secret: str) -> None:
    code = code_of(secret)

    assert factors.check_app(buyer_boateng, code)
    assert not factors.check_app(buyer_boateng, code)
    assert not factors.check_app(buyer_boateng, code_of(secret, at=clock.now() - timedelta(seconds=30)))


@pytest.mark.parametrize(("seconds", "works"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_one_step_before_and_after_is_taken(
    buyer_boateng: User, secret: str, seconds: int, works: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)

    assert factors.check_app(buyer_boateng, code_of(secret, at=now + timedelta(seconds=seconds))) is works


def test_a_code_in_full_width_with_a_gap_is_the_same_code_and_no_second_one(buyer_boateng: User, secret: str) -> None:
    browser = SignedIn(buyer_boateng, proved=False)
    code = code_of(secret)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)

    assert browser.post("/en/account/prove/", {"way": "factor", "code": f"{wide[:3]} {wide[3:]}"}).status_code == 302
    again = SignedIn(buyer_boateng, proved=False)
    assert again.post("/en/account/prove/", {"way": "factor", "code": f"{code[:3]}-{code[3:]}"}).status_code == 422


def test_secrets_lie_sealed_for_their_row_and_open_for_nobody_else(
    buyer_boateng: User, buyer_nkosi: User, secret: str
) -> None:
    factors.make_recovery_codes(buyer_boateng)
    factors.keep_app(buyer_nkosi, secret=new_secret())

    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert base64.b32decode(secret).hex() not in stored
    Authenticator.objects.filter(user=buyer_nkosi).update(data=_row(buyer_boateng).data)
    with pytest.raises(CannotOpen):
        factors.check_app(buyer_nkosi, code_of(secret))
    with pytest.raises(SaidByNobody):
        factors.get_adapter().encrypt("something")
    with belonging_to(buyer_boateng, RECOVERY), pytest.raises(CannotOpen):
        factors.get_adapter().decrypt(_row(buyer_boateng).data["secret"])


def test_the_secret_of_an_app_that_is_being_set_up_lies_sealed_in_the_session(buyer_boateng: User) -> None:
    browser = SignedIn(buyer_boateng)
    page = browser.get("/ja/account/second-factors/app/").content.decode()
    found = re.search(r"data-copy-from>([A-Z2-7 ]+)<", page)
    assert found

    assert found[1].replace(" ", "") not in json.dumps(dict(browser.session.items()))
    assert "data:image/svg+xml;base64," in page


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_secret(buyer_boateng: User) -> None:
    browser = SignedIn(buyer_boateng)
    before = browser.get("/en/account/second-factors/app/").content.decode()
    secret = re.search(r"data-copy-from>([A-Z2-7 ]+)<", before)
    assert secret

    answer = browser.post("/en/account/second-factors/app/", {"code": "000000", "name": "My <b>phone"})

    assert answer.status_code == 422
    assert secret[1] in answer.content.decode()
    assert "My &lt;b&gt;phone" in answer.content.decode()
    assert not factors.has_second_factor(buyer_boateng)


def test_ten_recovery_codes_are_shown_once_and_each_works_once(buyer_boateng: User, secret: str) -> None:
    browser = SignedIn(buyer_boateng)
    shown = browser.post("/en/account/second-factors/recovery-codes/").content.decode()
    codes = re.findall(r"\b(\d{5} \d{5})\b", shown.partition("data-copy-from")[2].partition("</dd>")[0])

    assert len(set(codes)) == 10
    assert codes[0] not in browser.get("/en/account/second-factors/recovery-codes/").content.decode()
    prove = {"way": "factor", "code": codes[3]}
    assert SignedIn(buyer_boateng, proved=False).post("/en/account/prove/", prove).status_code == 302
    assert SignedIn(buyer_boateng, proved=False).post("/en/account/prove/", prove).status_code == 422
    assert factors.recovery_codes_left(buyer_boateng) == 9
    assert "A recovery code was used just now" in mails()[-1]["text"]
    browser.post("/en/account/second-factors/recovery-codes/")
    assert (
        SignedIn(buyer_boateng, proved=False).post("/en/account/prove/", prove | {"code": codes[4]}).status_code == 422
    )


def test_taking_the_last_one_away_tells_the_owner_and_ends_other_browsers(buyer_boateng: User, secret: str) -> None:
    factors.make_recovery_codes(buyer_boateng)
    browser, other = SignedIn(buyer_boateng), SignedIn(buyer_boateng)

    answer = browser.post(f"/en/account/second-factors/{_row(buyer_boateng).pk}/remove/")

    assert answer.status_code == 302
    assert not Authenticator.objects.filter(user=buyer_boateng).exists()
    assert Session.objects.filter(user=buyer_boateng).count() == 1
    assert other.get("/en/account/").status_code == 302
    assert "A second factor was removed" in mails()[-1]["text"]
    assert not browser.session.get("_second")


def test_staff_keep_at_least_one(staff_mori: User) -> None:
    factors.keep_app(staff_mori, secret=new_secret())

    answer = SignedIn(staff_mori).post(f"/en/account/second-factors/{_row(staff_mori).pk}/remove/", follow=True)

    assert "Staff keep at least one second factor" in answer.content.decode()
    assert factors.has_second_factor(staff_mori)


def test_a_factor_of_somebody_else_is_not_there(buyer_boateng: User, buyer_nkosi: User, secret: str) -> None:
    factor = _row(buyer_boateng).pk
    stranger = SignedIn(buyer_nkosi)

    assert stranger.get(f"/en/account/second-factors/{factor}/name/").status_code == 404
    assert stranger.post(f"/en/account/second-factors/{factor}/remove/").status_code == 404
    assert factors.has_second_factor(buyer_boateng)


def test_another_phone_replaces_the_first(staff_mori: User) -> None:
    old = new_secret()
    factors.keep_app(staff_mori, secret=old)
    browser = SignedIn(staff_mori)
    page = browser.get("/en/account/second-factors/app/").content.decode()
    found = re.search(r"data-copy-from>([A-Z2-7 ]+)<", page)
    assert found
    new = found[1].replace(" ", "")

    browser.post("/en/account/second-factors/app/", {"code": code_of(new), "name": "New phone"})

    assert not factors.check_app(staff_mori, code_of(old, at=clock.now() + timedelta(seconds=30)))
    assert factors.check_app(staff_mori, code_of(new, at=clock.now() + timedelta(seconds=30)))


def test_a_new_key_of_the_ring_reseals_them(buyer_boateng: User, secret: str, settings: Any) -> None:
    [code, *_] = factors.make_recovery_codes(buyer_boateng)
    older = django_settings.FIELD_KEYS
    newer = KeyRing.from_lines(new_key_line("k9")).keys
    settings.FIELD_KEYS = KeyRing((*newer, *older.keys))
    assert resealing.secrets_under_older_keys() == 2

    assert resealing.reseal_factors() == (2, 0, 0)

    settings.FIELD_KEYS = KeyRing(newer)
    assert factors.check_app(buyer_boateng, code_of(secret))
    assert factors.check_recovery_code(buyer_boateng, code)
    assert resealing.reseal_factors() == (0, 0, 0)


def test_what_no_key_opens_is_counted_as_lost(buyer_boateng: User, secret: str, settings: Any) -> None:
    settings.FIELD_KEYS = KeyRing.from_lines(new_key_line("k9"))

    assert resealing.reseal_factors() == (0, 0, 1)
    assert _row(buyer_boateng).data["secret"]


def test_the_new_address_is_confirmed_by_its_code_and_the_old_one_told(buyer_boateng: User) -> None:
    browser, other, old = SignedIn(buyer_boateng), SignedIn(buyer_boateng), buyer_boateng.email
    browser.post("/en/account/email/", {"email": "Kofi@New.example.test"})
    asked = mails()[-1]
    assert asked["to"] == "kofi@new.example.test"
    assert browser.post("/en/account/email/code/", {"code": "000000"}).status_code == 422

    answer = browser.post("/en/account/email/code/", {"code": code_in(asked)})

    assert answer.url == "/en/account/"
    buyer_boateng.refresh_from_db()
    assert buyer_boateng.email == "kofi@new.example.test"
    assert mails()[-1]["to"] == old
    assert "was changed just now" in mails()[-1]["text"]
    assert other.get("/en/account/").status_code == 302
    assert browser.get("/en/account/").status_code == 200


def test_a_code_counts_for_the_address_it_was_sent_to(buyer_boateng: User, buyer_nkosi: User) -> None:
    """Two browsers of one thief: the code that came to his own address confirms no other."""
    one, two = SignedIn(buyer_boateng), SignedIn(buyer_boateng)
    one.post("/en/account/email/", {"email": "victim@example.test"})
    two.post("/en/account/email/", {"email": "thief@example.test"})

    assert one.post("/en/account/email/code/", {"code": code_in(mails()[-1])}).status_code == 422
    buyer_boateng.refresh_from_db()
    assert buyer_boateng.email == "boateng@example.test"


def test_an_address_of_somebody_else_is_told_only_to_whoever_reads_its_mail(
    buyer_boateng: User, buyer_nkosi: User
) -> None:
    browser = SignedIn(buyer_boateng)
    taken = browser.post("/en/account/email/", {"email": buyer_nkosi.email})
    free = SignedIn(buyer_boateng).post("/en/account/email/", {"email": "nobody@example.test"})
    assert (taken.status_code, taken.url) == (free.status_code, free.url)
    browser.post("/en/account/email/", {"email": buyer_nkosi.email})

    answer = browser.post("/en/account/email/code/", {"code": code_in(mails()[-1])}, follow=True)

    assert "belongs to another account" in answer.content.decode()
    buyer_boateng.refresh_from_db()
    assert buyer_boateng.email == "boateng@example.test"


def test_an_address_that_nobody_confirmed_holds_nobody_back(buyer_boateng: User) -> None:
    make.make_user("kofi@new.example.test", email_confirmed_at=None)
    browser = SignedIn(buyer_boateng)
    browser.post("/en/account/email/", {"email": "kofi@new.example.test"})

    browser.post("/en/account/email/code/", {"code": code_in(mails()[-1])})

    buyer_boateng.refresh_from_db()
    assert buyer_boateng.email == "kofi@new.example.test"


@pytest.mark.parametrize(
    "password",
    [
        "japacarjapacar",
        "ToyotaNissan12",
        "中古車パスワード日本トヨタ",
        "日本車貿易合同会社くるま",
        "aaaaaaaaaaaaaa",
        "abcdefghijklmnop",
        "123456789012345",
    ],
)
def test_a_password_that_everybody_tries_here_is_refused(buyer_boateng: User, password: str) -> None:
    answer = SignedIn(buyer_boateng).post("/en/account/password/", {"password": password})

    assert answer.status_code == 422
    buyer_boateng.refresh_from_db()
    assert not buyer_boateng.has_usable_password()


def test_hashes_have_the_cost_that_is_written_down() -> None:
    buyer = make.make_user()
    buyer.set_password("a sentence is a good password")

    assert buyer.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert buyer.check_password("a sentence is a good password")
