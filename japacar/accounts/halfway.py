"""Somebody who has shown the first proof and owes the second: kept in his browser's session, for a quarter of an hour.

The one thing to know: until then the browser is signed in as nobody; this names an account and gives no right to it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

from japacar.accounts.models import User
from japacar.kernel import clock

KEY = "halfway"
SECONDS = 15 * 60


@dataclass(frozen=True)
class Halfway:
    """Whose first proof it was, how he gave it, and where he goes afterwards."""

    user: str
    method: str
    next: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Halfway | None":
        """The one of this browser, unless it is too old."""
        kept: dict[str, Any] = request.session.get(KEY) or {}
        if not kept or clock.now().timestamp() - kept["at"] > SECONDS:
            return None
        return cls(**{name: value for name, value in kept.items() if name != "at"})

    def put(self, request: HttpRequest) -> None:
        """Under a new key: an earlier one may be known to somebody who prepared this browser."""
        request.session.cycle_key()
        request.session[KEY] = {**asdict(self), "at": clock.now().timestamp()}

    @staticmethod
    def drop(request: HttpRequest) -> None:
        request.session.pop(KEY, None)

    def owner(self) -> User | None:
        """The account, if it may still be signed in to."""
        user = User.objects.filter(pk=self.user).first()
        return user if user is not None and user.is_active else None
