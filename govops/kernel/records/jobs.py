"""What records need in the background: files that belong to none, search texts that are written anew."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings

from govops.kernel import moment
from govops.kernel.jobs import job
from govops.kernel.records import kinds, reindexing
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


@job(title="重写检索内容")
def reindex_search(register: str, after: int = 0) -> str:
    """The next rows of a register, beyond the id `after`; more of them are another job, so that a stop loses little."""
    done = reindexing.reindex_slice(register, after=after)
    rest = "已全部看完" if done.is_done else "其余随后继续"
    return f"{kinds.get(register).title}：看过 {done.looked_at:,} 条，改写 {done.written:,} 条，{rest}"
