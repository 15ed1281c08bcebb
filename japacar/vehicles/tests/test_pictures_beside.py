"""The dealer's own pictures beside the values of the editor: for him alone, one day at most, and gone with the sale."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from japacar.certificates.actions import forget_pages
from japacar.certificates.models import CodeSearch, Reading
from japacar.certificates.reading_files import read_files
from japacar.certificates.tests import codes
from japacar.files.models import StoredFile
from japacar.vehicles.actions import searching
from japacar.vehicles.actions.uncovered import forget_uncovered
from japacar.vehicles.models import Vehicle
from japacar.vehicles.tests.test_selling_from_photos import NEW, PLATE_ROW, SPEC_ROW, code_photo, editor
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db


def listed(sato: SignedIn, *rows) -> Vehicle:
    sato.post(NEW, {"do": "certificate", "certificate": [code_photo(row) for row in rows]})
    return Vehicle.objects.get()


def age(reading: Reading, hours: int) -> None:
    """Its pages wait so many hours longer."""
    for page in reading.pages:
        page["at"] = (datetime.fromisoformat(page["at"]) - timedelta(hours=hours)).isoformat()
    reading.save(update_fields=["pages"])


def codes_on(page: str) -> int:
    """How many pictures of codes there are; one may stand beside several values."""
    return len(set(re.findall(r'<img class="crop code" src="([^"]*)"', page)))


def files_of(pictures) -> list[UUID]:
    return [UUID(each["file"]) for each in pictures]


def test_the_page_stands_above_the_values_and_opens_large(sato):
    vehicle = listed(sato, [*SPEC_ROW, PLATE_ROW[0]], [PLATE_ROW[1]])
    page = sato.get(editor(vehicle)).content.decode()
    assert page.count('<img class="page"') == 2
    # The specification is one strip, the plate's code two symbols in two pictures.
    assert codes_on(page) == 3
    address = page.partition('<figure class="pages"><a href="')[2].partition('"')[0]
    answer = sato.get(address.replace("&amp;", "&"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert all(file.sealed for file in StoredFile.objects.all())


def test_after_a_day_the_pages_go_and_the_codes_stay(sato):
    vehicle = listed(sato, [*SPEC_ROW, *PLATE_ROW])
    pages, cuts = files_of(vehicle.reading.pages), files_of(vehicle.reading.cuts.values())
    assert (len(pages), len(cuts)) == (1, 2)
    assert forget_pages() == 0
    age(vehicle.reading, 24)
    assert forget_pages() == 1
    assert forget_pages() == 0
    assert not StoredFile.objects.filter(pk__in=pages).exists()
    assert StoredFile.objects.filter(pk__in=cuts).count() == 2
    page = sato.get(editor(vehicle)).content.decode()
    assert '<img class="page"' not in page
    assert codes_on(page) == 2


def test_a_page_that_another_reading_took_over_is_not_younger_for_it(sato):
    vehicle = listed(sato, PLATE_ROW)
    first = files_of(vehicle.reading.pages)
    age(vehicle.reading, 22)
    sent = {"do": "certificate", "certificate": code_photo(SPEC_ROW), "chassis_no": vehicle.chassis_no}
    sato.post(editor(vehicle), sent)
    vehicle.refresh_from_db()
    assert len(vehicle.reading.pages) == 2
    age(vehicle.reading, 2)
    assert forget_pages() == 1
    vehicle.reading.refresh_from_db()
    assert len(vehicle.reading.pages) == 1
    assert not StoredFile.objects.filter(pk__in=first).exists()


def test_with_the_sale_nothing_stays(sato):
    vehicle = listed(sato, [*SPEC_ROW, *PLATE_ROW])
    forget_uncovered(vehicle)
    vehicle.reading.refresh_from_db()
    assert (vehicle.reading.pages, vehicle.reading.cuts) == ([], {})
    assert not StoredFile.objects.exists()


def test_a_second_photo_adds_its_page_and_loses_none(sato):
    vehicle = listed(sato, PLATE_ROW)
    first = files_of(vehicle.reading.pages)
    sent = {"do": "certificate", "certificate": code_photo(SPEC_ROW), "chassis_no": vehicle.chassis_no}
    sato.post(editor(vehicle), sent)
    vehicle.refresh_from_db()
    assert len(vehicle.reading.pages) == 2
    assert files_of(vehicle.reading.pages)[:1] == first
    assert StoredFile.objects.filter(pk__in=files_of(vehicle.reading.pages)).count() == 2


def test_pages_of_another_certificate_take_nothing_over(sato):
    vehicle = listed(sato, [*SPEC_ROW, *PLATE_ROW])
    old = [*files_of(vehicle.reading.pages), *files_of(vehicle.reading.cuts.values())]
    other = [
        *codes.row_of(codes.OTHER_SPEC.encode(), (30, 60)),
        *codes.row_of(codes.OTHER_PLATE.encode("cp932"), (20,)),
    ]
    sato.post(editor(vehicle), {"do": "certificate", "certificate": code_photo(other)})
    vehicle.refresh_from_db()
    assert vehicle.reading.facts.chassis_no == "GRS200-0012345"
    assert len(vehicle.reading.pages) == 1
    assert not StoredFile.objects.filter(pk__in=old).exists()


def test_what_a_search_finds_for_a_car_that_a_deal_took_leaves_no_picture(sato, monkeypatch):
    sato.post(NEW, {"do": "certificate", "certificate": [code_photo(PLATE_ROW)]})
    vehicle, [search] = Vehicle.objects.get(), CodeSearch.objects.open()
    before = vehicle.reading.fields
    whole = code_photo([*SPEC_ROW, *PLATE_ROW]).read()
    monkeypatch.setattr(searching, "read_files", lambda _files, after_each: read_files([whole]))

    def taken(*_vehicle, **_more):
        raise searching.WrongState

    monkeypatch.setattr(searching, "fill_from_certificate", taken)
    searching.search_codes(search.pk)

    assert [each.fields for each in Reading.objects.all()] == [before]
    assert not StoredFile.objects.exists()
