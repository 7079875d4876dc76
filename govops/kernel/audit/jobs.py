"""Sealing, every ten minutes."""

from __future__ import annotations

from govops.kernel.audit import seals
from govops.kernel.jobs.declaration import job


@job(every="*/10 * * * *", title="封存审计记录")
def seal_audit_trail() -> str:
    """Seal what was written since the last block."""
    return seals.seal_job()
