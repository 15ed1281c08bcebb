"""Addresses of the files room. They carry no language: a picture is the same in each."""

from django.urls import path, re_path

from japacar.files import views

app_name = "files"
urlpatterns = [
    re_path(r"^photos/(?P<name>[0-9a-f]{24})-(?P<width>[0-9]{2,4})\.(?P<form>webp|avif)$", views.photo, name="photo"),
    path("files/<str:token>/", views.private, name="private"),
]
