"""An entry as it was stored."""

from __future__ import annotations

from typing import Any

from govops.kernel.audit import trail
from govops.kernel.audit.models import AuditEntry


def record(**facts: Any) -> AuditEntry:
    trail.record(**facts)
    return AuditEntry.objects.latest("id")
