"""Registers the documents room with Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "japacar.documents"
    label = "documents"
