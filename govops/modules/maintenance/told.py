"""What maintenance tells of an item: the tasks that were carried out on it, and findings that are still open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration.public import Chapter, OpenOn, open_tickets, timeline
from govops.modules.maintenance.choices import FindingState
from govops.modules.maintenance.models import MaintenanceFinding, MaintenanceTask


def tasks(item: Any, actor: Actor) -> QuerySet[Any]:
    """The tasks that were carried out on the item."""
    done = MaintenanceTask.objects.filter(items__contains=[item.pk], done_at__isnull=False)
    return visible(done, actor, register="maintenance_task")


def words_of(row: Mapping[str, Any]) -> str:
    abnormal = row["abnormal_count"]
    return f"{row['title']}：{f'异常 {abnormal} 项' if abnormal else '正常'}"


def open_findings(item_ids: list[int]) -> QuerySet[Any]:
    """Findings on these items that nobody has settled."""
    return MaintenanceFinding.objects.filter(item__in=item_ids, state=FindingState.OPEN)


timeline.append(
    Chapter("maintenance_task", tasks, "done_at", ("title", "abnormal_count"), words_of, "checklist")
)
open_tickets.append(OpenOn("maintenance_finding", open_findings, items=("item",), title="title"))
