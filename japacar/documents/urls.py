"""Addresses of the documents room, in the order of a user's journey."""

from django.urls import URLPattern

app_name = "documents"
urlpatterns: list[URLPattern] = []
