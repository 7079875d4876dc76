"""The figures of several periods at once: one statement for all sources, one for the clocks, one for what came again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import JSONObject, Trunc
from django.utils import timezone

from govops.kernel.access.actor import Actor
from govops.kernel.norms.obligations import Period
from govops.modules.reports.choices import ReportKind
from govops.modules.reports.measures import INCIDENTS, MEASURES, REQUESTS, Measure
from govops.modules.reports.periods import bounds

#: how long a second incident about the same thing counts as the same trouble, in days
REPEAT_DAYS = 30
#: register → how its measures begin
NAMES = {INCIDENTS: "incident", REQUESTS: "request"}
CLOCK_CODES = {"响应": "respond", "到场": "on_site", "解决": "resolve"}


@dataclass
class Figures:
    """Amounts by measure and period; what was not counted is nought."""

    kind: ReportKind
    periods: list[Period]
    amounts: dict[str, dict[date, float]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, code: str, period: Period) -> float:
        return self.amounts[code].get(period.first, 0.0)

    def put(self, code: str, first: Any, amount: Any) -> None:
        self.amounts[code][_day(first)] = float(amount or 0)


def gather(kind: ReportKind, periods: Sequence[Period], actor: Actor) -> Figures:
    """Every measure over these periods, over the rows that `actor` may see."""
    figures = Figures(kind, list(periods))
    by_source: dict[int, dict[str, Measure]] = defaultdict(dict)
    for code, measure in MEASURES.items():
        by_source[id(measure.source)][code] = measure
    _count(figures, list(by_source.values()), actor)
    _count_clocks(figures, actor)
    _count_repeats(figures, actor)
    return figures


def _day(moment: Any) -> date:
    """The local day on which a period begins: the ORM answers with a zone, plain SQL in local time already."""
    if not isinstance(moment, datetime):
        return cast(date, moment)
    return (timezone.localtime(moment) if timezone.is_aware(moment) else moment).date()


def _count(figures: Figures, by_source: Sequence[dict[str, Measure]], actor: Actor) -> None:
    """All sources in one statement: each answers its periods with its amounts as one object."""
    parts = []
    for measures in by_source:
        source = next(iter(measures.values())).source
        rows = source.rows(actor, figures.periods[0].first, figures.periods[-1].last)
        if rows is None or rows.query.is_empty():
            continue
        amounts = JSONObject(**{code: measure.amount for code, measure in measures.items()})
        told = rows.values(in_period=Trunc(source.when, figures.kind.value)).annotate(amounts=amounts)
        parts.append(told.values_list("in_period", "amounts"))
    if not parts:
        return
    for in_period, told in parts[0].union(*parts[1:], all=True):
        for code, amount in told.items():
            figures.put(code, in_period, amount)


def _sql(rows: QuerySet[Any], *columns: str) -> tuple[str, tuple[Any, ...]]:
    return rows.values_list(*columns).query.sql_with_params()


#: a ticket that was reopened has several clocks of a name and counts once
_CLOCKS = """
SELECT date_trunc(%s, ticket.created_at AT TIME ZONE %s) AS first, ticket.register, clock.name,
       count(*), count(*) FILTER (WHERE clock.is_late)
FROM ({tickets}) AS ticket
JOIN (SELECT register, record_id, name, bool_or(breached_at IS NOT NULL) AS is_late FROM calendar_clock
      WHERE started_at >= %s AND (stopped_at IS NOT NULL OR breached_at IS NOT NULL) GROUP BY 1, 2, 3
     ) AS clock ON clock.register = ticket.register AND clock.record_id = ticket.id
GROUP BY 1, 2, 3
"""
_OF_ONE_REGISTER = "SELECT %s AS register, id, created_at FROM ({rows}) AS one(id, created_at)"


def _count_clocks(figures: Figures, actor: Actor) -> None:
    """Tickets whose 响应, 到场 or 解决 is decided, and those of them that were late; both registers in one statement."""
    parts: list[str] = []
    asked: list[Any] = [figures.kind.value, timezone.get_current_timezone_name()]
    for source in NAMES:
        rows = source.rows(actor, figures.periods[0].first, figures.periods[-1].last)
        if rows is None or rows.query.is_empty():
            continue
        statement, params = _sql(rows, "pk", "created_at")
        parts.append(_OF_ONE_REGISTER.format(rows=statement))
        asked += [source.register, *params]
    if not parts:
        return
    # No clock of these tickets runs before the first of them; a day of grace for what was received late at night.
    asked.append(bounds(figures.periods[0].first, figures.periods[0].first)[0] - timedelta(days=1))
    names = {source.register: name for source, name in NAMES.items()}
    for first, register, clock, decided, late in _ask(
        _CLOCKS.format(tickets=" UNION ALL ".join(parts)), asked
    ):
        if clock in CLOCK_CODES:
            figures.put(f"{names[register]}_{CLOCK_CODES[clock]}_all", first, decided)
            figures.put(f"{names[register]}_{CLOCK_CODES[clock]}_late", first, late)


#: things are told apart by 64 bits of their words: a hundred thousand numbers are sorted in half the time of words
_SEEN = """
SELECT created_at, category, coalesce(nullif(system, ''), item_id::text) AS thing, system, item_id,
       lag(created_at) OVER (
           PARTITION BY hashtextextended(category || ' ' || coalesce(nullif(system, ''), item_id::text), 0) ORDER BY created_at, id
       ) AS last_time
FROM ({tickets}) AS ticket(id, created_at, category, system, item_id)
WHERE system <> '' OR item_id IS NOT NULL
"""
_REPEATS = """
SELECT date_trunc(%s, created_at AT TIME ZONE %s) AS first, count(*)
FROM ({seen}) AS seen
WHERE created_at >= %s AND last_time >= created_at - make_interval(days => %s)
GROUP BY 1
"""
_REPEATED_THINGS = """
SELECT category, system, CASE WHEN system = '' THEN item_id END, count(*)
FROM ({seen}) AS seen
WHERE created_at >= %s AND last_time >= created_at - make_interval(days => %s)
GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT %s
"""


def _with_the_days_before(first: date, last: date, actor: Actor) -> tuple[str, list[Any]] | None:
    rows = INCIDENTS.rows(actor, first - timedelta(days=REPEAT_DAYS), last)
    if rows is None or rows.query.is_empty():
        return None
    tickets, params = _sql(rows, "pk", "created_at", "category", "system", "item_id")
    return tickets, list(params)


def _count_repeats(figures: Figures, actor: Actor) -> None:
    """Incidents about a thing that had failed within the thirty days before."""
    first, last = figures.periods[0].first, figures.periods[-1].last
    asked = _with_the_days_before(first, last, actor)
    if asked is None:
        return
    tickets, params = asked
    begin, _end = bounds(first, last)
    zone = timezone.get_current_timezone_name()
    every = [figures.kind.value, zone, *params, begin, REPEAT_DAYS]
    for period, number in _ask(_REPEATS.format(seen=_SEEN.format(tickets=tickets)), every):
        figures.put("repeated", period, number)


def repeated_things(
    period: Period, actor: Actor, *, most: int = 50
) -> list[tuple[str, str, int | None, int]]:
    """(category, system, service, number of times it came again), the most frequent first."""
    asked = _with_the_days_before(period.first, period.last, actor)
    if asked is None:
        return []
    tickets, params = asked
    begin, _end = bounds(period.first, period.last)
    return list(
        _ask(_REPEATED_THINGS.format(seen=_SEEN.format(tickets=tickets)), [*params, begin, REPEAT_DAYS, most])
    )


def _ask(statement: str, params: list[Any]) -> Iterable[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()
