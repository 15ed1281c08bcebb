"""Registers the quotes room with Django."""

from django.apps import AppConfig


class QuotesConfig(AppConfig):
    name = "japacar.quotes"
    label = "quotes"
