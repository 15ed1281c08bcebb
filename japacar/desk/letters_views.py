"""What could not be delivered or done, and the button that tries again. Shows no content and no address: only references and codes."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django import app

from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk.letters_queue import failed_dispatches, failed_jobs, whom, why
from japacar.desk.names import people_of
from japacar.egress.actions import retry_failed

PER_PAGE = 50
JOBS_SHOWN = 50


@require_safe
@staff_only
def letters(request: ViewerRequest) -> HttpResponse:
    """Mails and jobs that failed for good, oldest first."""
    page = Paginator(failed_dispatches(), PER_PAGE).get_page(request.GET.get("page"))
    people = people_of([row.recipient_ref for row in page.object_list])
    rows = [
        {"mail": row, "person": people.get(row.recipient_ref), "whom": whom(row.recipient_ref), "why": why(row.error)}
        for row in page.object_list
    ]
    return render(request, "desk/letters.html", {"page": page, "rows": rows, "jobs": failed_jobs()[:JOBS_SHOWN]})


@require_POST
@staff_only
@answer_once
def send_again(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Give one mail its tries anew."""
    retry_failed(get_object_or_404(failed_dispatches(), pk=pk))
    messages.success(request, _("It is tried again within a minute."))
    return HttpResponseRedirect(reverse("desk:letters"), status=303)


@require_POST
@staff_only
@answer_once
def run_again(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put one failed job back into the queue; every task is safe to run twice."""
    job = get_object_or_404(failed_jobs(), pk=pk)
    app.configure_task(job.task_name).defer(**job.args)
    app.job_manager.cancel_job_by_id(job.pk, delete_job=True)
    messages.success(request, _("It is tried again within a minute."))
    return HttpResponseRedirect(reverse("desk:letters"), status=303)
