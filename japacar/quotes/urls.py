"""Addresses of the quotes room, in the order of a user's journey."""

from django.urls import path

from japacar.quotes import price_views, views

app_name = "quotes"
urlpatterns = [
    path("sell/cars/<slug:reference>/price-help/", price_views.price_help, name="price_help"),
    path("deals/<slug:code>/quote/new/", views.new, name="new"),
    path("deals/<slug:code>/quotes/", views.compare, name="compare"),
    path("deals/<slug:code>/quotes/<int:version>/reserve/", views.reserve, name="reserve"),
    path("deals/<slug:code>/quotes/<int:version>/counter/", views.counter, name="counter"),
]
