"""A dealer's public page: what the law asks a second-hand dealer to show on the internet (古物営業法 12条2項), and his cars.

The one thing to know: only an approved dealer has one; everybody else's address is a 404."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from japacar.accounts.viewers import ViewerRequest
from japacar.files.rules import photo_sources
from japacar.kernel.postal import PostalCodeRefused, lookup
from japacar.kernel.prefectures import BY_NAME
from japacar.members import register
from japacar.members.models import Dealer
from japacar.members.views.track_record import track_record
from japacar.ui.headers import page_class
from japacar.vehicles.cards import cards
from japacar.vehicles.models import Vehicle

PER_PAGE = 24
CACHED_SECONDS = 300


@page_class("public")
@login_not_required
@require_safe
def store(request: ViewerRequest, slug: str) -> HttpResponse:
    """Who the dealer is, what was checked and when, and what he sells."""
    dealer: Dealer = get_object_or_404(Dealer.objects.approved().select_related("register_entry"), slug=slug)
    entry = register.entry_of(dealer)
    on_sale = Vehicle.objects.on_sale().filter(dealer=dealer).order_by("-published_at")
    pager = Paginator(on_sale.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    page = {
        "dealer": dealer,
        "name": dealer.shop_name(_language()),
        "photos": [photo_sources(shot.file) for shot in dealer.shop_photos.select_related("file")],
        "place": place_of(dealer),
        "record": track_record(dealer),
        "looked_up_at": entry.checked_at if entry is not None and register.confirms(dealer, entry) else None,
        "on_sale": pager.paginator.count,
        "cars": cards(list(pager), eager=1),
        "pager": pager,
        "linked": linked_data(dealer, request),
    }
    response = render(request, "members/store.html", page)
    if request.viewer.is_anonymous and not request.COOKIES:
        response["Cache-Control"] = f"public, max-age={CACHED_SECONDS}"
    return response


def place_of(dealer: Dealer) -> str:
    """Town and prefecture, no street: `Tokorozawa-shi, Saitama`, `埼玉県所沢市`."""
    if _language() == "ja":
        return dealer.prefecture + dealer.city
    prefecture = BY_NAME[dealer.prefecture].en if dealer.prefecture in BY_NAME else dealer.prefecture
    try:
        return f"{lookup(dealer.postal_code).city_roman}, {prefecture}"
    except PostalCodeRefused:
        return prefecture


def linked_data(dealer: Dealer, request: ViewerRequest) -> dict[str, Any]:
    """schema.org's AutoDealer for machines: the same facts that stand on the page, and of people none but those the law shows."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "AutoDealer",
        "name": dealer.shop_name("en"),
        "alternateName": dealer.shop_name("ja"),
        "legalName": dealer.name_ja,
        "url": request.build_absolute_uri(f"/stores/{dealer.slug}"),
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "JP",
            "addressRegion": dealer.prefecture,
            "addressLocality": dealer.city,
        },
        "identifier": [
            {"@type": "PropertyValue", "propertyID": scheme, "value": value}
            for scheme, value in (
                (dealer.permit_commission, dealer.permit_number),
                ("法人番号", dealer.corporate_number),
            )
            if value
        ],
        "description": dealer.about_en if _language() == "en" else dealer.about_ja,
    }
    return {key: value for key, value in said.items() if value}


def _language() -> str:
    return (get_language() or "en").split("-")[0]
