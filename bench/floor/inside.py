"""The product's settings with the floor's view among its addresses: what a bare view costs behind all that stands before a view."""

from govops.config import settings as product
from govops.config.settings import *  # noqa: F403 - settings are names of a module

INSTALLED_APPS = [*product.INSTALLED_APPS, "bench.floor"]
ROOT_URLCONF = "bench.floor.inside_urls"
