"""Housekeeping of the jobs part itself."""

from __future__ import annotations

from datetime import timedelta

from govops.kernel import moment
from govops.kernel.jobs.declaration import job
from govops.kernel.jobs.models import JobRun

KEPT = timedelta(days=184)
KEPT_FREQUENT = timedelta(days=14)


@job(every="40 2 * * *", title="清理作业运行记录")
def forget_old_runs() -> str:
    """Failures stay 184 days; successes 14 days, for some jobs run every few minutes."""
    now = moment.now()
    old, _ = JobRun.objects.filter(started_at__lt=now - KEPT).delete()
    frequent, _ = JobRun.objects.filter(started_at__lt=now - KEPT_FREQUENT, result=JobRun.Result.OK).delete()
    return f"清理 {old + frequent} 条"
