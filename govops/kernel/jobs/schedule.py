"""Handing scheduled jobs to the queue: each planned moment once, however many workers there are.

Why not procrastinate's own periodic tasks: they reckon in UTC and skip what came due while no worker ran,
and a small bureau switches its machine off at night. Here the latest missed moment is made up for.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from django.db import DatabaseError, IntegrityError, close_old_connections, transaction

from govops.kernel import moment
from govops.kernel.jobs.declaration import Job, all_jobs
from govops.kernel.jobs.models import JobRun, JobSchedule
from govops.kernel.jobs.queue import enqueue, is_waiting, take_up_abandoned

logger = logging.getLogger(__name__)
LOOK_SECONDS = 15.0


def hand_over_due() -> list[str]:
    """Queue every scheduled job whose latest planned moment was not handed over yet; their names."""
    return [declared.name for declared in all_jobs() if declared.every and _hand_over(declared)]


def _hand_over(declared: Job) -> bool:
    due = declared.due(moment.now())
    if due is None:
        return False
    try:
        with transaction.atomic():
            if not _claim(declared.name, due) or is_waiting(lock=declared.name):
                return False  # an earlier run that still waits will do for this moment too
            # The lock keeps two runs of one duty from overlapping.
            enqueue(name=declared.name, trigger=JobRun.Trigger.SCHEDULE, arguments={}, lock=declared.name)
    except IntegrityError:
        return False  # another worker handed the very first one over
    return True


def _claim(name: str, due: datetime) -> bool:
    """Mark the moment as handed over; False when somebody did before."""
    known = JobSchedule.objects.select_for_update().filter(name=name).first()
    if known is None:
        JobSchedule.objects.create(name=name, handed_over=due)
        return True
    if known.handed_over >= due:
        return False
    known.handed_over = due
    known.save(update_fields=["handed_over"])
    return True


class Keeper(threading.Thread):
    """Looks every 15 seconds, in a thread of the jobs worker, until `stop` is called."""

    def __init__(self) -> None:
        super().__init__(name="schedule", daemon=True)
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.is_set():
            close_old_connections()
            try:
                hand_over_due()
                take_up_abandoned()
            except DatabaseError:
                logger.exception("定时作业没有交付，稍后再试")
            self._stopped.wait(LOOK_SECONDS)
        close_old_connections()

    def stop(self) -> None:
        self._stopped.set()
        self.join(timeout=5)
