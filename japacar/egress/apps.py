"""Registers the egress room with Django."""

from django.apps import AppConfig


class EgressConfig(AppConfig):
    name = "japacar.egress"
    label = "egress"
