"""Addresses of the quotes room, in the order of a user's journey."""

from django.urls import URLPattern

app_name = "quotes"
urlpatterns: list[URLPattern] = []
