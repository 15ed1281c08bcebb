"""A form posted twice: one effect, one answer, whoever repeats it and however close together."""

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.test import Client
from django.urls import path

from japacar.accounts.models import Attempt, Receipt, User
from japacar.accounts.receipts import answer_once
from tests.cast import SignedIn

PAUSE = threading.Event()


@login_not_required
@answer_once
def order(request: HttpRequest) -> HttpResponse:
    """One Attempt row stands for the effect; "wrong" is a form that comes back, "break" a fault."""
    Attempt.objects.create(bucket="effect")
    if request.POST.get("word") == "break":
        raise ZeroDivisionError
    if request.POST.get("word") == "wrong":
        return HttpResponse("correct it", status=400)
    PAUSE.wait(0.2)
    return redirect(f"/done/{Attempt.objects.count()}/")


urlpatterns = [path("order/", order), path("other/", order)]


@pytest.fixture(autouse=True)
def own_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


def effects() -> int:
    return Attempt.objects.filter(bucket="effect").count()


def form(**more: Any) -> dict[str, Any]:
    return {"form_key": str(uuid4()), "word": "go", **more}


@pytest.mark.django_db
def test_the_same_post_twice_has_one_effect_and_the_same_answer(client: Client) -> None:
    once = form()
    first, second = client.post("/order/", once), client.post("/order/", once)

    assert first["Location"] == second["Location"] == "/done/1/"
    assert second.status_code in {302, 303}
    assert effects() == 1


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused(client: Client) -> None:
    once = form()
    client.post("/order/", once)
    answer = client.post("/order/", {**once, "word": "stay"})

    assert answer.status_code == 422
    assert "Location" not in answer
    assert effects() == 1


@pytest.mark.django_db
def test_the_same_key_for_another_page_is_refused(client: Client) -> None:
    once = form()
    client.post("/order/", once)
    assert client.post("/other/", once).status_code == 422
    assert effects() == 1


@pytest.mark.django_db
def test_a_form_that_comes_back_leaves_no_receipt_and_may_be_corrected(client: Client) -> None:
    once = form(word="wrong")
    assert client.post("/order/", once).status_code == 400
    assert Receipt.objects.count() == 0

    assert client.post("/order/", {**once, "word": "go"}).status_code == 302
    assert Receipt.objects.count() == 1


@pytest.mark.django_db
def test_a_fault_leaves_neither_effect_nor_receipt(client: Client) -> None:
    client.raise_request_exception = False
    assert client.post("/order/", form(word="break")).status_code == 500
    assert effects() == Receipt.objects.count() == 0


@pytest.mark.django_db
def test_a_key_of_somebody_else_neither_shows_his_answer_nor_blocks(buyer_boateng: User, buyer_nkosi: User) -> None:
    once = form()
    first = SignedIn(buyer_boateng).post("/order/", once)
    second = SignedIn(buyer_nkosi).post("/order/", once)

    assert (first["Location"], second["Location"]) == ("/done/1/", "/done/2/")
    assert effects() == 2


@pytest.mark.django_db
def test_an_upload_is_part_of_the_body_and_still_readable_by_the_view(client: Client) -> None:
    once = form()
    first = client.post("/order/", {**once, "photo": SimpleUploadedFile("a.jpg", b"one")})
    again = client.post("/order/", {**once, "photo": SimpleUploadedFile("a.jpg", b"one")})
    other = client.post("/order/", {**once, "photo": SimpleUploadedFile("a.jpg", b"two")})

    assert first["Location"] == again["Location"]
    assert other.status_code == 422
    assert effects() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "not-a-key", "1" * 500, "\x00"])
def test_an_unreadable_key_is_no_key(client: Client, key: str) -> None:
    assert client.post("/order/", {"form_key": key, "word": "go"}).status_code == 302
    assert Receipt.objects.count() == 0


@pytest.mark.django_db
def test_a_very_long_answer_address_is_kept_whole(client: Client, monkeypatch: Any) -> None:
    far = HttpResponseRedirect("/done/?next=" + "x" * 2000)
    monkeypatch.setitem(globals(), "redirect", lambda address: far)
    once = form()
    assert client.post("/order/", once)["Location"] == client.post("/order/", once)["Location"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_two_posts_at_the_same_moment_have_one_effect(round_: int) -> None:
    once, answers = form(), []
    start = threading.Barrier(4)

    def post() -> None:
        start.wait()
        answers.append(Client().post("/order/", once))
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert effects() == 1
    assert {answer["Location"] for answer in answers} == {"/done/1/"}


@pytest.mark.django_db(transaction=True)
def test_of_two_wrong_forms_at_once_neither_is_lost() -> None:
    once, statuses = form(word="wrong"), []
    start = threading.Barrier(2)

    def post() -> None:
        start.wait()
        statuses.append(Client().post("/order/", once).status_code)
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [400, 400]
    assert Receipt.objects.count() == 0
