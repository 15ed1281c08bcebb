"""The demo that is measured: found or started, signed in to by each role, and walked from link to link."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from config.environment import WrongSetting
from japacar.demo.passphrase import PASSPHRASE

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = [f"account/{path}" for path in ("password/", "email/", "details/", "prove/", "link/", "second-factors/",
       "second-factors/app/", "second-factors/passkey/", "second-factors/recovery-codes/")]  # fmt: skip
# Where each role's walk begins. Visitors also see what no link leads to: an empty search and a missing page.
ROLES: dict[str, tuple[str | None, list[str]]] = {
    "visitor": (None, ["", "cars/", "cars/?q=zzzzqqqq", "cars/?page=2", "cars/JP-000000/", "sign-in/", "join/", "join/buyer/",
                       "join/dealer/", "verify/", "verify/no-such-code/", "check-a-paper/", "certificates/fields/",
                       "catalogue/", "terms/", "privacy/", "sign-in/with/google/failed/", "sign-out/", "/demo/", "/demo/mail/"]),
    "from google": (None, []),
    "linking google": (None, []),
    # Somebody whose password was right, and who has not shown his second factor yet.
    "halfway": ("dealer2@example.test", ["sign-in/second/"]),
    "buyer": ("buyer@example.test", ["account/home/", "account/", "account/profile/", "deals/", "notices/", *OWN]),
    "minor": ("minor@example.test", ["account/", "account/guardian/", "deals/"]),
    "newcomer": ("buyer2@example.test", ["sell/register/", "deals/"]),
    "dealer": ("dealer@example.test", ["sell/", "sell/settings/", "sell/cars/new/", "sell/papers/", "deals/",
                                       "sell/settings/papers/permit/reading/", "sell/settings/papers/licence/reading/",
                                       *OWN]),
    "sales": ("sales@example.test", ["sell/", "deals/"]),
    "papers": ("papers@example.test", ["sell/", "deals/"]),
    "unverified": ("applicant@example.test", ["sell/", "sell/settings/", "sell/cars/"]),
    "forwarder": ("forwarder@example.test", ["forward/", "account/"]),
    "staff": ("staff@example.test", ["desk/", "desk/people/", "desk/names/", "desk/letters/", "desk/consents/",
                                     "desk/exceptions/", "desk/bank-changes/", "desk/listings/", "desk/proofs/",
                                     "desk/dealers/all/", "deals/"]),
    # Nobody who is signed in, with the mails that all the others caused.
    "reader of mails": (None, []),
}  # fmt: skip
# Pages of one shape look alike, but a deal looks different in each state.
OF_ONE_SHAPE = {"deals/*/": 12, "forward/*/": 3, "sell/cars/*/": 3, "desk/dealers/*/": 3}
MOST_PAGES = 160
# Pages that look the same to whoever is signed in, but for the menu.
SAME_FOR_ALL = re.compile(
    r"$|(privacy|terms|how-buying-works|how-we-check-dealers|check-a-paper|certificates|verify|stores|account|cars|sign-in|join)/"
)
# Queries that show another page than without them; all others sort, filter and turn pages.
TOLD_APART = re.compile(r"(step|tab|status|rows|same)=[a-z0-9-]+")
LEFT_OUT = re.compile(
    r"/(sign-out|source|files|photos/[0-9a-f]{24}|papers/[0-9a-f-]{36})(/|-|$)|\.(pdf|xml|txt|webp|json)$"
)


@contextlib.contextmanager
def running(url: str | None) -> Iterator[tuple[str, Path | None]]:
    """Address and data folder of a demo: the given one (its folder is not known), or one that lives as long as this is held."""
    if url:
        yield url.rstrip("/"), None
        return
    data = Path(tempfile.mkdtemp(prefix="japacar-audit-"))
    port = os.environ.get("PORT") or "28765"
    environment = os.environ | {"JAPACAR_DATA": str(data), "PORT": port, "JAPACAR_BASE_URL": f"http://localhost:{port}"}
    with (data / "demo.log").open("w") as log:
        demo = subprocess.Popen(
            [sys.executable, "-P", "-m", "config.cli", "demo"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        address = f"http://localhost:{port}"
        _wait_for(address, demo, data / "demo.log")
        yield address, data
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(timeout=60)
        shutil.rmtree(data, ignore_errors=True)


def _wait_for(address: str, demo: subprocess.Popen[bytes], log: Path) -> None:
    """Until pages are there and the worker has drawn the photos; Lighthouse must not measure against its work."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + 600
    while time.monotonic() < end and demo.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError), opener.open(f"{address}/up", timeout=5):
            time.sleep(float(os.environ.get("JAPACAR_AUDIT_PAUSE", "60")))
            return
        time.sleep(1)
    raise WrongSetting(f"The demo did not start:\n{log.read_text()[-1500:]}")


def press(page: Any, selector: str) -> None:
    """Press the first of these, which leads to a page, and wait for that: a form that a script sends sets off a moment later."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def signed_in(browser: Any, base: str, email: str | None, *, is_halfway: bool = False, **options: Any) -> Any:
    """A browser context of this person, or of nobody."""
    context = browser.new_context(**options)
    if email is not None:
        page = context.new_page()
        page.goto(f"{base}/en/sign-in/")
        page.fill("#id_email", email)
        page.fill("#id_password", PASSPHRASE)
        press(page, "button[value=password]")
        if is_halfway:
            page.close()
            return context
        _show_second_factor(page, base)
        if "/sign-in" in page.url:
            raise WrongSetting(f"{email} could not sign in at {base}; is this a demo with its own passwords?")
        page.close()
    return context


def _show_second_factor(page: Any, base: str) -> None:
    """Enter the code that /demo/ shows. Each works once, so that a second sign-in within half a minute waits for the next."""
    end = time.monotonic() + 70
    while "/sign-in/second/" in page.url and time.monotonic() < end:
        page.fill("#id_code", _code_now(base))
        press(page, "form[data-once] button")
        if "/sign-in/second/" in page.url:
            # A third of the half minute for which a code is shown: the next one is there after at most three looks.
            time.sleep(11)


def _code_now(base: str) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{base}/demo/", timeout=30) as answer:
        found = re.search(r"data-code>(\d{6})<", answer.read().decode())
    return found[1] if found else ""


def walk(base: str, starts: list[str], see: Callable[[str], list[str]], done: set[str]) -> int:
    """Call `see(path)` for every page that links lead to, once for each shape; it gives the links of the page.

    Returns how many pages were seen. Paths are without the language, such as `cars/JP-4F7K2M/`; those that have none
    begin with a stroke. `done` are the shapes of pages that look the same to every role and were seen by another."""
    waiting, known, shapes, seen = list(starts), set(starts), Counter[str](), 0
    while waiting and seen < MOST_PAGES:
        path = waiting.pop(0)
        if path not in starts and shapes[shape(path)] >= OF_ONE_SHAPE.get(shape(path), 1):
            continue
        if SAME_FOR_ALL.match(path):
            if path not in starts and shape(path) in done:
                continue
            done.add(shape(path))
        shapes[shape(path)] += 1
        seen += 1
        for link in see(path):
            found = _inside(base, path, link)
            if found is not None and found not in known and not LEFT_OUT.search("/" + found):
                known.add(found)
                waiting.append(found)
    return seen


def shape(path: str) -> str:
    """`deals/DL-4F7K2M/` and every other deal have one shape; few queries make a new one."""
    path, _, query = path.partition("?")
    parts = path.split("/")
    told = [
        "*" if re.search(r"[0-9A-Z]", part) or before == "stores" else part
        for before, part in zip(["", *parts], parts, strict=False)
    ]
    return (f"?{query}" if TOLD_APART.fullmatch(query) else "") + "/".join(told)


def _inside(base: str, path: str, link: str) -> str | None:
    """The path of a link without host, language and fragment; None when it leads elsewhere or only sorts and filters."""
    parts = urlsplit(urljoin(f"{base}/en/{path}", link))
    if f"{parts.scheme}://{parts.netloc}" != base or (parts.query and not TOLD_APART.fullmatch(parts.query)):
        return None
    if parts.path.startswith("/demo/"):
        return parts.path
    if not parts.path.startswith("/en/"):
        return None
    return parts.path.removeprefix("/en/") + (f"?{parts.query}" if parts.query else "")
