"""The addresses of the pages of money, and what people send to them."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from japacar.kernel import clock
from japacar.payments.models import PaymentRequest
from tests import drive
from tests.cast import SignedIn

# The account number of tests/make.py: where it may not be, it must not be found.
CANARY = "7654321"


def pay_url(payment: PaymentRequest, language: str = "en") -> str:
    return f"/{language}/deals/{payment.deal.code}/payment/{payment.code}/"


def funds_url(payment: PaymentRequest, then: str = "") -> str:
    return f"/en/deals/{payment.deal.code}/funds/{payment.code}/{then}"


def slip(shade: str = "white", name: str = "IMG_0042.HEIC.jpg") -> SimpleUploadedFile:
    """A photo as a phone sends it: a JPEG with its own odd name."""
    picture = BytesIO()
    Image.new("RGB", (300, 400), shade).save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue(), content_type="image/jpeg")


def seller(payment: PaymentRequest) -> Client:
    user = drive.seller_of(payment.deal).user
    assert user is not None
    return SignedIn(user)


def post_proof(client: Client, payment: PaymentRequest, file: Any, key: str = "") -> Any:
    return client.post(pay_url(payment), {"proof": file, "form_key": key or str(uuid4())})


def funds(**over: str) -> dict[str, str]:
    said = {"amount": "3,487,000", "value_on": clock.today_jst().isoformat(), "bank_reference": "FT2611-0397"}
    return {**said, "form_key": str(uuid4()), **over}
