"""The settings of a site whose receipts are switched off, to show that the checks of this folder would notice."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS as _ROOMS

INSTALLED_APPS = [*_ROOMS, "tests.crash.without_receipts.WithoutReceipts"]
