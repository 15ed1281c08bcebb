"""Registers the vehicles room with Django."""

from django.apps import AppConfig


class VehiclesConfig(AppConfig):
    name = "japacar.vehicles"
    label = "vehicles"
