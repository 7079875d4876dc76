"""The product with the example module, for the test that runs it."""

from govops.config.settings import *  # noqa: F403
from govops.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "media_loan"]
