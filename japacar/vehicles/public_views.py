"""What everybody may read: the front page, the search, the page of one vehicle and its photos.

The one thing to know: a visitor's page is the same for all visitors and may lie in a cache for a minute; it sets no cookie."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from japacar.accounts.viewers import ViewerRequest
from japacar.files.rules import photo_sources
from japacar.kernel import ids
from japacar.members.models import Dealer
from japacar.ui.headers import page_class
from japacar.ui.jinja import url_if
from japacar.vehicles import angles, filters, loading, structured, vehicle_details, vehicle_page
from japacar.vehicles.cards import alt_text, cards, dollar_rate
from japacar.vehicles.criteria import Criteria, read, tidy_query
from japacar.vehicles.filters import language
from japacar.vehicles.labels import label
from japacar.vehicles.models import Photo, Vehicle
from japacar.vehicles.outlines import outline_of
from japacar.vehicles.search import PAGE_SIZE, known_names
from japacar.vehicles.search import search as find

NEWEST = 6


@page_class("public")
@login_not_required
@require_safe
def home(request: ViewerRequest) -> HttpResponse:
    """The front page: search first, then who stands behind it, the newest cars, makes and bodies."""
    everything = Criteria()
    results, known = find(everything, size=NEWEST), known_names()
    context = {
        "cars": cards(results.ids, eager=1),
        "results": results,
        "makes": _top(filters.groups(everything, results, known), "make", 16),
        "bodies": _top(filters.groups(everything, results, known), "body", 16),
        "models": filters.frequent_models(results, known)[:4],
        "dealers": Dealer.objects.approved().count(),
        "rate_note": vehicle_page.rate_note(dollar_rate()),
        **_addresses(request),
    }
    return _shared(request, render(request, "vehicles/home.html", context))


@page_class("public")
@login_not_required
@require_safe
def search(request: ViewerRequest) -> HttpResponse:
    """Results and filters. Empty parameters of the form lead to the tidy address."""
    tidy = tidy_query(request.GET)
    if tidy != request.GET.urlencode():
        return _shared(request, HttpResponseRedirect(f"{request.path}?{tidy}" if tidy else request.path))
    known = known_names()
    reading = read(request.GET, models_by_make=known.models_by_make)
    criteria, notes = reading.criteria, reading.notes
    results = find(criteria)
    if criteria.page > results.pages:
        notes.append("page")
        criteria = criteria.with_(page=results.pages)
        results = find(criteria)
    context = {
        "criteria": criteria,
        "results": results,
        "notes": filters.note_words(notes),
        "heading": filters.heading(criteria, results, known),
        "groups": filters.groups(criteria, results, known),
        "selects": filters.range_selects(criteria),
        "chips": filters.chips(criteria, known),
        "promoted": filters.promoted(criteria, results),
        "sorts": filters.SORT_LABELS,
        "ways": [] if results.total else filters.relaxations(criteria, results, known),
        "cars": cards(results.ids, eager=2),
        "pager": filters.pages(criteria, results),
        "rate_note": vehicle_page.rate_note(dollar_rate()),
        "first": (criteria.page - 1) * PAGE_SIZE + 1,
        **_addresses(request, query=criteria.query(without=("sort",))),
    }
    return _shared(request, render(request, "vehicles/search.html", context))


@page_class("public")
@login_not_required
@require_safe
def vehicle(request: ViewerRequest, reference: str) -> HttpResponse:
    """One vehicle, for everybody when it is public, and for its dealer and the staff before that too."""
    if (right := _right_reference(reference)) != reference:
        return HttpResponseRedirect(reverse("vehicles:vehicle", kwargs={"reference": right}))
    found = _load(request, reference)
    weighed, faults = loading.photos_of(found), loading.faults_of(found)
    photos = [photo for photo, _weight in weighed]
    title, lang = found.title(language()), language()
    here = reverse("vehicles:vehicle", kwargs={"reference": reference})
    photos_url = reverse("vehicles:photos", kwargs={"reference": reference})
    rate, whole = dollar_rate(), f"{settings.BASE_URL}{here}"
    words, faults_seen = vehicle_page.fault_items(faults, photos, photos_url, lang)
    condition, condition_seen = vehicle_details.condition(found)
    crumbs = _crumbs(found, lang)
    images = [f"{settings.BASE_URL}{vehicle_page.largest(photo)}" for photo in photos[:6]]
    context = {
        "car": found,
        "title": title,
        "is_public": found.status in Vehicle.PUBLIC and found.dealer.is_approved,
        "crumbs": crumbs,
        "gallery": vehicle_page.gallery_photos(photos[:5], title, photos_url),
        "photo_count": len(photos),
        "not_shown": [str(each.label) for each in angles.not_shown(found.body_type, {photo.angle for photo in photos})],
        "photo_bytes": sum(weight for _photo, weight in weighed),
        "photos_url": photos_url,
        "tags": vehicle_page.tags(found, len(faults)),
        "price_rows": vehicle_page.price_rows(found, rate),
        "rate_note": vehicle_page.rate_note(rate),
        "specification": vehicle_page.specification(found),
        "condition": condition,
        "condition_seen": condition_seen,
        "sections": vehicle_details.sections(found, request.viewer),
        "faults": words,
        "faults_seen": faults_seen,
        "pins": vehicle_page.damage_pins(found, faults),
        "outline": outline_of(found.body_type).name,
        "equipment": vehicle_page.equipment(found),
        "dealer_rows": vehicle_page.dealer_rows(
            found, url_if("members:store", slug=found.dealer.slug), lang, settings.OPERATOR
        ),
        "quote_url": url_if("deals:request_quote", reference=reference) if found.is_on_sale else "",
        "similar": cards(loading.similar_to(found)),
        "share": vehicle_page.share_links(title, whole),
        "summary": vehicle_page.summary(found, title),
        "image": images[0] if images else "",
        "structured": [
            structured.car(
                found,
                title=title,
                url=whole,
                images=images,
                language=lang,
                faults=[f"{w['code']} {w['text']}" for w in words],
            ),
            structured.breadcrumbs([(name, f"{settings.BASE_URL}{url or here}") for name, url in crumbs]),
        ],
        **_addresses(request),
    }
    return _shared(request, render(request, "vehicles/vehicle.html", context))


@page_class("public")
@login_not_required
@require_safe
def photos(request: ViewerRequest, reference: str) -> HttpResponse:
    """All photos of one vehicle, each a link to its largest copy."""
    if (right := _right_reference(reference)) != reference:
        return HttpResponseRedirect(reverse("vehicles:photos", kwargs={"reference": right}))
    found = _load(request, reference)
    title = found.title(language())
    context = {
        "car": found,
        "title": title,
        "pictures": [
            {
                **photo_sources(p.file, alt=alt_text(p, title), widest=960),
                "large": vehicle_page.largest(p),
                "angle": label(Photo.Angle, p.angle),
            }
            for p, _weight in loading.photos_of(found)
        ],
        **_addresses(request),
    }
    return _shared(request, render(request, "vehicles/photos.html", context))


def _load(request: ViewerRequest, reference: str) -> Vehicle:
    """The vehicle with all that its page shows; 404 for whoever may not see it."""
    found = loading.vehicle_for(request.viewer, reference)
    if found is None:
        raise Http404
    return found


def _right_reference(reference: str) -> str:
    """The reference that an address means; 404 when it can mean none."""
    try:
        return ids.normalise_reference(reference, "JP")
    except ids.NotAReference as error:
        raise Http404 from error


def _crumbs(vehicle: Vehicle, lang: str) -> list[tuple[str, str]]:
    all_cars = reverse("vehicles:search")
    steps = [(_("Cars"), all_cars)]
    if vehicle.make:
        steps.append((vehicle.make.name(lang), f"{all_cars}?make={vehicle.make.slug}"))
    if vehicle.make and vehicle.model:
        steps.append((vehicle.model.name(lang), f"{all_cars}?make={vehicle.make.slug}&model={vehicle.model.slug}"))
    return steps


def _addresses(request: HttpRequest, query: str = "") -> dict[str, str]:
    """This page in both languages as whole addresses, for search engines."""
    tail = request.path.split("/", 2)[2]
    mark = f"?{query}" if query else ""
    both = {code: f"{settings.BASE_URL}/{code}/{tail}{mark}" for code, _name in settings.LANGUAGES}
    return {"canonical": both[language()], "in_english": both["en"], "in_japanese": both["ja"]}


def _top(groups: list[filters.Group], name: str, most: int) -> list[filters.Choice]:
    return [choice for group in groups if group.name == name for choice in (*group.first, *group.more)][:most]


def _shared(request: ViewerRequest, response: HttpResponse) -> HttpResponse:
    """Let caches keep what a visitor without a session got."""
    if request.viewer.is_anonymous and settings.SESSION_COOKIE_NAME not in request.COOKIES:
        response["Cache-Control"] = "public, max-age=60"
    return response
