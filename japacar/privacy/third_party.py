"""Declarations for the tables that packages bring: the job queue, and allauth. Django's own are declared by the accounts room.

The one thing to know: of allauth's tables two are used, second factors and linked providers. The others stand empty; what they
could hold of a person is declared all the same, so that nobody fills them without a retention."""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Retention

_ROW = NotPersonal("number of a row")
_TIME = NotPersonal("time")
_CODE = NotPersonal("words of the code: the name of a task, queue or state")
_COUNT = NotPersonal("count")
_UNUSED = NotPersonal("unused: settings say what stands here")

_FACTOR = Personal("1.1/account", (Purpose.SERVICE, Purpose.IDENTITY), Retention.ACCOUNT)
_USED = Personal("1.3/login", (Purpose.SERVICE, Purpose.IDENTITY), Retention.ACCOUNT, channel=Channel.AUTOMATIC)
_PROVIDER = Personal("1.2/provider", (Purpose.SERVICE, Purpose.IDENTITY), Retention.ACCOUNT, channel=Channel.SOCIAL)
_TOKEN = Personal("1.1/account", Purpose.SERVICE, Retention.SESSION_7D, channel=Channel.SOCIAL, sensitive=True)

FIELDS = {
    # Secrets in `data` are sealed with our key ring for their one row; of a passkey only the public half comes to us.
    "mfa.Authenticator": {
        "id": _ROW,
        "user": _FACTOR,
        "type": _FACTOR,
        "data": Personal(
            "1.1/account", (Purpose.SERVICE, Purpose.IDENTITY), Retention.ACCOUNT, channel=Channel.FORM, sensitive=True
        ),
        "created_at": _FACTOR,
        "last_used_at": _USED,
    },
    "socialaccount.SocialAccount": {
        "id": _ROW,
        "user": _PROVIDER,
        "provider": _PROVIDER,
        "uid": _PROVIDER,
        "last_login": _USED,
        "date_joined": _PROVIDER,
        "extra_data": _PROVIDER,
    },
    "socialaccount.SocialApp": {
        "id": _ROW,
        "provider": _UNUSED,
        "provider_id": _UNUSED,
        "name": _UNUSED,
        "client_id": _UNUSED,
        "secret": _UNUSED,
        "key": _UNUSED,
        "settings": _UNUSED,
    },
    # Empty: SOCIALACCOUNT_STORE_TOKENS is off.
    "socialaccount.SocialToken": {
        "id": _ROW,
        "app": _ROW,
        "account": _ROW,
        "token": _TOKEN,
        "token_secret": _TOKEN,
        "expires_at": _TIME,
    },
    # Empty: the one address of a user stands in accounts.User.
    "account.EmailAddress": {
        "id": _ROW,
        "user": _FACTOR,
        "email": _FACTOR,
        "verified": NotPersonal("yes or no"),
        "primary": NotPersonal("yes or no"),
    },
    "account.EmailConfirmation": {
        "id": _ROW,
        "email_address": _ROW,
        "created": _TIME,
        "sent": _TIME,
        "key": NotPersonal("a random number"),
    },
    "procrastinate.ProcrastinateJob": {
        "id": _ROW,
        "queue_name": _CODE,
        "task_name": _CODE,
        "priority": _COUNT,
        "lock": NotPersonal("an opaque reference"),
        "args": NotPersonal("numbers of rows only; what a job needs it reads when it runs"),
        "status": _CODE,
        "scheduled_at": _TIME,
        "attempts": _COUNT,
        "queueing_lock": NotPersonal("an opaque reference"),
        "abort_requested": NotPersonal("yes or no"),
        "worker": _ROW,
    },
    "procrastinate.ProcrastinateEvent": {"id": _ROW, "job": _ROW, "type": _CODE, "at": _TIME},
    "procrastinate.ProcrastinatePeriodicDefer": {
        "id": _ROW,
        "task_name": _CODE,
        "job": _ROW,
        "defer_timestamp": _TIME,
        "periodic_id": _CODE,
    },
    "procrastinate.ProcrastinateWorker": {"id": _ROW, "last_heartbeat": _TIME},
}
