"""Addresses of the accounts room, in the order of a user's journey."""

from django.urls import URLPattern

app_name = "accounts"
urlpatterns: list[URLPattern] = []
