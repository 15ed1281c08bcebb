"""What the declarations say as a whole: every clause is one of the policy's, and what the policy lists has its fields."""

import pytest

from japacar.accounts.models import User
from japacar.egress.models import Dispatch
from japacar.kernel.declarations import NotPersonal, Personal, Recipient
from japacar.members.models import BuyerProfile, Consignee, Dealer
from japacar.privacy.registry import all_declarations, declaration, fields_by_clause, personal_fields

# The sections of the policy under which something is kept of a person.
SECTIONS = {"1.1", "1.2", "1.3", "2", "3", "4", "5", "6", "7.1", "8.1", "9", "10", "11", "13", "14"}
# Of birth and identity papers a buyer's and a consignee's tables know nothing (PP-1.1-c, PP-1.1-d).
FORBIDDEN = ("birth", "born", "dob", "passport", "licence", "license", "identity", "tax", "national", "gender", "sex")


def personal() -> dict[str, Personal]:
    return {str(name): said for name, said in all_declarations().items() if isinstance(said, Personal)}


def test_every_clause_is_a_section_of_the_policy() -> None:
    assert {said.section for said in personal().values()} <= SECTIONS


def test_fields_by_clause_hold_every_personal_field_once() -> None:
    listed = [str(name) for names in fields_by_clause().values() for name in names]

    assert sorted(listed) == sorted(personal())


def test_a_field_can_be_asked_for() -> None:
    email = declaration(User, "email")

    assert isinstance(email, Personal)
    assert Recipient.MAIL in email.recipients
    assert isinstance(declaration(Dispatch, "state"), NotPersonal)
    assert "email" in personal_fields(User)
    with pytest.raises(KeyError):
        declaration(User, "shoe_size")


@pytest.mark.parametrize("model", [BuyerProfile, Consignee])
def test_of_buyer_and_consignee_nothing_is_kept_but_what_the_policy_lists(model: type) -> None:
    names = [field.name for field in model._meta.get_fields()]

    assert not [name for name in names for word in FORBIDDEN if word in name.split("_")]


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (
            Dealer,
            {
                "name_ja", "name_en", "representative_kanji", "representative_kana", "representative_roman",
                "representative_born_on", "corporate_number", "invoice_number", "phone", "postal_code", "prefecture",
                "city", "street", "permit_photo", "permit_number",
            },
        ),
        (BuyerProfile, {"name", "address", "phone", "destination_port"}),
        (Consignee, {"name", "email", "country", "address", "phone"}),
    ],
)  # fmt: skip
def test_what_section_1_1_lists_is_declared_under_it(model: type, fields: set[str]) -> None:
    said = personal_fields(model)

    assert fields <= set(said)
    assert {said[name].section for name in fields} == {"1.1"}


def test_a_date_of_birth_an_account_number_and_a_password_are_sensitive() -> None:
    assert personal()["members.Dealer.representative_born_on"].sensitive
    assert personal()["members.BankAccount.sealed_account_number"].sensitive
    assert personal()["accounts.User.password"].sensitive


def test_every_row_of_money_outlives_the_account() -> None:
    """Books are kept for seven years (PP-10-c), so nothing of the payments room goes with the account."""
    kept = {said.retention.name for name, said in personal().items() if name.startswith("payments.")}

    assert kept <= {"TRANSACTION_7Y"}
