"""Our use of procrastinate's queue, always on Django's own connection and so in the caller's transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from asgiref.sync import async_to_sync
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

QUEUE = "govops"
TASK = "govops.job"
# Inside the worker the global app is bound to the worker's own pool; this one never is.
_manager = JobManager(DjangoConnector())


def enqueue(*, name: str, trigger: str, arguments: dict[str, Any], lock: str | None = None) -> int:
    """Write one queue entry and return its number. Entries with the same `lock` run one after another."""
    deferrer = configure_task(name=TASK, job_manager=_manager, queue=QUEUE, lock=lock)
    return deferrer.defer(name=name, trigger=trigger, arguments=arguments)


def is_waiting(*, lock: str) -> bool:
    """True when an entry with this lock has not been started yet."""
    from procrastinate.contrib.django.models import ProcrastinateJob  # models load after this package

    return ProcrastinateJob.objects.filter(queue_name=QUEUE, status="todo", lock=lock).exists()


def take_up_abandoned() -> int:
    """Put entries whose worker was killed back into the queue; how many there were."""
    stalled = list(async_to_sync(_manager.get_stalled_jobs)(queue=QUEUE))
    for entry in stalled:
        if entry.id is not None:
            _manager.retry_job_by_id(entry.id, retry_at=datetime.now(UTC))
    return len(stalled)
