"""变更日历: the windows of a month or a week, the freezes, and 班/休 of the working calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.calendar.working_time import working_time
from govops.kernel.records.visibility import visible
from govops.kernel.web.months import month_page, shown_days
from govops.modules.change.choices import ON_THE_CALENDAR, ChangeKind, ChangeState, FreezeState
from govops.modules.change.models import ChangeFreeze, ChangeRequest
from govops.modules.change.rules.windows import LONGEST

HOME = "/m/change/calendar/"
#: kind → tone of its bar; what is over is grey
TONES = {"standard": "green", "normal": "accent", "major": "amber", "emergency": "red"}
_OVER = (ChangeState.VERIFIED, ChangeState.REVIEWED, ChangeState.CLOSED)
MOST = 1000


def _bounds(first: date, last: date) -> tuple[datetime, datetime]:
    begin, end = (datetime.combine(day, time()) for day in (first, last + timedelta(days=1)))
    return timezone.make_aware(begin), timezone.make_aware(end)


def _windows(first: date, last: date, actor: Actor, kind: str) -> list[Any]:
    """The changes whose window touches these days; a window is never longer than two weeks, so an index finds them."""
    begin, end = _bounds(first, last)
    rows = ChangeRequest.objects.filter(
        state__in=ON_THE_CALENDAR,
        planned_from__lt=end,
        planned_from__gte=begin - LONGEST,
        planned_to__gt=begin,
    )
    if kind in ChangeKind.values:
        rows = rows.filter(kind=kind)
    told = visible(rows.order_by("planned_from", "id"), actor, register="change_request").select_related(
        "implementer"
    )
    fields = (
        "subject",
        "number",
        "kind",
        "state",
        "planned_from",
        "planned_to",
        "needs_stop",
        "implementer__name",
    )
    return list(told.only(*fields)[:MOST])


def _freezes(first: date, last: date, actor: Actor) -> list[Any]:
    begin, end = _bounds(first, last)
    rows = ChangeFreeze.objects.filter(state=FreezeState.ACTIVE, begins_at__lt=end, ends_at__gt=begin)
    return list(visible(rows.order_by("begins_at"), actor, register="change_freeze"))


def _days(begin: datetime, end: datetime) -> Iterable[date]:
    first, last = timezone.localtime(begin).date(), timezone.localtime(end - timedelta(microseconds=1)).date()
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _event(change: Any, day: date) -> dict[str, Any]:
    begin = timezone.localtime(change.planned_from)
    state = ChangeState(change.state)
    waits = "（待批）" if state == ChangeState.APPROVING else ""
    return {
        "title": f"{change.subject}{waits}",
        "time": f"{begin:%H:%M}" if begin.date() == day else "续",
        "url": f"/r/change_request/{change.pk}/",
        "tone": "muted" if state in _OVER else TONES[change.kind],
    }


def month_of_changes(first: date, actor: Actor, *, kind: str = "") -> dict[str, Any]:
    """The context of the month's page; freezes stand first on each of their days."""
    begin, end = shown_days(first)
    events: dict[date, list[dict[str, Any]]] = {}
    for freeze in _freezes(begin, end, actor):
        for day in _days(
            max(freeze.begins_at, _bounds(begin, end)[0]), min(freeze.ends_at, _bounds(begin, end)[1])
        ):
            row = {"title": f"冻结：{freeze.name}", "url": f"/r/change_freeze/{freeze.pk}/", "tone": "freeze"}
            events.setdefault(day, []).append(row)
    windows = _windows(begin, end, actor, kind)
    for change in windows:
        for day in _days(change.planned_from, change.planned_to):
            events.setdefault(day, []).append(_event(change, day))
    narrowed = f"&kind={kind}" if kind else ""
    return month_page(
        first, events, url=lambda month: f"{HOME}?month={month:%Y-%m}{narrowed}", sub=f"{len(windows)} 个窗口",
        day_url=lambda day: f"{HOME}?week={day.isoformat()}{narrowed}",
    )  # fmt: skip


def week_of_changes(day: date, actor: Actor, *, kind: str = "") -> dict[str, Any]:
    """Seven days from Monday; each with its freezes and its windows in full."""
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    windows, freezes = _windows(monday, sunday, actor, kind), _freezes(monday, sunday, actor)
    working = working_time()
    days = []
    for offset in range(7):
        one = monday + timedelta(days=offset)
        begin, end = _bounds(one, one)
        known = working.day(one)
        days.append(
            {
                "date": one, "badge": known.badge, "name": known.name if known.badge else "", "today": one == moment.today(),
                "freezes": [f for f in freezes if f.begins_at < end and f.ends_at > begin],
                "windows": [_row(c) for c in windows if c.planned_from < end and c.planned_to > begin],
            }
        )  # fmt: skip
    narrowed = f"&kind={kind}" if kind else ""
    return {
        "title": f"{monday.year}年{monday.month}月{monday.day}日 至 {sunday.month}月{sunday.day}日",
        "days": days,
        "number": len(windows),
        "previous_url": f"{HOME}?week={(monday - timedelta(days=7)).isoformat()}{narrowed}",
        "next_url": f"{HOME}?week={(monday + timedelta(days=7)).isoformat()}{narrowed}",
        "today_url": f"{HOME}?week={moment.today().isoformat()}{narrowed}",
    }


def _row(change: Any) -> dict[str, Any]:
    begin, end = timezone.localtime(change.planned_from), timezone.localtime(change.planned_to)
    until = f"{end:%H:%M}" if begin.date() == end.date() else f"{end:%m-%d %H:%M}"
    state = ChangeState(change.state)
    return {
        "title": change.subject,
        "number": change.number,
        "time": f"{begin:%m-%d %H:%M} – {until}",
        "kind": ChangeKind(change.kind).label,
        "state": state.label,
        "tone": "muted" if state in _OVER else TONES[change.kind],
        "who": change.implementer.name if change.implementer else "",
        "stops": change.needs_stop,
        "url": f"/r/change_request/{change.pk}/",
    }
