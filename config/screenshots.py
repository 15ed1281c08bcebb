"""`bin/screenshots`: the README's pictures, taken from a running demo into docs/pictures/. Small WebP files, always the same views."""

from __future__ import annotations

import argparse
import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from config import debian
from config.audit import site

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
LARGEST = 60 * 1024
WIDTH = 900


@dataclass(frozen=True)
class Shot:
    """One picture. `follow` is a CSS selector of links; the link of that number is opened, and then `then`."""

    name: str
    role: str
    path: str
    follow: str = ""
    number: int = 0
    language: str = "en"
    scheme: str = "light"
    phone: bool = False
    paper: bool = False


CAR = 'a[href*="/cars/JP-"]'
DEAL = 'main a[href*="/deals/DL-"]'
DEALER = 'main a[href*="/desk/dealers/"]:not([href$="/dealers/"], [href$="/all/"])'
SHOTS = [
    Shot("home", "visitor", ""),
    Shot("search", "visitor", "cars/"),
    Shot("search-phone-ja", "visitor", "cars/", language="ja", phone=True),
    Shot("vehicle", "visitor", "cars/", follow=CAR),
    Shot("vehicle-dark", "visitor", "cars/", follow=CAR, scheme="dark"),
    Shot("vehicle-phone", "visitor", "cars/", follow=CAR, phone=True),
    Shot("deal", "buyer", "deals/", follow=DEAL, number=3),
    Shot("deal-phone-dark", "buyer", "deals/", follow=DEAL, number=3, scheme="dark", phone=True),
    Shot("deal-dealer-ja", "dealer", "deals/", follow=DEAL, number=1, language="ja"),
    Shot(
        "listing-editor",
        "dealer",
        "sell/cars/?status=published",
        follow='main a[href*="/sell/cars/JP-"]',
        language="ja",
    ),
    Shot("desk-review", "staff", "desk/dealers/", follow=DEALER, number=1),
    Shot("invoice", "buyer", "deals/", follow=DEAL, paper=True),
]


def main() -> int:
    """0 when every picture was taken and is small enough."""
    parser = argparse.ArgumentParser(prog="bin/screenshots", description="Take the README's pictures from a demo.")
    parser.add_argument("--url", help="a demo that runs already (default: start one on a throw-away data folder)")
    parser.add_argument("--only", action="append", choices=[shot.name for shot in SHOTS], help="only this picture")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(parents=True, exist_ok=True)
    missing = []
    debian.need_browser()
    with site.running(options.url) as (base, _), sync_playwright() as play:
        browser = debian.launch(play)
        for shot in SHOTS:
            if options.only and shot.name not in options.only:
                continue
            picture = _take(browser, base, shot)
            if picture is None:
                missing.append(shot.name)
                continue
            size = _keep(picture, FOLDER / f"{shot.name}.webp")
            print(f"{shot.name:<20} {size / 1024:5.0f} KB")
        browser.close()
    if missing:
        print(f"Nothing to photograph for: {', '.join(missing)}.")
    return 1 if missing else 0


def _take(browser: Any, base: str, shot: Shot) -> Image.Image | None:
    """The picture, or None where the demo has no such page."""
    size = {"width": 390, "height": 780} if shot.phone else {"width": 1200, "height": 860}
    context = site.signed_in(
        browser, base, site.ROLES[shot.role][0], viewport=size, color_scheme=shot.scheme, device_scale_factor=1.5
    )
    page = context.new_page()
    page.goto(f"{base}/{shot.language}/{shot.path}", wait_until="networkidle")
    links = (
        list(dict.fromkeys(page.eval_on_selector_all(shot.follow, "all => all.map(a => a.href)")))
        if shot.follow
        else []
    )
    if shot.follow and len(links) <= shot.number:
        return None
    if shot.paper:
        return _paper(context, page, links)
    if links:
        page.goto(links[shot.number], wait_until="networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    return picture


def _paper(context: Any, page: Any, deals: list[str]) -> Image.Image | None:
    """The first page of the first proforma invoice among these deals."""
    import pypdfium2  # type: ignore[import-untyped]  # it carries no types

    for deal in deals:
        page.goto(deal)
        for link in page.eval_on_selector_all('main a[href*="/papers/"]', "all => all.map(a => a.href)"):
            answer = context.request.get(link)
            if answer.headers.get("content-type", "").startswith("application/pdf"):
                image: Image.Image = pypdfium2.PdfDocument(answer.body())[0].render(scale=1.4).to_pil()
                return image
    return None


def _keep(picture: Image.Image, path: Path) -> int:
    """Write as small as it must be; returns the size in bytes."""
    picture = picture.convert("RGB")
    picture.thumbnail((WIDTH, 1300), Image.Resampling.LANCZOS)
    for quality in (82, 72, 62, 50, 40, 30):
        picture.save(path, "WEBP", quality=quality, method=6)
        if path.stat().st_size <= LARGEST:
            break
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
