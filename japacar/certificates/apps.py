"""Registers the certificates room with Django."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "japacar.certificates"
    label = "certificates"
