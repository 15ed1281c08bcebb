"""Photos are everybody's; all else opens only through a link made for one viewer, and only for a moment."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from japacar.files import actions, links, rules
from japacar.files.models import StoredFile
from japacar.kernel.inspection import Slot
from japacar.kernel.tests import hostile

pytestmark = pytest.mark.django_db
SLIP = hostile.pdf(pages=2)


@pytest.fixture
def photo() -> StoredFile:
    data = hostile.encoded(hostile.picture(700, 525), "JPEG")
    return actions.store(data, slot=Slot.PHOTO, owner_ref="vehicle:1", by="system")


@pytest.fixture
def slip(buyer_boateng) -> StoredFile:
    return actions.store(SLIP, slot=Slot.PROOF, owner_ref="payment:1", by=buyer_boateng)


# --- Photos ---


def test_anybody_gets_a_photo_for_a_year_and_no_cookie(photo, client):
    actions.make_renditions(str(photo.pk))

    for form in ("webp", "avif"):
        response = client.get(rules.photo_url(photo, 480, form))

        assert response.status_code == 200
        assert response["Content-Type"] == f"image/{form}"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Vary" not in response  # A browser would fetch all of them again after signing in.
        assert response["X-Content-Type-Options"] == "nosniff"
        assert not response.cookies


def test_a_photo_not_made_yet_is_a_calm_drawing_that_nobody_keeps(photo, client):
    response = client.get(rules.photo_url(photo, 480))

    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert response["Cache-Control"] == "no-store"
    assert b'width="700" height="525"' in response.content


def test_while_a_copy_is_missing_the_nearest_is_sent_but_not_kept(photo, client):
    actions.make_renditions(str(photo.pk))
    photo.renditions.filter(format="avif").delete()

    response = client.get(rules.photo_url(photo, 480, "avif"))

    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "no-store"


def test_a_small_photo_answers_a_wide_address_with_its_widest_copy(photo, client):
    actions.make_renditions(str(photo.pk))

    response = client.get(rules.photo_url(photo, 1280))

    assert response["Content-Type"] == "image/webp"
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/photos/{name}-481.webp", "/photos/{name}-480.jpg", "/photos/{other}-480.webp", "/photos/x-480.webp"]
)
def test_other_sizes_and_unknown_names_are_404(path, photo, client):
    assert client.get(path.format(name=photo.name, other="0" * 24)).status_code == 404


def test_the_name_of_a_private_file_opens_nothing(slip, client, as_user, buyer_boateng):
    actions.make_renditions(str(slip.pk))

    for browser in (client, as_user(buyer_boateng)):
        assert browser.get(f"/photos/{slip.name}-480.webp").status_code == 404


def test_the_sources_of_a_photo_are_its_copies_and_cost_no_query(photo, django_assert_num_queries):
    with django_assert_num_queries(0):
        sources = rules.photo_sources(photo, alt="Front left", widest=480)

    assert [width for _, width in sources["webp"]] == [160, 320, 480]
    assert [width for _, width in sources["avif"]] == [320, 480]
    assert sources["src"].endswith(f"{photo.name}-480.webp")
    assert (sources["width"], sources["height"], sources["alt"]) == (700, 525, "Front left")


# --- Private files ---


def test_a_link_opens_the_original_as_a_download_that_cannot_run(slip, as_user, buyer_boateng):
    url = links.signed_url(slip, viewer_ref=buyer_boateng.event_ref, name="JP-4F7K2M 証明")

    response = as_user(buyer_boateng).get(url)

    assert response.content == SLIP
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''JP-4F7K2M%20")
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_link_opens_a_page_as_a_picture(slip, as_user, buyer_boateng):
    first, second = links.page_urls(slip, viewer_ref=buyer_boateng.event_ref)
    browser = as_user(buyer_boateng)
    assert browser.get(first)["Content-Type"] == "image/svg+xml"

    actions.make_renditions(str(slip.pk))

    response = browser.get(second)
    assert response["Content-Type"] == "image/webp"
    assert "no-store" in response["Cache-Control"]
    assert browser.get(links.signed_url(slip, viewer_ref=buyer_boateng.event_ref, what="page-3")).status_code == 404


def test_a_link_works_for_no_other_viewer(slip, as_user, buyer_boateng, buyer_nkosi, staff_mori, client):
    url = links.signed_url(slip, viewer_ref=buyer_boateng.event_ref)

    for browser in (client, as_user(buyer_nkosi), as_user(staff_mori)):
        response = browser.get(url)

        assert response.status_code == 404
        assert b"%PDF" not in response.content


@pytest.mark.parametrize(("what", "seconds"), [("original", 60), ("page-1", 300)])
def test_a_link_dies_after_its_seconds_however_long_was_asked(what, seconds, slip, as_user, buyer_boateng):
    browser = as_user(buyer_boateng)
    url = links.signed_url(slip, viewer_ref=buyer_boateng.event_ref, what=what, seconds=86400)

    from japacar.kernel import clock

    begin = clock.now()
    with time_machine.travel(begin + timedelta(seconds=seconds - 2), tick=False):
        assert browser.get(url).status_code == 200
    with time_machine.travel(begin + timedelta(seconds=seconds + 2), tick=False):
        assert browser.get(url).status_code == 404


def test_a_changed_link_is_404(slip, as_user, buyer_boateng):
    browser = as_user(buyer_boateng)
    url = links.signed_url(slip, viewer_ref=buyer_boateng.event_ref)

    for at in (8, 20, len(url) // 2, len(url) - 3):
        changed = url[:at] + ("A" if url[at] != "A" else "B") + url[at + 1 :]
        assert browser.get(changed).status_code == 404
    assert browser.get("/files/nonsense/").status_code == 404
    assert browser.post(url).status_code in (403, 405)


def test_a_link_signed_for_another_purpose_opens_nothing(slip, as_user, buyer_boateng):
    from django.core import signing
    from django.urls import reverse

    token = signing.dumps([slip.pk.hex, 0, links._bound(buyer_boateng.event_ref), 2**40, ""], salt="something.else")

    assert as_user(buyer_boateng).get(reverse("files:private", kwargs={"token": token})).status_code == 404


def test_no_link_is_made_for_a_visitor(slip):
    for nobody in ("", "visitor"):
        with pytest.raises(ValueError, match="nobody"):
            links.signed_url(slip, viewer_ref=nobody)


def test_a_link_does_not_name_its_viewer(slip, buyer_boateng):
    import base64

    token = links.signed_url(slip, viewer_ref=buyer_boateng.event_ref).split("/")[2].split(":")[0].lstrip(".")
    payload = base64.urlsafe_b64decode(token + "==")

    assert buyer_boateng.event_ref.encode() not in payload


def test_a_photo_does_not_open_through_a_link(photo, as_user, buyer_boateng):
    url = links.signed_url(photo, viewer_ref=buyer_boateng.event_ref)

    assert as_user(buyer_boateng).get(url).status_code == 404


def test_a_deleted_file_is_gone_at_once(slip, as_user, buyer_boateng):
    url = links.signed_url(slip, viewer_ref=buyer_boateng.event_ref)
    actions.delete_file(slip)

    assert as_user(buyer_boateng).get(url).status_code == 404
    assert Client().get("/files/").status_code == 404
