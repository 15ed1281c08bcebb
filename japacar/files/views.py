"""The two addresses at which files are fetched: photos by everybody, all else through a signed link for one viewer."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from japacar.files import actions, links, rules, storage
from japacar.files.models import StoredFile
from japacar.ui.headers import page_class

A_YEAR = "public, max-age=31536000, immutable"


@login_not_required
@require_safe
@page_class("public")
def photo(request: HttpRequest, name: str, width: str, form: str) -> HttpResponse:
    """One copy of a photo. While the asked one is not made yet: the nearest, or a drawing that says so; neither is
    cached.
    """
    asked = int(width)
    if asked not in rules.WIDTHS:
        raise Http404
    viewer: Any = getattr(request, "viewer", None)
    file = get_object_or_404(StoredFile.objects.visible_to(viewer), name=name)
    copy = rules.best_copy(file.renditions.all(), asked, form)
    if copy is None:
        return _being_prepared(file)
    response = HttpResponse(storage.read_open(copy.path), content_type=f"image/{copy.format}")
    response["Cache-Control"] = A_YEAR if rules.is_final(file, copy, asked, form) else "no-store"
    return response


@login_not_required
@require_safe
@page_class("file")
def private(request: HttpRequest, token: str) -> HttpResponse:
    """What a signed link opens: the original as a download, or a page as a picture. Any fault of the link is a 404."""
    viewer: Any = getattr(request, "viewer", None)
    try:
        link = links.opened(token, viewer_ref=viewer.event_ref if viewer is not None else "")
    except links.BadLink as error:
        raise Http404 from error
    file = get_object_or_404(StoredFile.objects.sealed(), pk=link.file_id)
    if link.page:
        return _page(file, link.page)
    if file.is_shown_as_pages_only:
        raise Http404
    response = HttpResponse(actions.contents(file), content_type=file.media_type)
    name = rules.download_name(file, link.name)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _page(file: StoredFile, page: int) -> HttpResponse:
    if page > file.pages:
        raise Http404
    picture = actions.open_page(file, page)
    if picture is None:
        return _being_prepared(file)
    response = HttpResponse(picture, content_type="image/webp")
    response["Cache-Control"] = "private, no-store"
    return response


def _being_prepared(file: StoredFile) -> HttpResponse:
    """A drawing of the right shape, so that the page does not jump when the picture comes."""
    shape = {"width": file.width or 210, "height": file.height or 297, "is_photo": file.is_public}
    response = HttpResponse(render_to_string("files/being_prepared.svg.xml", shape), content_type="image/svg+xml")
    response["Cache-Control"] = "no-store"
    return response
