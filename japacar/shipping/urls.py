"""Addresses of the shipping room: who ships is chosen from the deal page, the forwarder works below /forward/."""

from django.urls import path

from japacar.shipping import views

app_name = "shipping"
urlpatterns = [
    path("deals/<str:code>/forwarder/", views.assign, name="assign"),
    path("forward/", views.shipments, name="shipments"),
    path("forward/link/<str:secret>/", views.link, name="link"),
    path("forward/<str:code>/", views.shipment, name="shipment"),
    path("forward/<str:code>/instruction/", views.instruction, name="instruction"),
    path("forward/<str:code>/booking/", views.book, name="book"),
    path("forward/<str:code>/sailing/", views.sail, name="sail"),
    path("forward/<str:code>/bl/", views.bill, name="bill"),
    path("forward/<str:code>/arrival/", views.arrive, name="arrive"),
]
