"""Addresses of the deals room, in the order of a user's journey."""

from django.urls import URLPattern

app_name = "deals"
urlpatterns: list[URLPattern] = []
