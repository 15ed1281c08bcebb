"""Registers the events room with Django."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "japacar.events"
    label = "events"
