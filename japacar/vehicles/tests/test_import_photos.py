"""Photos as an archive: found by their names, whoever packed them, and nothing else of the archive does anything."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from japacar.files.models import StoredFile
from japacar.kernel.tests import hostile
from japacar.vehicles import tasks
from japacar.vehicles.bulk import photographing
from japacar.vehicles.bulk.archives import meant_by
from japacar.vehicles.bulk.models import PhotoArchive
from tests import make

PHOTOS = "/en/sell/stock/photos/"


def picture(number: int) -> bytes:
    return hostile.encoded(hostile.picture(320 + number, 240), "JPEG")


def archive(entries: dict[str, bytes], *, names: str = "utf-8") -> bytes:
    """As programs write it that say nothing of the encoding of their names: made with names as long, which are then replaced."""
    out, raw = io.BytesIO(), [name.encode(names) for name in entries]
    stand_ins = [f"{number:05}".rjust(len(name), "~") for number, name in enumerate(raw)]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for stand_in, content in zip(stand_ins, entries.values(), strict=True):
            packed.writestr(stand_in, content)
    data = out.getvalue()
    for stand_in, name in zip(stand_ins, raw, strict=True):
        data = data.replace(stand_in.encode(), name)
    return data


def send(person, data: bytes, **said: str) -> PhotoArchive:
    answer = person.post(PHOTOS, {"file": SimpleUploadedFile("photos.zip", data), **said})
    assert answer.status_code == 302, answer.content.decode()
    found = PhotoArchive.objects.get(pk=answer["Location"].split("/")[-2])
    tasks.take_photos(archive_id=str(found.pk))
    found.refresh_from_db()
    return found


def test_photos_find_their_cars_in_order_and_the_rest_is_reported(sato, aoba):
    car = make.make_vehicle(aoba, stock_number="A-12", status="draft")
    entries = {
        "A-12_02.jpg": picture(2), "a-12_01.jpg": picture(1), "shop/A-12/10.jpg": picture(3),
        "A-12_03_chassis.jpg": picture(4), "B-7_01.jpg": picture(5), "A-12_04.jpg": b"no picture",
        "__MACOSX/._A-12_01.jpg": b"x", "Thumbs.db": b"x", "A-12_05.jpg": picture(1),
    }  # fmt: skip

    found = send(sato, archive(entries))

    assert [(p.file.width, p.angle, p.is_private) for p in car.photos.select_related("file")] == [
        (321, "other", False), (322, "other", False), (324, "chassis_plate", True), (323, "other", False),
    ]  # fmt: skip
    reasons = {line["name"]: line["reason"] for line in found.report}
    assert "No car of your stock" in reasons["B-7_01.jpg"]
    assert "picture" in reasons["A-12_04.jpg"]
    assert "already" in reasons["A-12_05.jpg"]
    assert len(reasons) == 7
    assert found.state == "done"
    assert not StoredFile.objects.filter(media_type="application/zip").exists()
    page = sato.get(f"{PHOTOS}{found.pk}/").content.decode()
    assert "4 photos are in your listings" in page


@pytest.mark.parametrize("names", ["cp932", "utf-8"])
def test_names_of_japanese_programs_are_read(sato, aoba, names):
    car = make.make_vehicle(aoba, stock_number="在庫１２", status="draft")

    found = send(
        sato, archive({"写真/在庫12_01.jpg": picture(1), "写真/在庫１２_車台番号.jpg": picture(2)}, names=names)
    )

    assert [line["reason"] for line in found.report] == ["", ""]
    assert set(car.photos.values_list("angle", flat=True)) == {"other", "chassis_plate"}


@pytest.mark.parametrize(
    ("name", "stock", "place"),
    [
        ("A-1_01.jpg", "A-1", 1),
        ("A-1.jpg", "A-1", 0),
        ("A-1-2.jpg", "A-1-2", 0),
        ("A-1-3.jpg", "A-1", 3),
        ("A-1 (4).JPG", "A-1", 4),
        ("ａ－１＿０５.jpg", "A-1", 5),
        ("A-1/6.jpg", "A-1", 6),
        ("A\\A-1\\IMG_0007.jpg", "A-1", 7),
        ("A-11_01.jpg", None, 0),
        ("../../A-1_01.jpg", "A-1", 1),
        ("/etc/passwd", None, 0),
        ("A-1" + "_" * 40_000 + ".jpg", "A-1", 0),
    ],
)
def test_a_name_means_one_car_or_none(name, stock, place):
    meant = meant_by(name, ["A-1", "A-1-2", "B"])

    assert (meant.stock if meant else None) == stock
    assert meant is None or meant.place == place


def _bomb() -> bytes:
    return archive({f"A-{n}.jpg": b"\0" * 14_000_000 for n in range(80)})


def _lying() -> bytes:
    """An entry that says it is small and is not."""
    data = bytearray(archive({"A-12_01.jpg": b"\0" * 300_000}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(mark) + place
        data[at : at + 4] = (1_000).to_bytes(4, "little")
    return bytes(data)


def _locked() -> bytes:
    data = bytearray(archive({"A-12_01.jpg": picture(1)}))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: b"no archive", "no ZIP archive"),
        (lambda: archive({"A-12_01.jpg": picture(1)})[:200], "no ZIP archive"),
        (lambda: archive({}), "holds no files"),
        (lambda: archive({f"{n:05}": b"" for n in range(2_001)}), "more than 2,000"),
        (_bomb, "far more than photos"),
        (_locked, "password"),
    ],
    ids=["nothing", "half", "empty", "many", "bomb", "locked"],
)
def test_a_hostile_archive_is_refused_in_words(sato, aoba, made, words):
    answer = sato.post(PHOTOS, {"file": SimpleUploadedFile("photos.zip", made())})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("content", ["lying", "archive", "svg", "huge"])
def test_an_entry_that_is_no_picture_is_named_and_left_out(sato, aoba, content):
    car = make.make_vehicle(aoba, stock_number="A-12", status="draft")
    inner = archive({"A-12_01.jpg": picture(1)})
    data = {
        "lying": _lying,
        "archive": lambda: archive({"A-12_01.zip": inner}),
        "svg": lambda: archive({"A-12_01.jpg": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}),
        "huge": lambda: archive({"A-12_01.jpg": b"\xff\xd8\xff" + b"\0" * 16_000_000}),
    }[content]()

    found = send(sato, data)

    assert found.report[0]["reason"]
    assert not car.photos.exists()


def test_nothing_is_written_where_a_name_points_to(sato, aoba, tmp_path):
    make.make_vehicle(aoba, stock_number="A-12", status="draft")
    send(sato, archive({"../../../../tmp/A-12_01.jpg": picture(1), "/A-12_02.jpg": picture(2)}))

    assert not list(tmp_path.rglob("*A-12*"))


def test_only_the_own_stock_gets_photos(sato, aoba, minato):
    theirs = make.make_vehicle(minato, stock_number="M-1", status="draft")

    found = send(sato, archive({"M-1_01.jpg": picture(1)}))

    assert "No car of your stock" in found.report[0]["reason"]
    assert not theirs.photos.exists()


def test_a_run_that_is_killed_goes_on_and_adds_nothing_twice(sato, aoba, monkeypatch):
    car = make.make_vehicle(aoba, stock_number="A-12", status="draft")
    real, calls = photographing._take_one, []

    def dying(*given):
        calls.append(given)
        if len(calls) == 3:
            raise SystemExit
        return real(*given)

    monkeypatch.setattr(photographing, "_take_one", dying)
    with pytest.raises(SystemExit):
        send(sato, archive({f"A-12_{n:02}.jpg": picture(n) for n in range(5)}))
    assert car.photos.count() == 2
    monkeypatch.setattr(photographing, "_take_one", real)
    tasks.take_photos(archive_id=str(PhotoArchive.objects.get().pk))
    assert car.photos.count() == 5


def test_cars_that_have_everything_now_go_on_sale(sato, aoba, settings):
    settings.LISTING_REVIEW_FIRST = 0
    car = make.make_vehicle(aoba, stock_number="A-12", status="draft")
    lacking = make.make_vehicle(aoba, stock_number="A-13", status="draft", colour="")
    photos = {f"{stock}_{n}.jpg": picture(n) for stock in ("A-12", "A-13") for n in range(3)}

    found = send(sato, archive(photos), publishes="on")

    car.refresh_from_db()
    lacking.refresh_from_db()
    assert (car.status, lacking.status) == ("published", "draft")
    assert "Choose the colour" in found.report[-1]["reason"]
