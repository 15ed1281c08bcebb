"""Registers the privacy room and its system checks with Django."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "japacar.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Importing the module registers privacy.E001 to E005."""
        from japacar.privacy import checks  # noqa: F401
