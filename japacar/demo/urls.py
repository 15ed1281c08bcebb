"""Addresses of the demo room, in the order of a user's journey."""

from django.urls import URLPattern

app_name = "demo"
urlpatterns: list[URLPattern] = []
