"""The worker process: takes jobs from the queue and keeps the schedule."""

from __future__ import annotations

from typing import cast

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from govops.kernel.jobs.queue import QUEUE
from govops.kernel.jobs.schedule import Keeper

GRACE_SECONDS = 15.0


def run(*, concurrency: int) -> None:
    """Work until SIGTERM or SIGINT; running jobs get GRACE_SECONDS to end, then go back to the queue."""
    keeper = Keeper()
    keeper.start()
    try:
        connector = cast(DjangoConnector, app.connector).get_worker_connector()
        with app.replace_connector(connector):
            app.run_worker(
                queues=[QUEUE],
                concurrency=concurrency,
                install_signal_handlers=True,
                listen_notify=True,
                delete_jobs="successful",  # what ran is told by JobRun
                shutdown_graceful_timeout=GRACE_SECONDS,
            )
    finally:
        keeper.stop()
