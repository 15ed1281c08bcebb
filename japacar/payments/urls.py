"""Addresses of the payments room, in the order of a user's journey."""

from django.urls import URLPattern

app_name = "payments"
urlpatterns: list[URLPattern] = []
