"""What administrators see of the jobs: each with its schedule, last run and next moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from govops.kernel import moment
from govops.kernel.jobs.declaration import Job, all_jobs
from govops.kernel.jobs.models import JobRun
from govops.kernel.jobs.queue import QUEUE

SEEN_WITHIN = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class JobLine:
    """One job with its latest attempt (None: never run)."""

    job: Job
    last: JobRun | None
    next_due: datetime | None


def overview() -> list[JobLine]:
    """All jobs by name, in two queries."""
    latest = {run.name: run for run in JobRun.objects.order_by("name", "-id").distinct("name")}
    now = moment.now()
    return [
        JobLine(job=declared, last=latest.get(declared.name), next_due=declared.next_due(now))
        for declared in all_jobs()
    ]


def worker_seen_at() -> datetime | None:
    """When a worker last gave a sign of life; None when there has been none."""
    newest = ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True)
    return newest.first()


def worker_is_alive() -> bool:
    """True when a worker was seen within two minutes of real time."""
    seen = worker_seen_at()
    return seen is not None and moment.now() - seen <= SEEN_WITHIN


def waiting_count() -> int:
    """How many entries wait in the queue."""
    return ProcrastinateJob.objects.filter(queue_name=QUEUE, status="todo").count()
