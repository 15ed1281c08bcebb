"""Every address of the site. Rooms list their own paths; people's pages stand below /en/ and /ja/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from config import health, known_addresses
from japacar.accounts.views.providers import callback
from japacar.vehicles import crawler_views

urlpatterns = [
    path("up", health.up, name="up"),
    path("robots.txt", crawler_views.robots, name="robots"),
    path("sitemap.xml", crawler_views.sitemap, name="sitemap"),
    path("favicon.ico", known_addresses.favicon, name="favicon"),
    path(".well-known/security.txt", known_addresses.security_txt, name="security_txt"),
    path("", include("japacar.files.urls")),
    # Registered with each provider once, so it has no language; and one each, so that answers cannot be mixed up.
    re_path(r"^sign-in/(?P<provider>google|line)/callback/$", callback, name="provider_callback"),
    path("stores/<slug:slug>", health.permanent_store, name="permanent_store"),
    *([path("demo/", include("japacar.demo.urls"))] if settings.MODE != "production" else []),
    *i18n_patterns(
        path("", include("japacar.vehicles.urls")),
        path("", include("japacar.certificates.urls")),
        path("", include("japacar.members.urls")),
        path("", include("japacar.accounts.urls")),
        path("", include("japacar.deals.urls")),
        path("", include("japacar.quotes.urls")),
        path("", include("japacar.payments.urls")),
        path("", include("japacar.documents.urls")),
        path("", include("japacar.shipping.urls")),
        path("", include("japacar.notices.urls")),
        path("", include("japacar.desk.urls")),
        path("", include("japacar.ui.urls")),
    ),
]

# Refusals without the context processors: they cost no query and come even when the database is away.
handler400 = "japacar.ui.errors.bad_request"
handler403 = "japacar.ui.errors.forbidden"
handler404 = "japacar.ui.errors.not_found"
handler500 = "japacar.ui.errors.server_error"
