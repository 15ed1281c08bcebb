"""Who of staff did something: names for the opaque references that rows keep. A reference that names nobody is shown as it is."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from japacar.accounts.models import User


def name_of(ref: str) -> str:
    """The name behind one reference."""
    return names_of([ref]).get(ref) or ref or _("nobody")


def names_of(refs: Collection[str]) -> dict[str, str]:
    """The names behind several references, in one query."""
    return {ref: user.display_name for ref, user in people_of(refs).items()}


def people_of(refs: Collection[str]) -> dict[str, User]:
    """The people behind several references, in one query."""
    people = User.objects.filter(pk__in={pk for ref in refs if (pk := _pk(ref)) is not None})
    return {user.event_ref: user for user in people}


def _pk(ref: str) -> UUID | None:
    noun, _colon, pk = ref.partition(":")
    try:
        return UUID(pk) if noun == "user" else None
    except ValueError:
        return None
