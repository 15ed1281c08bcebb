"""`answer_once`: a form posted twice has one effect and the same answer (double click, back button, a repeated request).

The one thing to know: the receipt is written in the same transaction as the view's work, so it exists exactly when the work does.
A view that is wrapped may therefore not rely on a part of its work being committed before it answers."""

import hashlib
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from japacar.accounts.models import Receipt

View = Callable[..., HttpResponse]


class _Taken(Exception):
    """Another request with this key is done or under way."""


def answer_once(view: View) -> View:
    """Wrap a POST view whose form carries `form_key`. A redirect is kept and given again to the same post;
    the same key with another body or for another page is answered 422. Anything but a redirect leaves no receipt: the form
    comes back to be corrected. What the work raises goes through, and nothing of it is kept."""

    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        if request.method != "POST" or key is None:
            return view(request, *args, **kwargs)
        actor, body = _actor(request), _body_hash(request)
        try:
            with transaction.atomic():
                receipt = _open(key, actor, request.path, body)
                answer = view(request, *args, **kwargs)
                if isinstance(answer, HttpResponseRedirect):
                    Receipt.objects.filter(pk=receipt.pk).update(location=answer.url)
                else:
                    receipt.delete()
                return answer
        except _Taken:
            return _answer_again(request, key, actor, body)

    return once


def _open(key: uuid.UUID, actor: str, path: str, body: str) -> Receipt:
    """Insert the receipt. A second insert waits in the database until the first request has ended."""
    try:
        with transaction.atomic():
            return Receipt.objects.create(key=key, actor=actor, path=path[:200], body_hash=body)
    except IntegrityError as error:
        raise _Taken from error


def _answer_again(request: HttpRequest, key: uuid.UUID, actor: str, body: str) -> HttpResponse:
    receipt = Receipt.objects.filter(key=key, actor=actor).first()
    if receipt is not None and receipt.body_hash == body and receipt.location:
        return HttpResponseRedirect(receipt.location, status=303)
    return render(request, "422.html", status=422)


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def _actor(request: HttpRequest) -> str:
    """The user, or for visitors the key alone: it is random and belongs to one rendered form."""
    viewer: Any = getattr(request, "viewer", None)
    return str(viewer.event_ref) if viewer is not None else "visitor"


def _body_hash(request: HttpRequest) -> str:
    """Of everything that the form says and of the page it is for, its token and its key left out."""
    digest = hashlib.sha256(request.path.encode())
    for name in sorted(request.POST):
        if name not in {"csrfmiddlewaretoken", "form_key"}:
            digest.update(repr((name, request.POST.getlist(name))).encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            digest.update(repr((name, upload.name, upload.size)).encode())
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.hexdigest()
