"""The user and what surrounds signing in. The one thing to know: roles are rows in other rooms (members) or `StaffRole` here;
a `User` is only somebody who can sign in."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from japacar.kernel import clock

if TYPE_CHECKING:
    from japacar.accounts.viewers import Viewer


class UserManager(BaseUserManager["User"]):
    """Creates users; the address is compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(force_insert=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody who can sign in. A buyer often has no password and uses six-digit codes."""

    class Status(models.TextChoices):
        ACTIVE = "active", "active"
        GUARDIAN_PENDING = "guardian_pending", "guardian pending"
        DISABLED = "disabled", "disabled"
        CLOSED = "closed", "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.CharField(max_length=254, unique=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    display_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="en")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    # What the status was before staff disabled the account: it comes back to that.
    status_before = models.CharField(max_length=20, choices=Status.choices, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower"),)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's attribute is a plain bool
        return self.status in {self.Status.ACTIVE, self.Status.GUARDIAN_PENDING}

    @property
    def event_ref(self) -> str:
        return f"user:{self.pk}"


def is_frozen(by: Any) -> bool:
    """Whether an actor (a user, or the viewer of a request) waits for the consent of a guardian (PP-13-a)."""
    user = getattr(by, "user", by)
    return isinstance(user, User) and user.status == User.Status.GUARDIAN_PENDING


class FormerAddress(models.Model):
    """Where a user was reached before he changed his address; a month long, so that a change of bank account is told there too (A-3)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="former_addresses")
    email = models.CharField(max_length=254)
    left_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"of {self.user_id}"

    @property
    def event_ref(self) -> str:
        return f"former_address:{self.pk}"


class StaffRole(models.Model):
    """Makes a user one of the operator's staff."""

    class Role(models.TextChoices):
        SUPPORT = "support", "support"
        FINANCE = "finance", "finance"
        ADMIN = "admin", "admin"

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="staff_role")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.SUPPORT)
    granted_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.role


class SessionQuerySet(models.QuerySet["Session"]):
    """Reads of sessions."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """One's own that still live, the last used first; nobody, staff included, sees another's."""
        if viewer.user is None:
            return self.none()
        return self.filter(user=viewer.user, expire_date__gt=clock.now()).order_by("-seen_at")


class SessionManager(BaseSessionManager["Session"].from_queryset(SessionQuerySet)):  # type: ignore[misc]
    """Django's session manager with our reads."""


class Session(AbstractBaseSession):
    """One signed-in browser (or one half-way through signing in). No raw user agent: only the families (clauses PP-1.3-a, A-10)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    created_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    os_family = models.CharField(max_length=32, blank=True)
    browser_family = models.CharField(max_length=32, blank=True)

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "session"
        verbose_name_plural = "sessions"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from japacar.accounts.sessions import SessionStore

        return SessionStore

    @property
    def public_id(self) -> str:
        """Names a session in an address. The key itself is the secret of its browser and stands in no page."""
        return str(settings.FIELD_KEYS.keyed_hash(self.session_key, domain="session-id"))[:32]


class SignInCode(models.Model):
    """A six-digit code sent by mail: hashed, single use, ten minutes, five tries."""

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in", "sign in"
        REQUEST = "request", "confirm a quote request"
        PROOF = "proof", "prove once more who one is"
        ADDRESS = "address", "confirm a new address"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="codes")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["user", "purpose", "created_at"], name="code_by_user"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class FactorReset(models.Model):
    """Second factors that somebody has lost: two of staff agree to take them away, and three days pass before it is done.

    The database refuses a confirmation by whoever proposed it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a second person")
        WAITING = "waiting", _("Waits for 72 hours")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    OPEN = (State.PROPOSED, State.WAITING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="factor_resets")
    reason = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.CharField(max_length=80, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-proposed_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "stopped"])
                | (~models.Q(confirmed_by="") & ~models.Q(confirmed_by=models.F("proposed_by"))),
                name="factor_reset_by_two",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(state__in=["proposed", "waiting"]),
                name="one_factor_reset_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"


class LoginRecordQuerySet(models.QuerySet["LoginRecord"]):
    """Reads of the login record."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """One's own only (PP-1.3-a)."""
        return self.filter(user=viewer.user) if viewer.user else self.none()


class LoginRecord(models.Model):
    """Where a sign-in came from. The only place beside agreements that holds a raw IP address; 180 days, then truncated (A-5)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="login_records")
    at = models.DateTimeField(default=clock.now)
    ip = models.GenericIPAddressField(null=True)
    os_family = models.CharField(max_length=32, blank=True)
    browser_family = models.CharField(max_length=32, blank=True)
    method = models.CharField(max_length=16)
    ip_truncated = models.BooleanField(default=False)

    objects = LoginRecordQuerySet.as_manager()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.method}"


class Attempt(models.Model):
    """One counted attempt for the rate limits; `bucket` is a keyed hash, never an address or account name."""

    bucket = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (models.Index(fields=["bucket", "at"], name="attempt_by_bucket"),)

    def __str__(self) -> str:
        return self.bucket[:12]


class PublishedText(models.Model):
    """A version of the Terms or the Policy exactly as it was served (PP-0-d)."""

    class Kind(models.TextChoices):
        TERMS = "terms", "Terms"
        PRIVACY = "privacy", "Privacy policy"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    language = models.CharField(max_length=2)
    version = models.CharField(max_length=16)
    last_updated_on = models.DateField()
    effective_on = models.DateField()
    source = models.TextField()
    sha256 = models.CharField(max_length=64)
    is_material = models.BooleanField(default=False)

    class Meta:
        ordering = ("kind", "language", "-version")
        constraints = (models.UniqueConstraint(fields=["kind", "language", "version"], name="text_once_per_version"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.version} {self.language}"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Reads of agreements."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """One's own, the newest first."""
        return self.filter(user_ref=viewer.event_ref).order_by("-at") if viewer.user else self.none()


class Agreement(models.Model):
    """Append-only: who agreed to which text, when and how (PP-3-f). The person is an opaque reference; the IP lies in its own row."""

    user_ref = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=PublishedText.Kind.choices)
    version = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    method = models.CharField(max_length=16)
    at = models.DateTimeField(default=clock.now)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["user_ref", "kind"], name="agreement_by_user"),)

    def __str__(self) -> str:
        return f"{self.user_ref} {self.kind} {self.version}"

    @property
    def event_ref(self) -> str:
        return f"agreement:{self.pk}"


class AgreementAddress(models.Model):
    """The IP address of an agreement, apart from it so that it can go with the account."""

    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, related_name="address")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    ip = models.GenericIPAddressField()

    def __str__(self) -> str:
        return f"of agreement {self.agreement_id}"


class MajorityDeclaration(models.Model):
    """A buyer's word that he is of age, given before anything else is stored (PP-13-a)."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="majority")
    is_of_age = models.BooleanField()
    age_asked = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return "of age" if self.is_of_age else "minor"


class Receipt(models.Model):
    """What a form was answered with, so that the same post sent twice has one effect (architecture.md 6, "Double posts")."""

    key = models.UUIDField()
    actor = models.CharField(max_length=80)
    path = models.CharField(max_length=200)
    body_hash = models.CharField(max_length=64)
    location = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["key", "actor"], name="receipt_once"),)
        indexes = (models.Index(fields=["at"], name="receipt_by_time"),)

    def __str__(self) -> str:
        return str(self.key)
