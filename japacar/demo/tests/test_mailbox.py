"""The page of an outgoing mail."""

import pytest

from japacar.accounts.codes import send_code
from japacar.accounts.models import SignInCode
from japacar.accounts.tests.mailbox import code_in, mails
from japacar.demo.views import CODE
from tests import make


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_code_of_a_mail_stands_out(language: str) -> None:
    send_code(make.make_buyer(language=language), purpose=SignInCode.Purpose.SIGN_IN)
    newest = mails()[-1]
    found = CODE.search(newest["text"])
    assert found is not None
    assert found[1].replace(" ", "") == code_in(newest)
