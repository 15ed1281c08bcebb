"""How often something may be tried: per account, per address and over all. Each try is a row, so counts survive a restart.

The one thing to know: `wait_for` commits its own count, so call it outside any transaction of the view. When the database does
not answer, the try fails with it: signing in fails closed."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from japacar.accounts.models import Attempt
from japacar.kernel import clock

MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class Limit:
    """`count` tries in any `seconds`, for each key of this name."""

    name: str
    count: int
    seconds: int


PASSWORD_OF_ACCOUNT = Limit("password/account", 5, 15 * MINUTE)
PASSWORD_OF_ADDRESS = Limit("password/address", 30, 15 * MINUTE)
MAIL_TO_ACCOUNT = Limit("code-mail/account", 5, HOUR)
MAIL_OF_ADDRESS = Limit("code-mail/address", 20, HOUR)
CODE_OF_ACCOUNT = Limit("code/account", 15, 15 * MINUTE)
CODE_OF_ADDRESS = Limit("code/address", 40, 15 * MINUTE)
FACTOR_OF_ACCOUNT = Limit("factor/account", 5, 10 * MINUTE)
# Five in ten minutes would be seven hundred a day, and three codes count at any moment: in a month one in twenty would be right.
FACTOR_OF_ACCOUNT_A_DAY = Limit("factor/account/day", 40, 24 * HOUR)
FACTOR_OF_ADDRESS = Limit("factor/address", 40, 10 * MINUTE)
PASSKEY_OF_ADDRESS = Limit("passkey/address", 60, 15 * MINUTE)
JOIN_OF_ADDRESS = Limit("join/address", 10, HOUR)
PROVIDER_OF_ADDRESS = Limit("provider/address", 30, 15 * MINUTE)
# Over all accounts and addresses: a ceiling for attacks from many places at once.
PASSWORD_OVER_ALL = Limit("password/all", 600, 5 * MINUTE)
MAIL_OVER_ALL = Limit("code-mail/all", 600, HOUR)
PROVIDER_OVER_ALL = Limit("provider/all", 1200, 5 * MINUTE)
CODE_OVER_ALL = Limit("code/all", 1200, 5 * MINUTE)
PASSKEY_OVER_ALL = Limit("passkey/all", 1200, 5 * MINUTE)
FACTOR_OVER_ALL = Limit("factor/all", 600, 5 * MINUTE)


def allow(bucket: str, *, limit: int, seconds: int) -> bool:
    """Count one try of `bucket` and say whether it is still within the limit. A refused try is not counted."""
    return wait_for((Limit("", limit, seconds), bucket)) == 0


def wait_for(*asked: tuple[Limit, str]) -> int:
    """Seconds until all of these may be tried again; 0 counts one try of each now and means: go on."""
    buckets = sorted((_bucket(limit.name, key), limit) for limit, key in asked)
    with transaction.atomic():
        for bucket, _ in buckets:
            _hold(bucket)
        waits = [_wait(bucket, limit) for bucket, limit in buckets]
        if any(waits):
            return max(waits)
        Attempt.objects.bulk_create([Attempt(bucket=bucket) for bucket, _ in buckets])
        return 0


def forgive(limit: Limit, key: str) -> None:
    """Forget the tries of one key: its owner has just proved who he is."""
    Attempt.objects.filter(bucket=_bucket(limit.name, key)).delete()


def is_full(limit: Limit, key: str) -> bool:
    """Whether one more try of this key would be refused now; counts nothing."""
    return _wait(_bucket(limit.name, key), limit) > 0


def forgive_factor(key: str) -> None:
    """A second factor was right: the tries of its owner are forgotten, those of the day too."""
    forgive(FACTOR_OF_ACCOUNT, key)
    forgive(FACTOR_OF_ACCOUNT_A_DAY, key)


def _wait(bucket: str, limit: Limit) -> int:
    now = clock.now()
    since = now - timedelta(seconds=limit.seconds)
    # The oldest of the newest `count` tries: when it leaves the window, one more may come.
    # Those from after now were counted before a clock was put back; a minute is for clocks of other machines.
    until = now + timedelta(seconds=MINUTE)
    times = (
        Attempt.objects.filter(bucket=bucket, at__gt=since, at__lt=until).order_by("-at").values_list("at", flat=True)
    )
    full = times[limit.count - 1 : limit.count]
    return max(1, round((full[0] - since).total_seconds())) if full else 0


def _hold(bucket: str) -> None:
    """Tries of one bucket wait for each other, so that many at once cannot slip past the count together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [bucket])


def _bucket(name: str, key: str) -> str:
    return settings.FIELD_KEYS.keyed_hash(f"{name}\n{key}", domain="rate-limit")
