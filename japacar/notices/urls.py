"""Addresses of the notices room, in the order of a user's journey."""

from django.urls import path

from japacar.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/<uuid:notice_id>/", views.open_notice, name="open_notice"),
]
