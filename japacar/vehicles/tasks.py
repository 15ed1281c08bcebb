"""The worker's doors into this room: each calls one action and is safe to run twice."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from japacar.certificates.actions import forget_pages
from japacar.vehicles import actions, search
from japacar.vehicles.actions import searching
from japacar.vehicles.bulk import actions as lists
from japacar.vehicles.bulk import applying, photographing
from japacar.vehicles.bulk.models import PhotoArchive, StockImport

BATCHES = 10
_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(name="vehicles.pass_stock_deadlines", queueing_lock="vehicles.pass_stock_deadlines")
def pass_stock_deadlines(timestamp: int = 0) -> None:
    actions.pass_stock_deadlines()


@app.task(name="vehicles.index_all", queueing_lock="vehicles.index_all")
def index_all(timestamp: int = 0) -> None:
    """`timestamp` is what the scheduler passes; the work does not depend on it."""
    search.index_all()


@app.task(name=searching.TASK, retry=_AGAIN)
def search_codes(search_id: str) -> None:
    searching.search_codes(search_id)


@app.task(name="vehicles.forget_searches", queueing_lock="vehicles.forget_searches")
def forget_searches(timestamp: int = 0) -> None:
    """And the pages of certificates that waited long enough. `timestamp` is what the scheduler passes; the work does not depend on it."""
    searching.forget_searches()
    forget_pages()


@app.task(name="vehicles.check_import", retry=_AGAIN)
def check_import(import_id: str) -> None:
    if (found := _import(import_id)) is not None:
        lists.check_import(found)


@app.task(name="vehicles.apply_import", retry=_AGAIN)
def apply_import(import_id: str) -> None:
    found = _import(import_id)
    # The worker does other people's jobs between parts of a long list.
    if found is not None and not applying.take_over(found, batches=BATCHES):
        app.configure_task("vehicles.apply_import").defer(import_id=import_id)


@app.task(name="vehicles.undo_import", retry=_AGAIN)
def undo_import(import_id: str) -> None:
    if (found := _import(import_id)) is not None:
        applying.take_back(found)


@app.task(name="vehicles.take_photos", retry=_AGAIN)
def take_photos(archive_id: str) -> None:
    found = PhotoArchive.objects.select_related("dealer", "file").filter(pk=archive_id).first()
    if found is not None:
        photographing.take_photos(found)


@app.task(name="vehicles.forget_imports", queueing_lock="vehicles.forget_imports")
def forget_imports(timestamp: int = 0) -> None:
    """`timestamp` is what the scheduler passes; the work does not depend on it."""
    lists.forget_imports()


def _import(import_id: str) -> StockImport | None:
    return StockImport.objects.select_related("dealer", "table").filter(pk=import_id).first()
