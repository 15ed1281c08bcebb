"""Addresses of the shipping room, in the order of a user's journey."""

from django.urls import URLPattern

app_name = "shipping"
urlpatterns: list[URLPattern] = []
