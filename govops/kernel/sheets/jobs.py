"""Workbooks that nobody confirmed are forgotten."""

from __future__ import annotations

from datetime import timedelta

from govops.kernel import moment
from govops.kernel.jobs.declaration import job
from govops.kernel.sheets.models import PendingImport


@job(every="50 3 * * *", title="清理未确认的导入")
def forget_pending_imports() -> str:
    """A dry run is kept for half an hour; what is a day old goes."""
    gone, _ = PendingImport.objects.filter(at__lt=moment.now() - timedelta(days=1)).delete()
    return f"清理 {gone} 份"
