"""Registers the payments room with Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "japacar.payments"
    label = "payments"
