"""Addresses of the shipping room: who ships is chosen from the deal page, the forwarder works below /forward/."""

from django.urls import path

from japacar.shipping import views

app_name = "shipping"
urlpatterns = [
    path("deals/<slug:code>/forwarder/", views.assign, name="assign"),
    path("forward/", views.shipments, name="shipments"),
    path("forward/link/<slug:secret>/", views.link, name="link"),
    path("forward/<slug:code>/", views.shipment, name="shipment"),
    path("forward/<slug:code>/instruction/", views.instruction, name="instruction"),
    path("forward/<slug:code>/booking/", views.book, name="book"),
    path("forward/<slug:code>/sailing/", views.sail, name="sail"),
    path("forward/<slug:code>/bl/", views.bill, name="bill"),
    path("forward/<slug:code>/arrival/", views.arrive, name="arrive"),
]
