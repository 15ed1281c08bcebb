"""Addresses of the notices room, in the order of a user's journey."""

from django.urls import URLPattern

app_name = "notices"
urlpatterns: list[URLPattern] = []
