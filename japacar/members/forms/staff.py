"""Who is asked to work for a dealer, in which role; and the mailbox of its staff."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from japacar.accounts.forms import EmailField
from japacar.members.roles import Role

ROLES_WORDS = {
    Role.OWNER: _("Owner: everything, the bank account and other owners included"),
    Role.MANAGER: _("Manager: everything but the bank account and the owners"),
    Role.SALES: _("Sales: cars and prices, requests, quotations, invoices"),
    Role.PAPERS: _("Papers: documents and the steps of shipping; no prices"),
}


def roles_for(*, may_make_owners: bool) -> list[tuple[str, Any]]:
    """The roles that this person may give."""
    return [(role.value, words) for role, words in ROLES_WORDS.items() if may_make_owners or role != Role.OWNER]


class _RoleForm(forms.Form):
    """The choice of a role, as far as the chooser may give it."""

    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role."), "invalid_choice": _("Choose one of the roles.")},
    )

    def __init__(self, *args: Any, may_make_owners: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = roles_for(may_make_owners=may_make_owners)  # type: ignore[attr-defined]


class InviteForm(_RoleForm):
    """An address, a role, and the language of the mail."""

    email = EmailField()
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    field_order = ("email", "role", "language")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].widget.attrs["autocomplete"] = "off"


class RoleForm(_RoleForm):
    """Another role for one person."""


class AcceptForm(forms.Form):
    """Yes to an invitation. `agreed` is asked only of who has not agreed to the texts in force."""

    agreed = forms.BooleanField(
        label=_("I agree to the Terms and the Privacy policy."),
        error_messages={"required": _("Without your agreement you cannot work here.")},
    )

    def __init__(self, *args: Any, has_agreed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if has_agreed:
            del self.fields["agreed"]


class NotificationAddressForm(forms.Form):
    """One mailbox, and the language of what goes there."""

    email = EmailField()
    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].widget.attrs["autocomplete"] = "off"
