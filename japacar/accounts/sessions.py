"""The session engine behind the `japacar_session` cookie. The one thing to know: a session ends seven days after it began,
however often it is used, and earlier when idle; both limits are kept here on the server (PP-7.1-a, A-10)."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import transaction

from japacar.accounts.models import Session
from japacar.kernel import clock
from japacar.ui.errors import is_passing

BEGAN = "_began"
SEEN = "_seen"
STAFF = "_staff"
# When its owner last proved who he is, and whether he showed a second factor in it (proving.py).
PROVED = "_proved"
SECOND = "_second"
SEEN_STEP = timedelta(minutes=5)


class SessionStore(DatabaseStore):
    """Database sessions with an absolute and an idle limit."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        if data and self._is_over(data):
            self.delete(self.session_key)
            self._session_key = None
            return {}
        return data

    def save(self, must_create: bool = False) -> None:
        now = clock.now()
        session = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # the stubs leave it out
        session.setdefault(BEGAN, now.timestamp())
        session[SEEN] = now.timestamp()
        try:
            super().save(must_create=must_create)
        except UpdateError as error:
            # Django takes every fault of the database for a deleted session and answers 400; one that is away is our fault.
            if is_passing(error.__context__):
                raise error.__context__ from None  # type: ignore[misc]  # it is one
            raise

    def cycle_key(self) -> None:
        """A new key on every rise in privilege; the limits start anew because somebody has just proved who he is."""
        self[BEGAN] = clock.now().timestamp()
        with transaction.atomic():
            # Ended in another browser since this request began: it does not come back under another key.
            key = self.session_key
            if key and not Session.objects.select_for_update().filter(session_key=key).exists():
                raise SessionInterrupted
            super().cycle_key()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Any = super().create_model_instance(data)
        row.user_id = data.get("_auth_user_id")
        row.created_at = datetime.fromtimestamp(data.get(BEGAN, clock.now().timestamp()), tz=clock.now().tzinfo)
        row.seen_at = clock.now()
        row.os_family = str(data.get("_os", ""))[:32]
        row.browser_family = str(data.get("_browser", ""))[:32]
        return cast(Session, row)

    def get_expiry_age(self, **kwargs: Any) -> int:
        began = self.get(BEGAN, clock.now().timestamp())
        limit = settings.STAFF_SESSION_SECONDS if self.get(STAFF) else settings.SESSION_COOKIE_AGE
        return max(1, int(began + limit - clock.now().timestamp()))

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        return clock.now() + timedelta(seconds=self.get_expiry_age())

    def needs_touch(self) -> bool:
        """True when the last-seen time is old enough to be written again; not at every request."""
        seen = self.get(SEEN, 0)
        return bool(clock.now().timestamp() - seen > SEEN_STEP.total_seconds())

    @staticmethod
    def _is_over(data: dict[str, Any]) -> bool:
        now = clock.now().timestamp()
        staff = bool(data.get(STAFF))
        absolute = settings.STAFF_SESSION_SECONDS if staff else settings.SESSION_COOKIE_AGE
        idle = settings.STAFF_SESSION_IDLE_SECONDS if staff else settings.SESSION_IDLE_SECONDS
        return bool(now - data.get(BEGAN, now) >= absolute or now - data.get(SEEN, now) >= idle)
