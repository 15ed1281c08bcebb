"""All settings, read top to bottom; every value comes from the environment and has a default that suits development.

The one thing to know: JAPACAR_MODE (demo, test or production) decides how strict the start is. Production has no default
for secrets and refuses to start without them (config/checks.py)."""

import gc
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from config.environment import WrongSetting, env_bool, env_int, env_list, env_str
from japacar.kernel.ciphers import BadKeyRing, KeyRing

# What a start loads, and what a page makes, is many times the 700 things after which Python would look for rubbish that leads in a
# circle. Nearly all goes by itself; to look for it again and again took an eighth of each start.
gc.set_threshold(50_000, 20, 10)

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = env_str("JAPACAR_MODE", "demo")
if MODE not in {"demo", "test", "production"}:
    raise WrongSetting(f"JAPACAR_MODE must be demo, test or production, not {MODE!r}.")
IS_PRODUCTION = MODE == "production"
DEBUG = env_bool("DEBUG", default=False)

# --- Where things lie and what we are called ------------------------------------------------------------------------
DATA_DIR = Path(env_str("JAPACAR_DATA", str(BASE_DIR / "var"))).absolute()
HERE = f"http://localhost:{env_str('PORT', '') or 8000}"
BASE_URL = env_str("JAPACAR_BASE_URL", None if IS_PRODUCTION else HERE).rstrip("/")
IS_HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname or "localhost", *env_list("ALLOWED_HOSTS")]
if not IS_PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]

# --- Secrets --------------------------------------------------------------------------------------------------------
# Outside production a fixed value lets checks and tests run from a bare check-out; `bin/demo` makes its own.
SECRET_KEY = env_str(
    "SECRET_KEY", None if IS_PRODUCTION else "not-secret-only-for-checks-and-tests-on-this-machine-0123456789"
)
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
# Lines of `id:base64(32 bytes)`, the first is current (kernel/ciphers.py).
try:
    FIELD_KEYS = KeyRing.from_lines(
        env_str("JAPACAR_FIELD_KEYS", None if IS_PRODUCTION else "dev:ZGV2LW9ubHkta2V5LWZvci1jaGVja3MtYW5kLXRlc3Q=")
    )
except BadKeyRing as bad:
    raise WrongSetting(f"JAPACAR_FIELD_KEYS is no key ring: {bad}.") from None

# --- Rooms ----------------------------------------------------------------------------------------------------------
ROOMS = [
    "kernel",
    "ui",
    "egress",
    "files",
    "events",
    "accounts",
    "members",
    "certificates",
    "vehicles",
    "shipping",
    "deals",
    "quotes",
    "documents",
    "payments",
    "notices",
    "privacy",
    "desk",
    *(["demo"] if MODE != "production" else []),
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "config.apps.ConfigConfig",
    *[f"japacar.{room}" for room in ROOMS if room != "kernel"],
]
# Our own first middleware sends X-Frame-Options with every other header (ui/headers.py).
SILENCED_SYSTEM_CHECKS = ["security.W002"]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "japacar.ui.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "japacar.ui.compressing.CompressText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "japacar.ui.errors.RefuseIncomplete",
    "japacar.ui.errors.ExplainMethod",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "japacar.accounts.viewers.ViewerMiddleware",
    "japacar.accounts.doorkeeping.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    # allauth refuses to start without it. It keeps the request at hand for allauth's own functions and asks nothing of the database.
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "japacar" / room / "templates" for room in ROOMS],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "japacar.ui.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "config.context.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.Jinja2"

# --- Database: PostgreSQL only; two roles (architecture.md 6) --------------------------------------------------------
DATABASE_URL = env_str("DATABASE_URL", "postgresql://japacar_app@/japacar")
DATABASE_OWNER_URL = env_str("DATABASE_OWNER_URL", "")


def _database(url: str) -> dict[str, object]:
    """Django's settings for one postgresql:// address; `?host=/folder` names a Unix socket."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise WrongSetting("DATABASE_URL must start with postgresql://; no other database is supported.")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    host = unquote(query.pop("host", "") or parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "japacar",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # A host that is silent is given up before all threads wait for it.
        "OPTIONS": {"application_name": "japacar", "connect_timeout": "5"} | {k: unquote(v) for k, v in query.items()},
    }


DATABASES = {"default": _database(DATABASE_URL)}
# What these hold is never changed: triggers refuse it and the application's role lacks the rights.
APPEND_ONLY_TABLES = ("events_event", "events_anchor", "accounts_agreement")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Sign-in, sessions, cookies: exactly two names exist (clauses PP-7.1) ---------------------------------------------
PASSWORD_HASHERS = ["japacar.accounts.hashing.OneAtATime"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:home"
SESSION_ENGINE = "japacar.accounts.sessions"
SESSION_COOKIE_NAME = "japacar_session"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_IDLE_SECONDS = 24 * 3600
STAFF_SESSION_SECONDS = 12 * 3600
STAFF_SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_NAME = "XSRF-TOKEN"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_FAILURE_VIEW = "japacar.ui.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# allauth lies underneath second factors and providers; its pages are not among our addresses (docs/adr/0005).
ACCOUNT_ADAPTER = "japacar.accounts.beneath.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
MFA_ADAPTER = "japacar.accounts.beneath.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "JAPACAR"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 10
MFA_WEBAUTHN_USER_VERIFICATION = "required"

# --- Languages: /en/… and /ja/… (no language cookie) -----------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env_str("JAPACAR_STATIC", str(DATA_DIR / "static")))
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "japacar.ui.stylesheet.StylesheetFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "japacar.ui.static_files.NamedByContent"
    },
}
WHITENOISE_USE_FINDERS = MODE == "test"
WHITENOISE_AUTOREFRESH = MODE == "test"

# --- Limits of what a request may carry -------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Transport ------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = IS_HTTPS and IS_PRODUCTION
SECURE_HSTS_SECONDS = 63072000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
if env_bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of our own stand in front; the client's address is that far from the right of X-Forwarded-For.
TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", 0)

# --- Outside services, each through egress ----------------------------------------------------------------------------
SMTP_URL = env_str("SMTP_URL", "smtp://127.0.0.1:2525")
MAIL_FROM = env_str("MAIL_FROM", "JAPACAR <info@japacar.jp>")
MAIL_PROVIDER_COUNTRY = env_str("MAIL_PROVIDER_COUNTRY", "JP")
# The National Tax Agency's register of corporate numbers. Without its application id nothing is asked: staff compare by hand.
CORPORATE_REGISTER_URL = env_str("CORPORATE_REGISTER_URL", "https://api.houjin-bangou.nta.go.jp/4")
CORPORATE_REGISTER_ID = env_str("CORPORATE_REGISTER_ID", "")
# Each provider stands on the pages only with an id and a secret. An issuer is another one for a stand-in only.
SIGN_IN_PROVIDERS = {
    "google": {
        "id": env_str("GOOGLE_CLIENT_ID", ""),
        "secret": env_str("GOOGLE_CLIENT_SECRET", ""),
        "issuer": env_str("GOOGLE_ISSUER", "").rstrip("/") or "https://accounts.google.com",
    },
    "line": {
        "id": env_str("LINE_CHANNEL_ID", ""),
        "secret": env_str("LINE_CHANNEL_SECRET", ""),
        "issuer": env_str("LINE_ISSUER", "").rstrip("/") or "https://access.line.me",
    },
}
# Hosts that may be asked beside those of egress/registry.py, by purpose: of an issuer that was set.
EGRESS_HOSTS = {
    f"sign_in_{name}": frozenset({urlsplit(said["issuer"]).hostname or ""}) for name, said in SIGN_IN_PROVIDERS.items()
}

# Models that read papers and price cars. Without a key nothing is asked, and the pages offer the way by hand alone.
ANTHROPIC = {
    "key": env_str("ANTHROPIC_API_KEY", ""),
    "url": env_str("ANTHROPIC_BASE_URL", "").rstrip("/") or "https://api.anthropic.com",
    "model": env_str("ANTHROPIC_MODEL", "claude-sonnet-5-5"),
}
OPENAI = {
    "key": env_str("OPENAI_API_KEY", ""),
    "url": env_str("OPENAI_BASE_URL", "").rstrip("/") or "https://api.openai.com/v1",
    "model": env_str("OPENAI_MODEL", "gpt-5.4-mini"),
}

# --- Jobs -----------------------------------------------------------------------------------------------------------
PROCRASTINATE_ON_APP_READY = "config.schedule.register"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.Line", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    # A logger without any handler is no quiet one: Python prints what it says, with the traceback.
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "none": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "WARNING")},
    "loggers": {
        # Django's own request lines would write addresses that the view log promises not to keep (PP-1.3-c).
        "django.server": {"handlers": ["none"], "propagate": False},
        # A scanner with a made-up Host: the line "Bad Request" is enough.
        "django.security.DisallowedHost": {"handlers": ["none"], "propagate": False},
        "procrastinate": {"level": "WARNING"},
        # Its request lines carry whole addresses, and with them the keys that services gave us.
        "httpx": {"level": "WARNING"},
        # At their own debug level these write whole requests, and with them the document.
        **{name: {"level": "WARNING"} for name in ("httpx2", "httpcore2", "anthropic", "openai")},
    },
}

# --- The operator (PP-15-a) and what he may set -----------------------------------------------------------------------
OPERATOR = {
    "name": "Japanese Car Trading LLC",
    "name_ja": "日本車貿易合同会社",
    "address": "693-7 Yamaguchi, Tokorozawa City, Saitama 359-1145, Japan",
    "address_ja": "〒359-1145 埼玉県所沢市山口693-7",
    "phone": "050-7108-4580",
    "email": "info@japacar.jp",
}
# Whom /.well-known/security.txt names; a server of its own names nobody until it is told. Whoever finds a weakness in a demo
# writes where SECURITY.md says.
SECURITY_CONTACT = env_str("SECURITY_CONTACT", "" if IS_PRODUCTION else f"mailto:{OPERATOR['email']}")
if SECURITY_CONTACT and not re.fullmatch(r"(mailto:[^\s@]+@|https://)\S+", SECURITY_CONTACT):
    raise WrongSetting("SECURITY_CONTACT must be one mailto: or https: address.")
AGE_OF_MAJORITY = env_int("AGE_OF_MAJORITY", 18)
# Our staff looks at this many first listings of a dealer, and at prices this many times below or above like cars; 0: never.
LISTING_REVIEW_FIRST = env_int("LISTING_REVIEW_FIRST", 3)
LISTING_REVIEW_PRICE_FACTOR = env_int("LISTING_REVIEW_PRICE_FACTOR", 3)
# A dealer confirms every so many days that a car is still there, is reminded so many days before, else it leaves the search.
STOCK_CONFIRM_DAYS = env_int("STOCK_CONFIRM_DAYS", 14)
STOCK_REMINDER_DAYS = env_int("STOCK_REMINDER_DAYS", 3)
