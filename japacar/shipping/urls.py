"""Addresses of the shipping room: who ships is chosen from the deal page, the forwarder works below /forward/."""

from django.urls import path

from japacar.shipping.views import choosing, forwarding, links, listing

app_name = "shipping"
urlpatterns = [
    path("deals/<slug:code>/forwarder/", choosing.assign, name="assign"),
    path("forward/", listing.shipments, name="shipments"),
    path("forward/link/<slug:secret>/", links.link, name="link"),
    path("forward/<slug:code>/", forwarding.shipment, name="shipment"),
    path("forward/<slug:code>/instruction/", forwarding.instruction, name="instruction"),
    path("forward/<slug:code>/booking/", forwarding.book, name="book"),
    path("forward/<slug:code>/sailing/", forwarding.sail, name="sail"),
    path("forward/<slug:code>/bl/", forwarding.bill, name="bill"),
    path("forward/<slug:code>/arrival/", forwarding.arrive, name="arrive"),
]
