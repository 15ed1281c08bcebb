"""Registers the room `ui`."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "japacar.ui"
    label = "ui"
