"""Makers and models by the names that papers and people use. The one thing to know: a make needs no row beforehand; the row
comes with the first vehicle, also of a make that no table knows, under the name that its dealer wrote."""

import re
from functools import cache

from django.db.models import Q
from django.utils.text import slugify

from japacar.certificates.tables import MAKES
from japacar.kernel import frame_numbers, ids
from japacar.kernel.text import fold_search
from japacar.vehicles.models import CarModel, Make, Vehicle

#: The choice of a make that is not in the list; no slug is written so.
OTHER = "+"

# What stands at 車名 where there is no maker to name.
_NO_NAMES = frozenset({"不明", "組立", "自作", "その他"})
# Where a certificate's first spelling is not the one that dealers write.
_WRITTEN = {
    "Nissan": "日産",
    "Mitsubishi": "三菱",
    "Hino": "日野",
    "Isuzu": "いすゞ",
    "Subaru": "スバル",
    "Mitsuoka": "光岡",
}


@cache
def _known() -> dict[str, tuple[str, str]]:
    """slug -> (English, Japanese) of every maker that the certificate's code tables name."""
    known: dict[str, tuple[str, str]] = {}
    for written, english in MAKES.items():
        known.setdefault(slugify(english), (english, _WRITTEN.get(english, written)))
    return known


def make_choices(language: str) -> list[tuple[str, str]]:
    """(slug, name) of the makes on file and of those a certificate can name, in the order of their English names."""
    rows = {make.slug: (make.name_en, make.name_ja) for make in Make.objects.all()}
    both = {**_known(), **rows}
    ordered = sorted(both.items(), key=lambda item: item[1][0].casefold())
    return [(slug, ja if language == "ja" else en) for slug, (en, ja) in ordered]


def make_called(slug: str) -> Make | None:
    """The make with this slug; its row is made when only the code tables know it. None for an unknown one."""
    found = Make.objects.filter(slug=slug).first()
    if found is None and slug in _known():
        english, japanese = _known()[slug]
        found, _ = Make.objects.get_or_create(slug=slug, defaults={"name_en": english, "name_ja": japanese})
    return found


def find_make(name: str) -> Make | None:
    """The make that a person or a paper means by a slug or any of its names; None for one that nobody knows."""
    # Most often it is a slug, or the English name from which that is made: the names of all makes are not asked for then.
    found = make_called(slugify(name)) if name.isascii() else None
    return found or make_called(makes_by_name().get(folded(name), ""))


def make_named(name: str) -> Make:
    """The make that a person means by this slug or name; one that nobody has listed yet comes to be, under this name."""
    found = find_make(name)
    if found is None:
        slug = slugify(name)[:40]
        if not slug or Make.objects.filter(slug=slug).exists():
            slug = f"make-{ids.secret_token()[:8].lower()}"
        found, _ = Make.objects.get_or_create(slug=slug, defaults={"name_en": name, "name_ja": name})
    return found


def is_unheard_of(make: Make) -> bool:
    """Whether no table knows it and no car of it has been on sale."""
    return make.slug not in _known() and not Vehicle.objects.filter(make=make, published_at__isnull=False).exists()


def make_of_certificate(name: str | None) -> Make | None:
    """The make for the name that a reading holds (`CertificateFields.make`): English where the tables know it, else as printed."""
    return find_make(name) if name else None


def unlisted_of(vehicle: Vehicle) -> str:
    """The make as the vehicle's certificate writes it, where it names one that is not in the list; else empty."""
    written = (vehicle.reading.facts.make or "") if vehicle.reading else ""
    is_name = written not in _NO_NAMES and any(map(str.isalpha, written))
    return written if is_name and folded(written) not in makes_by_name() else ""


def folded(name: str) -> str:
    """The form in which two spellings of a name are equal: width, case, kana, spaces and hyphens ignored."""
    return re.sub(r"[\W_]+", "", fold_search(name))


def makes_by_name() -> dict[str, str]:
    """Folded name -> slug, of every make on file and every one that a certificate can name."""
    known: dict[str, str] = {}
    for make in Make.objects.all():
        for name in (make.name_en, make.name_ja, make.slug, *make.also.split()):
            known.setdefault(folded(name), make.slug)
    for written, english in MAKES.items():
        for name in (written, english):
            known.setdefault(folded(name), slugify(english))
    return known


def names_of(slug: str) -> tuple[str, str]:
    """English and Japanese name of a make that is on file or in the code tables."""
    found = Make.objects.filter(slug=slug).values_list("name_en", "name_ja").first()
    return found or _known()[slug]


def models_by_name(slug: str) -> dict[str, CarModel]:
    """Folded name -> model, of one make. Its own names win over the other spellings of its neighbours."""
    models = list(CarModel.objects.filter(make__slug=slug).select_related("make"))
    known = {folded(name): model for model in reversed(models) for name in model.also.split()}
    return known | {folded(name): model for model in reversed(models) for name in (model.name_ja, model.name_en)}


def find_model(slug: str, name: str) -> CarModel | None:
    """The make's model that a person means, by any of its names or other spellings."""
    return models_by_name(slug).get(folded(name))


def new_model(make: Make, name: str) -> CarModel:
    """A model that nobody has listed yet, under the name that the dealer gave it in either language."""
    found = find_model(make.slug, name)
    if found is not None:
        return found
    slug = slugify(name)[:60] or f"model-{ids.secret_token()[:8].lower()}"
    model, _ = CarModel.objects.get_or_create(make=make, slug=slug, defaults={"name_en": name, "name_ja": name})
    return model


def models_for(slug: str, model_code: str) -> tuple[list[CarModel], list[CarModel]]:
    """Models of a make for the list beside the field: those of listings with the same model code, and the others."""
    models = list(CarModel.objects.filter(make__slug=slug).select_related("make"))
    likely = _with_code(slug, model_code)
    return [model for model in models if model.pk in likely], [model for model in models if model.pk not in likely]


def _with_code(slug: str, model_code: str) -> set[int]:
    split = frame_numbers.split_model(model_code) if model_code else None
    if split is None:
        return set()
    same = Q(vehicles__model_code=split.base) | Q(vehicles__model_code__endswith=f"-{split.base}")
    return set(CarModel.objects.filter(same, make__slug=slug).values_list("pk", flat=True))
