"""What the machine room puts on everybody's workbench: who is on duty today, and the visits of the last weeks."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.dashboards.tiles import on_workbench
from govops.kernel.records.visibility import visible
from govops.modules.machine_room.choices import ShiftState
from govops.modules.machine_room.models import DutyShift, MachineRoom, VisitorEntry

DAYS = 14
CAME = ("inside", "left", "archived")


@on_workbench
def on_duty_today(actor: Actor) -> dict[str, Any] | None:
    """今日机房值班, first the rooms where nobody stands (R-DUTY-01); for one who only sees shifts of his own, those, if he has any."""
    scope = table.scope_of(actor, "read", "duty_shift")
    if not scope:
        return None
    shifts = visible(DutyShift.objects.filter(day=moment.today()), actor, register="duty_shift")
    shifts = shifts.exclude(state__in=(ShiftState.ABSENT, ShiftState.CANCELLED))
    standing = list(shifts.select_related("machine_room", "person").order_by("machine_room", "shift"))
    rows = [
        {
            "title": f"{shift.machine_room.name}　{shift.person.name}",
            "note": _note(shift, actor),
            "url": f"/r/duty_shift/{shift.pk}/",
        }
        for shift in standing[:8]
    ]
    if scope == "all":
        rows = _unmanned({shift.machine_room_id for shift in standing}) + rows
        return {"title": "今日机房值班", "kind": "list", "rows": rows, "empty": "今日没有排班。"}
    return {"title": "我今天在机房值班", "kind": "list", "rows": rows, "empty": ""} if rows else None


def _unmanned(manned: set[int]) -> list[dict[str, Any]]:
    """A line of alarm for each active room without anybody on duty today."""
    rooms = MachineRoom.objects.filter(is_active=True).exclude(pk__in=manned).order_by("id")
    return [
        {
            "title": f"{room.name}　今日无人值班",
            "note": "请立即排班",
            "url": f"/r/duty_roster/?machine_room={room.pk}",
            "is_alarm": True,
        }
        for room in rooms[:8]
    ]


def _note(shift: DutyShift, actor: Actor) -> str:
    """Whoever has not signed in yet for his own shift is told; of others, how to reach them."""
    is_mine = actor.person is not None and shift.person_id == actor.person.pk
    waits = is_mine and shift.state == ShiftState.WAITING
    return f"{shift.get_shift_display()} {'请签到' if waits else shift.phone}".strip()


@on_workbench
def visits_of_late(actor: Actor) -> dict[str, Any] | None:
    """Visits by day, for those who look after the room."""
    if table.scope_of(actor, "read", "visitor_entry") != "all":
        return None
    first = moment.today() - timedelta(days=DAYS - 1)
    # A moment, not `entered_at__date`, which no index answers.
    since = timezone.make_aware(datetime.combine(first, time.min))
    entries = visible(VisitorEntry.objects.filter(state__in=CAME), actor, register="visitor_entry")
    by_day = dict(
        entries.filter(entered_at__gte=since)
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
