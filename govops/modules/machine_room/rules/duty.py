"""Somebody is on duty in every room, every day (S4§7)."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import declare, rule
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import row_people
from govops.modules.machine_room.choices import RosterState, ShiftKind, ShiftState
from govops.modules.machine_room.models import DutyRoster, DutyShift

TITLE = "启用机房每天至少一名值班人，缺岗则排班不得发布"
declare("R-DUTY-01", cites="S4§7", level="M", title=TITLE, by="machine_room.obligations")


def day_in(text: str, month: str) -> date:
    """A day of the roster's month, written 2026-11-23 or 23; ValueError otherwise."""
    raw = str(text).strip().rstrip("日号")
    day = date.fromisoformat(f"{month}-{int(raw):02d}" if raw.isdigit() else raw.replace("/", "-"))
    if f"{day:%Y-%m}" != month:
        raise ValueError(text)
    return day


def days_of(month: str) -> list[date]:
    first = date.fromisoformat(f"{month}-01")
    return [first + timedelta(days=n) for n in range(calendar.monthrange(first.year, first.month)[1])]


def rows_are_readable(roster: Any, deed: Deed) -> Answer:
    """Every row names a day of the month and one person, still here for the days to come; nobody stands twice in a shift."""
    people = row_people.named(row["person"] for row in roster.rows)
    today, seen = timezone.localtime(deed.at).date(), set()
    for line, row in enumerate(roster.rows, start=1):
        place = f"“排班”第 {line} 行："
        try:
            day = day_in(row["day"], roster.month)
        except ValueError:
            return Denied(f"{place}日期“{row['day']}”不是 {roster.month} 月中的一天，请核对。", field="rows")
        found = people[row["person"].strip()]
        if len(found) != 1:
            why = "找不到在岗人员" if not found else "同名的不止一人，请改写工号："
            return Denied(f"{place}{why}“{row['person']}”，请核对。", field="rows")
        if day >= today and not found[0].is_active:
            return Denied(f"{place}{found[0].name}已离岗，{day} 请另排他人。", field="rows")
        key = (day, row["shift"], found[0].pk)
        if key in seen:
            return Denied(
                f"{place}{day} {ShiftKind(row['shift']).label}重复排了{found[0].name}，请删去。", field="rows"
            )
        seen.add(key)
    return Allowed()


@rule("R-DUTY-01", cites="S4§7", level="M", title=TITLE)
def every_day_is_covered(roster: Any, deed: Deed) -> Answer:
    """From today to the end of the month; days gone by can no longer be manned."""
    if not roster.machine_room.is_active:
        return Denied(f"“{roster.machine_room}”已停用，无需发布值班表。")
    today = timezone.localtime(deed.at).date()
    manned = {day_in(row["day"], roster.month) for row in roster.rows}
    return no_gap(
        [day for day in days_of(roster.month) if day >= today], manned, room=str(roster.machine_room)
    )


@rule("R-DUTY-01", cites="S4§7", level="M", title=TITLE)
def no_gap(days: Iterable[date], manned: set[date], *, room: str) -> Answer:
    gaps = [day for day in days if day not in manned]
    if not gaps:
        return Allowed()
    shown = "、".join(f"{day.month}月{day.day}日" for day in gaps[:6])
    more = f"等 {len(gaps)} 天" if len(gaps) > 6 else ""
    return Denied(f"“{room}”{shown}{more}没有值班人，值班表不能发布；请补排后再发布。", field="rows")


@rule("R-DUTY-01", cites="S4§7", level="M", title=TITLE)
def day_stays_covered(shift: Any, deed: Deed) -> Answer:
    """A shift is only given up while somebody else stands there that day."""
    gone = (ShiftState.ABSENT, ShiftState.CANCELLED)
    others = DutyShift.objects.filter(machine_room=shift.machine_room_id, day=shift.day).exclude(pk=shift.pk)
    if not shift.machine_room.is_active or others.exclude(state__in=gone).exists():
        return Allowed()
    return Denied(f"取消后“{shift.machine_room}”{shift.day} 将没有值班人；请改办“换班”，或先另排班次。")


def is_the_only_one(roster: Any, deed: Deed) -> Answer:
    others = DutyRoster.objects.filter(machine_room=roster.machine_room, month=roster.month).exclude(
        pk=roster.pk
    )
    other = others.exclude(state=RosterState.CANCELLED).first()
    if other is None:
        return Allowed()
    return Denied(
        f"“{roster.machine_room}”{roster.month} 已有值班表 {other.number}，请在原表上修改。", field="month"
    )


def shift_is_not_doubled(shift: Any, deed: Deed) -> Answer:
    others = DutyShift.objects.filter(
        machine_room=shift.machine_room, day=shift.day, shift=shift.shift, person=shift.person
    ).exclude(Q(pk=shift.pk) | Q(state=ShiftState.CANCELLED))
    if not others.exists():
        return Allowed()
    return Denied(
        f"{shift.person.name}在 {shift.day} {ShiftKind(shift.shift).label}已排班，请另选。", field="person"
    )


def is_its_day(shift: Any, deed: Deed) -> Answer:
    """One signs in on the day itself; for a night shift also early the next morning."""
    today = timezone.localtime(deed.at).date()
    if shift.day == today or (shift.shift == ShiftKind.NIGHT and shift.day + timedelta(days=1) == today):
        return Allowed()
    return Denied(f"此班为 {shift.day}，只能在当班当日签到。")


def is_over(shift: Any, deed: Deed) -> Answer:
    if timezone.localtime(deed.at).date() > shift.day + timedelta(days=int(shift.shift == ShiftKind.NIGHT)):
        return Allowed()
    return Denied("当班当日尚未结束，不能记为缺岗。")


def has_not_passed(shift: Any, deed: Deed) -> Answer:
    if shift.day >= timezone.localtime(deed.at).date():
        return Allowed()
    return Denied("此班日期已过，不能再换班。")


def handed_to_another(shift: Any, deed: Deed) -> Answer:
    if shift.successor_id == shift.person_id:
        return Denied("接班人不能是交班人本人，请另选。", field="successor")
    if shift.successor is not None and not shift.successor.is_active:
        return Denied(f"接班人{shift.successor.name}已离岗，请另选。", field="successor")
    return Allowed()
