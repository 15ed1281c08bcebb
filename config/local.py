"""What a check-out needs to run on its own, put into the environment: data folder, secrets, the embedded database.

Whatever the environment already says wins: with DATABASE_URL no database is started, and production makes no secrets.
"""

from __future__ import annotations

import base64
import contextlib
import ipaddress
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from config import cluster
from config.environment import WrongSetting, env_str
from config.secret_files import write_once

CHOSEN = "demo.stand-ins"
# Says that the tables were made, and so that something may lie sealed in them.
TABLES = "tables.mark"
ROOT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """JAPACAR_DATA, or `var` in the check-out."""
    return Path(os.environ.get("JAPACAR_DATA") or ROOT / "var").absolute()


def read_chosen(data: Path) -> None:
    """What the demo on this folder chose for its stand-ins last; what the environment says wins. Only for the demo."""
    if os.environ.get("JAPACAR_MODE") == "demo" and (data / CHOSEN).exists():
        for line in (data / CHOSEN).read_text().splitlines():
            name, _, value = line.partition("=")
            os.environ.setdefault(name, value)


def prepare_environment(data: Path) -> None:
    """Set JAPACAR_MODE, JAPACAR_DATA and, outside production, the two secrets, each in a file that only we may read."""
    os.environ["JAPACAR_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if os.environ.setdefault("JAPACAR_MODE", "demo") == "production":
        return
    for name, file, value in (
        ("SECRET_KEY", "secret-key", secrets.token_urlsafe(48)),
        ("JAPACAR_FIELD_KEYS", "field-keys", f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}"),
    ):
        if name not in os.environ and f"{name}_FILE" not in os.environ:
            path = data / "keys" / file
            if name == "JAPACAR_FIELD_KEYS" and (data / TABLES).exists() and not path.exists():
                raise WrongSetting(
                    f"{path} is missing, and without it what lies sealed in {data} cannot be opened. "
                    "Put it back from your backup, or start anew with `bin/demo --fresh`."
                )
            os.environ[f"{name}_FILE"] = str(write_once(path, value))
        # Said here, in one sentence, and not by each process that falls over it.
        env_str(name)


@contextlib.contextmanager
def database(data: Path) -> Iterator[None]:
    """DATABASE_URL and DATABASE_OWNER_URL; when unset those of the embedded cluster, which runs while this is held."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with cluster.use(data) as running:
        os.environ["DATABASE_URL"] = running.application_url
        os.environ["DATABASE_OWNER_URL"] = running.owner_url
        yield


def address() -> tuple[str, int]:
    """HOST and PORT. Raises WrongSetting unless the host is loopback, or was allowed to be public twice."""
    host = os.environ.get("HOST") or "127.0.0.1"
    host = "127.0.0.1" if host == "localhost" else host
    try:
        port = int(os.environ.get("PORT") or "8000")
    except ValueError:
        raise WrongSetting(f"PORT must be a number, not {os.environ['PORT']!r}.") from None
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        raise WrongSetting(f"HOST must be an address such as 127.0.0.1, not {host!r}.") from None
    if not is_loopback and os.environ.get("JAPACAR_ALLOW_PUBLIC") != "yes":
        raise WrongSetting(
            f"HOST is {host}, which other machines can reach. The demo's passwords are public, so this is refused; "
            "set JAPACAR_ALLOW_PUBLIC=yes as well if you mean it."
        )
    if not 0 < port < 65536:
        raise WrongSetting(f"PORT must lie between 1 and 65535, not {port}.")
    return host, port
