"""Makes `config` known to Django for one purpose: no process of a production starts with an unsafe setting."""

from django.apps import AppConfig
from django.conf import settings

from config import checks
from config.environment import WrongSetting


class ConfigConfig(AppConfig):
    name = "config"
    label = "config"

    def ready(self) -> None:
        """Every process comes through here: web, worker, commands. Raises WrongSetting with all faults at once."""
        if faults := checks.faults(settings):
            raise WrongSetting("\n".join(faults))
