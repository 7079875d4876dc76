"""What maintenance tells of an item: the tasks that were carried out on it, and findings that are still open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration.public import Event, OpenTicket, open_tickets, timeline
from govops.modules.maintenance.choices import FindingState
from govops.modules.maintenance.models import MaintenanceFinding, MaintenanceTask

MOST = 50


def events_of(item: Any, actor: Actor) -> list[Event]:
    """The latest tasks on the item; one query."""
    done = MaintenanceTask.objects.filter(items__contains=[item.pk], done_at__isnull=False)
    rows = visible(done, actor, register="maintenance_task").order_by("-id")[:MOST]
    return [
        Event(
            task.done_at,
            f"{task.title}：{'异常 ' + str(task.abnormal_count) + ' 项' if task.abnormal_count else '正常'}",
            f"/r/maintenance_task/{task.pk}/",
            "checklist",
        )
        for task in rows
    ]


def open_findings(item_ids: Sequence[int]) -> list[OpenTicket]:
    """Findings on these items that nobody has settled; one query."""
    rows = MaintenanceFinding.objects.filter(item__in=item_ids, state=FindingState.OPEN).order_by("id")
    return [
        OpenTicket(
            "maintenance_finding",
            row.pk,
            row.number,
            row.title,
            f"/r/maintenance_finding/{row.pk}/",
            row.item_id or 0,
        )
        for row in rows
    ]


timeline.append(events_of)
open_tickets.append(open_findings)
