"""What change management puts on the workbench: the windows of the coming days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.dashboards.tiles import on_workbench
from govops.kernel.records.visibility import visible
from govops.modules.change.choices import CHANGING, ChangeKind
from govops.modules.change.models import ChangeRequest

DAYS = 7
_CONCERNED = frozenset(
    {"change_manager", "cab", "network_engineer", "support_l2", "support_l3", "service_desk"}
)


@on_workbench
def windows_to_come(actor: Actor) -> dict[str, Any] | None:
    """近七天变更窗口."""
    if not actor.roles & _CONCERNED or not table.scope_of(actor, "read", "change_request"):
        return None
    now = moment.now()
    rows = ChangeRequest.objects.filter(
        state__in=CHANGING, planned_to__gte=now, planned_from__lt=now + timedelta(days=DAYS)
    ).order_by("planned_from")
    shown = [
        {
            "title": change.subject,
            "note": f"{timezone.localtime(change.planned_from):%m-%d %H:%M} {ChangeKind(change.kind).label}",
            "url": f"/r/change_request/{change.pk}/",
        }
        for change in visible(rows, actor, register="change_request").only("subject", "kind", "planned_from")[
            :6
        ]
    ]
    return {
        "title": f"近 {DAYS} 天变更窗口", "kind": "list", "rows": shown, "empty": "近七天没有变更窗口。", "url": "/m/change/calendar/",
        "url_text": "变更日历",
    }  # fmt: skip
