"""Registers the shipping room with Django."""

from django.apps import AppConfig


class ShippingConfig(AppConfig):
    name = "japacar.shipping"
    label = "shipping"
