"""Registers the deals room with Django."""

from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "japacar.deals"
    label = "deals"
