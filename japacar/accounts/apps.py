"""Registers the accounts room with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "japacar.accounts"
    label = "accounts"
