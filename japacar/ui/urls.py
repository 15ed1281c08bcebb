"""Addresses of the ui room, in the order of a user's journey."""

from django.urls import path

from japacar.ui import views

app_name = "ui"
urlpatterns = [
    path("how-buying-works/", views.how_buying_works, name="how_buying_works"),
    path("how-we-check-dealers/", views.how_we_check_dealers, name="how_we_check_dealers"),
    path("check-a-paper/", views.check_a_paper, name="check_a_paper"),
    path("catalogue/", views.catalogue, name="catalogue"),
]
