"""The button that asks the register of corporate numbers now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from japacar.members import actions, gateway, register
from japacar.members.access import DealerRequest
from japacar.members.views.settings import of_settings
from japacar.members.words import REGISTER


@require_POST
@of_settings
def look_up(request: DealerRequest) -> HttpResponse:
    """Ask now and say what came. Asked once a minute at most, so a second tap needs no receipt; the call stays outside a transaction."""
    try:
        entry = actions.look_up_corporation(request.dealer, by=request.viewer)
    except gateway.NotConfigured:
        messages.info(request, str(REGISTER[register.Outcome.NOT_LOOKED_UP]))
    except gateway.NotAnswered:
        messages.warning(
            request, _("The register does not answer at the moment. We ask again by ourselves; you need not wait.")
        )
    else:
        if entry is not None:
            messages.info(request, str(REGISTER[register.outcome(request.dealer, entry)]))
    return redirect("members:company")
