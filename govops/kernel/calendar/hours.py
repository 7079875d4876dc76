"""Calendars themselves and their weekly hours: the seeded ones, and changes by people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import TYPE_CHECKING

from django.db import transaction

from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Refused
from govops.kernel.audit.trail import record
from govops.kernel.calendar import spans
from govops.kernel.calendar.models import CalendarYear, WeeklySegment, WorkCalendar
from govops.kernel.calendar.recompute import Recomputed, recompute_open
from govops.kernel.calendar.spans import DAY_MINUTES, Span
from govops.kernel.calendar.years import prefill

if TYPE_CHECKING:
    from govops.kernel.access.actor import Actor

DEFAULT_CODE, ALWAYS_CODE = "default", "always"
ORDINARY_HOURS = (Span(8 * 60 + 30, 12 * 60), Span(13 * 60 + 30, 17 * 60 + 30))
SUMMER_HOURS = (Span(8 * 60 + 30, 12 * 60), Span(14 * 60, 18 * 60))
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
SINCE_EVER = date(2000, 1, 1)


@transaction.atomic
def ensure_default(*, years: Iterable[int] = ()) -> WorkCalendar:
    """The default calendar (Monday to Friday 08:30–12:00, 13:30–17:30), made if there is none.

    Each of `years` that has no row yet is made 预排. Safe to call again; what people changed stays.
    """
    calendar = WorkCalendar.objects.filter(is_default=True).first()
    if calendar is None:
        calendar, created = WorkCalendar.objects.get_or_create(
            code=DEFAULT_CODE, defaults={"name": "标准工作日历", "is_default": True}
        )
        if created:
            _add(calendar, MONDAY_TO_FRIDAY, ORDINARY_HOURS, SINCE_EVER, None)
        else:
            calendar.is_default = True
            calendar.save(update_fields=["is_default"])
    known = set(CalendarYear.objects.filter(calendar=calendar).values_list("year", flat=True))
    for year in sorted(set(years) - known):
        prefill(year, actor=SYSTEM, calendar=calendar, recompute=False)
    return calendar


@transaction.atomic
def ensure_always() -> WorkCalendar:
    """The 7×24 calendar (code "always"), which observes no holidays, made if there is none."""
    calendar, created = WorkCalendar.objects.get_or_create(
        code=ALWAYS_CODE, defaults={"name": "7×24 小时", "observes_holidays": False}
    )
    if created:
        _add(calendar, range(7), (Span(0, DAY_MINUTES),), SINCE_EVER, None)
    return calendar


@transaction.atomic
def set_hours(
    calendar: WorkCalendar,
    *,
    weekdays: Iterable[int],
    hours: tuple[Span, ...],
    valid_from: date,
    valid_to: date | None = None,
    actor: Actor,
    reason: str,
    recompute: bool = True,
) -> Recomputed | None:
    """Set the hours of the weekdays (0 Monday) from a date on, or for a season (夏令作息).

    Rows that began the same day are replaced; earlier patterns stay and hold again once this one has ended.
    Audited; open clocks are reckoned anew in the same transaction.
    """
    days = sorted(set(weekdays))
    _check(days, hours, valid_from, valid_to, reason)
    WorkCalendar.objects.select_for_update().get(pk=calendar.pk)
    before = _facts(calendar)
    calendar.segments.filter(weekday__in=days, valid_from=valid_from).delete()
    _add(calendar, days, hours, valid_from, valid_to)
    summary = f"调整“{calendar.name}”作息时间：{reason.strip()}"
    record(
        actor=actor,
        operation="update",
        register="work_calendar",
        record_id=calendar.pk,
        number=calendar.code,
        before=before,
        after=_facts(calendar),
        summary=summary,
    )
    return recompute_open(calendar, actor=actor, reason=summary) if recompute else None


def _check(
    days: list[int], hours: tuple[Span, ...], valid_from: date, valid_to: date | None, reason: str
) -> None:
    if not days or not set(days) <= set(range(7)):
        raise Refused("请选择星期一至星期日中的至少一天。", field="weekdays", status=422)
    if not hours:
        raise Refused("请至少填写一个时间段。", field="hours", status=422)
    try:
        spans.parse(spans.dump(hours))
    except ValueError as error:
        raise Refused(str(error), field="hours", status=422) from error
    if valid_to and valid_to < valid_from:
        raise Refused("失效日期不能早于生效日期。", field="valid_to", status=422)
    if not reason.strip():
        raise Refused("请填写调整作息时间的原因。", field="reason", status=422)


def _add(
    calendar: WorkCalendar,
    days: Iterable[int],
    hours: tuple[Span, ...],
    valid_from: date,
    valid_to: date | None,
) -> None:
    for weekday in days:
        for span in hours:
            WeeklySegment.objects.create(
                calendar=calendar,
                weekday=weekday,
                starts=_time(span.start),
                ends=_time(span.end),
                valid_from=valid_from,
                valid_to=valid_to,
            )


def _facts(calendar: WorkCalendar) -> dict[str, object]:
    rows = WeeklySegment.objects.filter(calendar=calendar)
    return {"segments": [f"{row}（{row.valid_from}—{row.valid_to or ''}）" for row in rows]}


def _time(minute: int) -> time:
    return time(minute % DAY_MINUTES // 60, minute % 60)
