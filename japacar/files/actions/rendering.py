"""Making the copies of photos and the page pictures of documents: for the worker, safe to do any number of times."""

from collections.abc import Sequence
from typing import Any

from procrastinate.contrib.django import app

from japacar.files import rules, storage
from japacar.files.locks import adding
from japacar.files.models import Rendition, StoredFile
from japacar.kernel import inspection, priorities
from japacar.kernel.inspector.signatures import TEXTS

# Changes when the copies should be made anew, with another quality or size.
EDITION = 1


class RenderingFailed(Exception):
    """A stored file could not be drawn; the job is tried again and then shown to staff."""


def make_renditions(file_id: str) -> int:
    """Make what is missing of a file's copies, from one decode; the number of rows made. A file that is gone needs none."""
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None or file.media_type in TEXTS:
        return 0
    return _make_copies(file) if file.is_public else _make_pages(file)


def ask_for_renditions(file: StoredFile) -> None:
    """Put the work into the queue, in the caller's transaction."""
    if file.media_type not in TEXTS:
        app.configure_task("files.make_renditions", priority=priorities.PICTURES).defer(file_id=str(file.pk))


def attach_remembered(files: Sequence[StoredFile]) -> set[Any]:
    """Give photos the copies that the cache remembers; the ids of those that are complete. Called within `adding`."""
    paths_of = {file.sha256: _remembered_copies(file) for file in {file.sha256: file for file in files}.values()}
    complete = [file for file in files if file.is_public and paths_of[file.sha256]]
    _save([row for file in complete for row in _copy_rows(file, paths_of[file.sha256])])
    return {file.pk for file in complete}


def _make_copies(file: StoredFile) -> int:
    """The copies of a photo and of every other file with the same bytes."""
    planned = rules.planned(file.width)
    paths = {copy: storage.recall(file.sha256, _cache_name(copy)) for copy in planned}
    missing = [copy for copy in planned if paths[copy] is None]
    made = _rendered(file, missing) if missing else []
    with adding():
        for copy in made:
            path = storage.put_open(copy.data, copy.format)
            storage.remember(file.sha256, _cache_name((copy.asked, copy.format)), path)
            paths[copy.asked, copy.format] = path
        twins = StoredFile.objects.filter(sha256=file.sha256, sealed=False)
        return _save([row for twin in twins for row in _copy_rows(twin, paths)])


def _rendered(file: StoredFile, wanted: Sequence[tuple[int, str]]) -> list[inspection.Rendered]:
    with inspection.Inspector() as inspector:
        made = inspector.render(storage.read_open(file.path), wanted)
    if isinstance(made, inspection.Refused):
        raise RenderingFailed(f"{file.event_ref}: {made.code}")
    return made


def _make_pages(file: StoredFile) -> int:
    if file.renditions.filter(kind=Rendition.Kind.PAGE).count() >= file.pages:
        return 0
    pages = inspection.render_pages(b"".join(storage.read_sealed(file.path, aad=file.aad())))
    if isinstance(pages, inspection.Refused):
        raise RenderingFailed(f"{file.event_ref}: {pages.code}")
    with adding():
        if not StoredFile.objects.filter(pk=file.pk).exists():
            return 0
        return _save([_page_row(file, page) for page in pages])


def _page_row(file: StoredFile, page: inspection.Page) -> Rendition:
    path = storage.sealed_path()
    storage.put_sealed(path, page.data, aad=file.aad(f"page-{page.number}"))
    return Rendition(
        file=file,
        kind=Rendition.Kind.PAGE,
        width=page.width,
        format="webp",
        page=page.number,
        size=len(page.data),
        sha256=storage.digest(page.data),
        path=path,
    )


def _remembered_copies(file: StoredFile) -> dict[tuple[int, str], str | None]:
    """The paths of all copies of a photo, or nothing when one of them was not made yet."""
    if not file.is_public:
        return {}
    paths: dict[tuple[int, str], str | None] = {}
    for copy in rules.planned(file.width):
        paths[copy] = storage.recall(file.sha256, _cache_name(copy))
        if paths[copy] is None:
            return {}
    return paths


def _copy_rows(file: StoredFile, paths: dict[tuple[int, str], str | None]) -> list[Rendition]:
    return [
        Rendition(
            file=file,
            kind=Rendition.Kind.PHOTO,
            width=width,
            format=form,
            size=storage.size(path),
            sha256=path.rsplit("/", 1)[-1].partition(".")[0],
            path=path,
        )
        for (width, form), path in paths.items()
        if path is not None
    ]


def _save(rows: list[Rendition]) -> int:
    """Another worker may have made the same rows meanwhile: then those stand."""
    before = Rendition.objects.filter(file__in={row.file_id for row in rows}).count()
    Rendition.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return Rendition.objects.filter(file__in={row.file_id for row in rows}).count() - before


def _cache_name(copy: tuple[int, str]) -> str:
    width, form = copy
    return f"{width}-{EDITION}.{form}"
