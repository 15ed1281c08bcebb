"""Addresses of the members room, in the order of a user's journey."""

from django.urls import URLPattern

app_name = "members"
urlpatterns: list[URLPattern] = []
