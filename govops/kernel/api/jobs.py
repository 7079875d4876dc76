"""Housekeeping of the API."""

from __future__ import annotations

from datetime import timedelta

from govops.kernel import moment
from govops.kernel.api.models import IdempotencyKey
from govops.kernel.jobs import job

KEPT = timedelta(days=7)


@job(every="20 3 * * *", title="清理过期的接口幂等记录")
def forget_old_keys() -> str:
    """Seven days are longer than any program keeps trying."""
    gone, _ = IdempotencyKey.objects.filter(created_at__lt=moment.now() - KEPT).delete()
    return f"清理 {gone} 条"
