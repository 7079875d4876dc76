"""Files that were uploaded for a form which was never saved."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings

from govops.kernel import moment
from govops.kernel.jobs import job
from govops.kernel.records.models import Attachment

KEPT = timedelta(days=2)


@job(every="35 3 * * *", title="清理未使用的附件")
def forget_loose_files() -> str:
    """Those that hang on nothing for two days; a file that another row holds too stays on the disk."""
    gone = 0
    for row in Attachment.objects.filter(record_id=0, uploaded_at__lt=moment.now() - KEPT)[:5000]:
        row.delete()
        gone += 1
        if not Attachment.objects.filter(path=row.path).exists():
            (Path(settings.MEDIA_ROOT) / row.path).unlink(missing_ok=True)
    return f"清理 {gone} 个"
