"""Entry point of the web workers."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govops.config.settings")

if parent := os.environ.get("GOVOPS_PARENT"):
    from govops.server.process import die_with_parent

    die_with_parent(parent=int(parent))

application = get_wsgi_application()

from govops.kernel.web.warming import warm_up  # noqa: E402 - it knows models, which are there by now

warm_up()

# What exists now stays for the life of the process: keep the collector from walking it again and again. A request makes
# some thousand things and drops them when it ends; looking for rings among them at every seven hundredth finds none.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
