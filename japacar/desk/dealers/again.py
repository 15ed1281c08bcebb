"""One more queue of dealers: those to check again."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk.dealers.queue import AGAIN_PROMISE
from japacar.desk.models import Recheck
from japacar.desk.waiting import age, is_late
from japacar.members.models import Dealer

PER_PAGE = 50


@never_cache
@require_safe
@staff_only
def rechecks(request: ViewerRequest) -> HttpResponse:
    """Dealers to check again, the oldest first."""
    waiting = Recheck.objects.visible_to(request.viewer).open().select_related("dealer")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    rows = [_entry(each.dealer, each.get_reason_display(), each.opened_at, AGAIN_PROMISE) for each in page.object_list]
    return _list(request, gettext_lazy("Dealers to check again"), page, rows)


def _entry(dealer: Dealer, note: Any, since: Any, promise: Any) -> dict[str, Any]:
    language = (get_language() or "en").split("-")[0]
    return {
        "url": reverse("desk:dealer", kwargs={"pk": dealer.pk}),
        "title": dealer.name(language) or _("No name yet"),
        "note": note,
        "age": age(since),
        "late": is_late(since, promise),
    }


def _list(request: ViewerRequest, title: Any, page: Any, rows: list[dict[str, Any]]) -> HttpResponse:
    return render(request, "desk/queue.html", {"title": title, "page": page, "rows": rows})
