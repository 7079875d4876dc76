"""What the machine room puts on everybody's workbench: who is on duty today, and the visits of the last weeks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.dashboards.tiles import on_workbench
from govops.kernel.records.visibility import visible
from govops.modules.machine_room.models import DutyShift, VisitorEntry

DAYS = 14
CAME = ("inside", "left", "archived")


@on_workbench
def on_duty_today(actor: Actor) -> dict[str, Any] | None:
    """今日机房值班."""
    if not table.scope_of(actor, "read", "duty_shift"):
        return None
    shifts = visible(DutyShift.objects.filter(day=moment.today()), actor, register="duty_shift")
    rows = [
        {
            "title": f"{shift.machine_room.name}　{shift.person.name}",
            "note": f"{shift.get_shift_display()} {shift.phone}".strip(),
            "url": f"/r/duty_shift/{shift.pk}/",
        }
        for shift in shifts.select_related("machine_room", "person").order_by("machine_room", "shift")[:8]
    ]
    return {"title": "今日机房值班", "kind": "list", "rows": rows, "empty": "今日没有排班。"}


@on_workbench
def visits_of_late(actor: Actor) -> dict[str, Any] | None:
    """Visits by day, for those who look after the room."""
    if table.scope_of(actor, "read", "visitor_entry") != "all":
        return None
    first = moment.today() - timedelta(days=DAYS - 1)
    entries = visible(VisitorEntry.objects.filter(state__in=CAME), actor, register="visitor_entry")
    by_day = dict(
        entries.filter(entered_at__date__gte=first)
        .annotate(day=TruncDate("entered_at"))
        .order_by()
        .values_list("day")
        .annotate(Count("id"))
    )
    days = [first + timedelta(days=n) for n in range(DAYS)]
    return {
        "kind": "chart",
        "chart": {
            "id": "visits-of-late", "title": "机房来访", "sub": "近两周，按日", "height": "s",
            "data": {
                "kind": "bar", "categories": [f"{day:%m-%d}" for day in days], "unit": "批",
                "series": [{"name": "来访", "values": [by_day.get(day, 0) for day in days]}],
            },
            "empty": "" if by_day else "近两周没有来访。",
        },
    }  # fmt: skip
