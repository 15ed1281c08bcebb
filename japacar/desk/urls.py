"""Addresses of the desk room, in the order of a user's journey."""

from django.urls import URLPattern

app_name = "desk"
urlpatterns: list[URLPattern] = []
