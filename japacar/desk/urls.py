"""Addresses of the desk room: the home with all queues, then one line for each module of the desk."""

from django.urls import path

from japacar.desk import proofs_views, views
from japacar.desk.dealers import urls as dealers

app_name = "desk"
urlpatterns = [
    path("desk/", views.home, name="home"),
    path("desk/proofs/", proofs_views.proofs, name="proofs"),
    *dealers.urlpatterns,
]
