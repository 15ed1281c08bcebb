"""Addresses of the vehicles room, in the order of a user's journey."""

from django.urls import URLPattern

app_name = "vehicles"
urlpatterns: list[URLPattern] = []
