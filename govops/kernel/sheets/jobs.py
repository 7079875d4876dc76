"""Large imports in the background; workbooks that nobody confirmed are forgotten."""

from __future__ import annotations

from datetime import timedelta

from govops.kernel import moment
from govops.kernel.jobs.declaration import job
from govops.kernel.sheets import carrying
from govops.kernel.sheets.models import ImportRun, PendingImport, Phase

#: what came of a large import stays so long; its file a day
_REMEMBERED = timedelta(days=30)


@job(title="成批导入")
def carry_on_import(run: int) -> str:
    """Try or save one large import."""
    return carrying.carry_on(run)


@job(every="50 3 * * *", title="清理未确认的导入")
def forget_pending_imports() -> str:
    """A dry run is kept for half an hour; what is a day old goes."""
    now = moment.now()
    gone, _ = PendingImport.objects.filter(at__lt=now - timedelta(days=1)).delete()
    old = ImportRun.objects.filter(at__lt=now - timedelta(days=1))
    old.exclude(content=b"").update(content=b"")
    # What was to be mended stands there with its secrets, to be uploaded again; what nobody confirmed is past.
    old.filter(phase__in=[Phase.FAULTY, Phase.TRIED]).exclude(result=None).update(result=None)
    forgotten, _ = old.filter(at__lt=now - _REMEMBERED).delete()
    return f"清理 {gone + forgotten} 份"
