"""Addresses of the dealer's own pages, taken up by urls.py."""

from django.urls import URLPattern

sell_urls: list[URLPattern] = []
