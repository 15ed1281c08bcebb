"""What this room keeps of people, field by field, and the tables of Django that stand empty beside it."""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Recipient, Retention

_ROW = NotPersonal("number of the row")
_RANDOM = NotPersonal("a random number")
_STATE = NotPersonal("one of a fixed list")
_COUNT = NotPersonal("count")
_HASH = NotPersonal("a keyed hash; who has the table alone cannot tell of what")
_TEXT = NotPersonal("part of a published text")

# What a person sets or says about his account (1.1), and what signing in leaves behind by itself (1.3).
_ACCOUNT = Personal("1.1/account", Purpose.SERVICE, Retention.ACCOUNT)
_AGREED = Personal("3/agreement", Purpose.AGREEMENT, Retention.AGREEMENT_7Y)
_LOGIN = Personal("1.3/login", (Purpose.SERVICE, Purpose.IDENTITY), Retention.LOGIN_180D, channel=Channel.AUTOMATIC)
_SESSION = Personal("7.1/session", Purpose.SERVICE, Retention.SESSION_7D, channel=Channel.AUTOMATIC)
_CODE = Personal("1.1/account", Purpose.SERVICE, Retention.RATE_LIMIT_24H, channel=Channel.AUTOMATIC)

FIELDS = {
    "accounts.User": {
        "id": NotPersonal("a random reference; erasing the account leaves it pointing at nobody"),
        "email": Personal("1.1/account", Purpose.SERVICE, Retention.ACCOUNT, (Recipient.MAIL,)),
        "password": Personal("1.1/account", Purpose.SERVICE, Retention.ACCOUNT, sensitive=True),
        "last_login": Personal("1.3/login", Purpose.SERVICE, Retention.ACCOUNT, channel=Channel.AUTOMATIC),
        "email_confirmed_at": Personal("1.1/account", Purpose.SERVICE, Retention.ACCOUNT, channel=Channel.AUTOMATIC),
        "display_name": Personal(
            "1.1/account",
            Purpose.SERVICE,
            Retention.ACCOUNT,
            (Recipient.COUNTERPARTY_BUYER, Recipient.COUNTERPARTY_DEALER),
        ),
        "language": _ACCOUNT,
        "status": Personal("1.1/account", Purpose.IDENTITY, Retention.ACCOUNT, channel=Channel.OPERATOR),
        "status_before": Personal("1.1/account", Purpose.IDENTITY, Retention.ACCOUNT, channel=Channel.OPERATOR),
        "created_at": Personal("1.1/account", Purpose.SERVICE, Retention.ACCOUNT, channel=Channel.AUTOMATIC),
    },
    "accounts.StaffRole": {
        "id": _ROW,
        "user": Personal("1.1/account", Purpose.SERVICE, Retention.ACCOUNT, channel=Channel.OPERATOR),
        "role": Personal("1.1/account", Purpose.SERVICE, Retention.ACCOUNT, channel=Channel.OPERATOR),
        "granted_at": Personal("1.1/account", Purpose.SERVICE, Retention.ACCOUNT, channel=Channel.OPERATOR),
    },
    "accounts.Session": {
        "session_key": Personal(
            "7.1/session", Purpose.SERVICE, Retention.SESSION_7D, channel=Channel.AUTOMATIC, sensitive=True
        ),
        "session_data": _SESSION,
        "expire_date": NotPersonal("time"),
        "user": _SESSION,
        "created_at": _SESSION,
        "seen_at": _SESSION,
        "os_family": _SESSION,
        "browser_family": _SESSION,
    },
    "accounts.SignInCode": {
        "id": _RANDOM,
        "user": _CODE,
        "purpose": _STATE,
        "code_hash": _HASH,
        "tries": _COUNT,
        "created_at": _CODE,
        "expires_at": NotPersonal("time"),
        "used_at": _CODE,
    },
    "accounts.FormerAddress": {
        "id": _ROW,
        "user": Personal("1.1/account", Purpose.IDENTITY, Retention.ACCOUNT),
        "email": Personal("1.1/account", Purpose.IDENTITY, Retention.ACCOUNT),
        "left_at": NotPersonal("time"),
    },
    "accounts.LoginRecord": {
        "id": _ROW,
        "user": _LOGIN,
        "at": _LOGIN,
        "ip": _LOGIN,
        "os_family": _LOGIN,
        "browser_family": _LOGIN,
        "method": _LOGIN,
        "ip_truncated": NotPersonal("whether the address was shortened"),
    },
    "accounts.Attempt": {
        "id": _ROW,
        "bucket": Personal("1.3/login", Purpose.IDENTITY, Retention.RATE_LIMIT_24H, channel=Channel.AUTOMATIC),
        "at": NotPersonal("time"),
    },
    "accounts.FactorReset": {
        "id": _RANDOM,
        "user": _ACCOUNT,
        "reason": Personal("1.1/account", Purpose.IDENTITY, Retention.ACCOUNT, channel=Channel.OPERATOR),
        "state": _STATE,
        "proposed_by": NotPersonal("an opaque reference"),
        "proposed_at": NotPersonal("time"),
        "confirmed_by": NotPersonal("an opaque reference"),
        "due_at": NotPersonal("time"),
        "ended_by": NotPersonal("an opaque reference"),
        "ended_at": NotPersonal("time"),
    },
    "accounts.PublishedText": {
        "id": _ROW,
        "kind": _TEXT,
        "language": _TEXT,
        "version": _TEXT,
        "last_updated_on": _TEXT,
        "effective_on": _TEXT,
        "source": _TEXT,
        "sha256": _TEXT,
        "is_material": _TEXT,
    },
    "accounts.Agreement": {
        "id": _ROW,
        "user_ref": _AGREED,
        "kind": _STATE,
        "version": _TEXT,
        "sha256": _TEXT,
        "language": _AGREED,
        "method": _STATE,
        "at": _AGREED,
    },
    "accounts.AgreementAddress": {
        "id": _ROW,
        "agreement": NotPersonal("number of a row"),
        "user": Personal("3/agreement", Purpose.AGREEMENT, Retention.ACCOUNT),
        "ip": Personal("3/agreement", Purpose.AGREEMENT, Retention.ACCOUNT, channel=Channel.AUTOMATIC),
    },
    "accounts.MajorityDeclaration": {
        "id": _ROW,
        "user": Personal("13/majority", Purpose.LAW, Retention.ACCOUNT),
        "is_of_age": Personal("13/majority", Purpose.LAW, Retention.ACCOUNT),
        "age_asked": NotPersonal("the age that was asked of everybody"),
        "at": Personal("13/majority", Purpose.LAW, Retention.ACCOUNT, channel=Channel.AUTOMATIC),
    },
    "accounts.Receipt": {
        "id": _ROW,
        "key": _RANDOM,
        "actor": NotPersonal("an opaque reference, gone after two days"),
        "path": NotPersonal("address of a form; it holds references only"),
        "body_hash": _HASH,
        "location": NotPersonal("address of a page; it holds references only"),
        "at": NotPersonal("time"),
    },
    # Django brings these; nothing is written into them, because roles are rows of our own.
    "auth.Permission": {
        "id": _ROW,
        "name": NotPersonal("words of the code"),
        "content_type": NotPersonal("number of a row"),
        "codename": NotPersonal("words of the code"),
    },
    "auth.Group": {"id": _ROW, "name": NotPersonal("unused"), "permissions": NotPersonal("unused")},
    "contenttypes.ContentType": {
        "id": _ROW,
        "app_label": NotPersonal("words of the code"),
        "model": NotPersonal("words of the code"),
    },
}
