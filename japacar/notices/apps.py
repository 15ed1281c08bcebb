"""Registers the notices room with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "japacar.notices"
    label = "notices"
