"""Addresses of the vehicles room: first what the public reads, then the dealer's own pages."""

from django.urls import path

from japacar.vehicles import public_views, stock_views
from japacar.vehicles.bulk.urls import bulk_urls
from japacar.vehicles.sell_urls import sell_urls

app_name = "vehicles"
urlpatterns = [
    path("", public_views.home, name="home"),
    path("cars/", public_views.search, name="search"),
    path("cars/<slug:reference>/", public_views.vehicle, name="vehicle"),
    path("cars/<slug:reference>/photos/", public_views.photos, name="photos"),
    path("still-there/<str:token>/", stock_views.still_there, name="still_there"),
    *sell_urls,
    *bulk_urls,
]
