"""Registers the members room with Django."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "japacar.members"
    label = "members"
