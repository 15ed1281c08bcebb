"""Registers the privacy room with Django."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "japacar.privacy"
    label = "privacy"
