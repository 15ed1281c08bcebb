"""The words of the declarations are complete, and a careless declaration fails where it stands."""

import pytest

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Recipient, Retention, Role


def test_there_are_the_eleven_purposes_of_the_policy() -> None:
    assert len(Purpose) == 11


@pytest.mark.parametrize("member", [*Purpose, *Retention])
def test_every_purpose_and_retention_is_one_sentence(member: Purpose | Retention) -> None:
    assert member.value.endswith(".")
    assert len(member.value.split()) >= 3


def test_every_recipient_has_a_role_and_a_country() -> None:
    assert all(each.code and isinstance(each.role, Role) and each.country for each in Recipient)
    assert len({each.code for each in Recipient}) == len(Recipient)


@pytest.mark.parametrize("clause", ["1.1", "1.1/seller", "1.3", "8", "10", "1.1/quote-request"])
def test_a_clause_names_a_section_of_the_policy(clause: str) -> None:
    declared = Personal(clause, Purpose.SERVICE, Retention.ACCOUNT)

    assert declared.section == clause.split("/")[0]
    assert declared.purposes == (Purpose.SERVICE,)
    assert (declared.channel, declared.recipients, declared.sensitive) == (Channel.FORM, (), False)


@pytest.mark.parametrize("clause", ["", "PP-1.1-b", "1.1.1", "1.1/", "1.1/Seller", "1.", "seller"])
def test_other_clauses_are_refused(clause: str) -> None:
    with pytest.raises(ValueError, match="clause"):
        Personal(clause, Purpose.SERVICE, Retention.ACCOUNT)


@pytest.mark.parametrize(
    ("purpose", "recipients"),
    [
        ((), ()),
        ((Purpose.SERVICE, Purpose.SERVICE), ()),
        (Purpose.SERVICE, (Recipient.MAIL, Recipient.MAIL)),
        ("service", ()),
    ],
)
def test_empty_and_doubled_declarations_are_refused(purpose, recipients) -> None:
    with pytest.raises(ValueError, match=r"purpose|twice"):
        Personal("1.1", purpose, Retention.ACCOUNT, recipients)


def test_wrong_kinds_are_refused() -> None:
    with pytest.raises(TypeError):
        Personal("1.1", Purpose.SERVICE, "account")
    with pytest.raises(TypeError):
        Personal("1.1", Purpose.SERVICE, Retention.ACCOUNT, Recipient.MAIL)


def test_not_personal_needs_a_reason() -> None:
    assert NotPersonal("counts cars").reason
    with pytest.raises(ValueError, match="why"):
        NotPersonal("  ")
