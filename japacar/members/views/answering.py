"""The dealer answers a question of the staff: it, the sections that are open for it, and one button that sends everything again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from japacar.accounts.receipts import answer_once
from japacar.members import actions
from japacar.members.access import DealerRequest
from japacar.members.forms import AnswerForm
from japacar.members.models import WrongState
from japacar.members.views.settings import of_settings
from japacar.members.words import SECTIONS
from japacar.ui.formatting import listed


@require_http_methods(["GET", "HEAD", "POST"])
@of_settings
@answer_once
def answer(request: DealerRequest) -> HttpResponse:
    """404 while nothing is asked."""
    if not request.dealer.is_asked:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    try:
        actions.submit_dealer(request.dealer, by=request.viewer, answer=form.cleaned_data["answer"])
    except actions.NotComplete as lacking:
        sections = listed(SECTIONS[section] for section in lacking.missing)
        form.add_error(None, _("Something is still missing: %(sections)s.") % {"sections": sections})
        return _page(request, form)
    except WrongState:
        messages.info(request, _("Your answer was sent already."))
    else:
        messages.success(request, _("Sent. We look at it within 24 hours."))
    return redirect("members:settings")


def _page(request: DealerRequest, form: AnswerForm) -> HttpResponse:
    dealer = request.dealer
    page = {
        "dealer": dealer,
        "form": form,
        "sections": [
            (SECTIONS[code], reverse(f"members:{code}")) for code in dealer.reopened_sections if code in SECTIONS
        ],
    }
    return render(request, "members/answer.html", page, status=422 if form.errors else 200)
