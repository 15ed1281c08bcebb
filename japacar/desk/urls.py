"""Addresses of the desk room: the home with all queues, then one line for each module of the desk."""

from django.urls import path

from japacar.desk import letters_views, proofs_views, views
from japacar.desk.dealers import urls as dealers

app_name = "desk"
urlpatterns = [
    path("desk/", views.home, name="home"),
    path("desk/proofs/", proofs_views.proofs, name="proofs"),
    path("desk/letters/", letters_views.letters, name="letters"),
    path("desk/letters/<uuid:pk>/again/", letters_views.send_again, name="send_again"),
    path("desk/jobs/<int:pk>/again/", letters_views.run_again, name="run_again"),
    *dealers.urlpatterns,
]
