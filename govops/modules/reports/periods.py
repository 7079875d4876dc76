"""Weeks, months, quarters and years, in words and in an address."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import cast

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.norms.obligations import Every, Period
from govops.modules.reports.choices import ReportKind

TREND = 12


def of(kind: ReportKind | str, day: date) -> Period:
    """The week, month, quarter or year that holds the day."""
    return Period.of(cast("Every", ReportKind(kind).value), day)


def chosen(kind: str, at: str) -> tuple[ReportKind, Period]:
    """The period that an address names, the present month by default; Refused for words it does not know."""
    if kind and kind not in ReportKind.values:
        raise Refused("没有这种期间，请选择周、月、季或年。", field="kind", status=404)
    try:
        day = date.fromisoformat(at) if at else moment.today()
    except ValueError:
        raise Refused("日期应写作 2026-11-23，请重新选择。", field="at", status=422) from None
    if not 2000 <= day.year <= 2100:
        raise Refused("日期超出范围，请核对年份。", field="at", status=422)
    found = ReportKind(kind or ReportKind.MONTH)
    return found, of(found, day)


def before(kind: ReportKind, period: Period) -> Period:
    return of(kind, period.first - timedelta(days=1))


def after(kind: ReportKind, period: Period) -> Period:
    return of(kind, period.last + timedelta(days=1))


def until(kind: ReportKind, period: Period, *, number: int = TREND) -> list[Period]:
    """`number` periods that end with this one, the oldest first."""
    found = [period]
    while len(found) < number:
        found.append(before(kind, found[-1]))
    return found[::-1]


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first midnight up to the midnight after the last day."""
    begin, end = (datetime.combine(day, time()) for day in (first, last + timedelta(days=1)))
    return timezone.make_aware(begin), timezone.make_aware(end)


def words(kind: ReportKind, period: Period) -> str:
    """2026 年 11 月；2026 年第 47 周；2026 年第四季度；2026 年."""
    first = period.first
    if kind == ReportKind.WEEK:
        year, week, _day = first.isocalendar()
        return f"{year} 年第 {week} 周"
    if kind == ReportKind.MONTH:
        return f"{first.year} 年 {first.month} 月"
    if kind == ReportKind.QUARTER:
        return f"{first.year} 年第{'一二三四'[(first.month - 1) // 3]}季度"
    return f"{first.year} 年"


def short(kind: ReportKind, period: Period) -> str:
    """As it stands below a chart."""
    first = period.first
    if kind == ReportKind.WEEK:
        return f"{first:%m-%d}"
    if kind == ReportKind.MONTH:
        return f"{first.year % 100}年{first.month}月"
    if kind == ReportKind.QUARTER:
        return f"{first.year % 100}年{(first.month - 1) // 3 + 1}季"
    return str(first.year)
