"""What the work was like: tickets by category, channel, priority and unit; who was late; which kinds of cause.

One statement a register groups by all four at once; the few hundred groups are added up here, never the tickets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from govops.kernel.access.actor import Actor
from govops.kernel.norms.obligations import Period
from govops.kernel.registers import site
from govops.modules.reports.measures import INCIDENTS, REQUESTS, Source, url_of

SOURCES = (INCIDENTS, REQUESTS)
DIMENSIONS = {"category": "问题分类", "channel": "来源", "priority": "优先级", "unit": "部门"}
UNSAID = "未分类"


@dataclass(frozen=True)
class Line:
    """One value of a dimension: how many incidents and requests, how many of them late, and where they stand."""

    value: str
    title: str
    incidents: int
    requests: int
    late: int
    incidents_url: str
    requests_url: str

    @property
    def total(self) -> int:
        return self.incidents + self.requests


def workload(period: Period, actor: Actor) -> dict[str, list[Line]]:
    """Dimension → its lines, the largest first; priorities in their own order."""
    counted = {source.register: {name: Counter() for name in (*DIMENSIONS, "late")} for source in SOURCES}  # type: dict[str, dict[str, Counter[Any]]]
    names: dict[str, dict[Any, str]] = {name: {} for name in DIMENSIONS}
    for source in SOURCES:
        _count(source, period, actor, counted[source.register], names)
    return {name: _lines(name, period, counted, names[name]) for name in DIMENSIONS}


def _count(
    source: Source,
    period: Period,
    actor: Actor,
    into: dict[str, Counter[Any]],
    names: dict[str, dict[Any, str]],
) -> None:
    rows = source.rows(actor, period.first, period.last)
    if rows is None:
        return
    groups = rows.values("category", "channel", "priority", "unit", "unit__short_name", "unit__name")
    for group in groups.annotate(number=Count("pk"), late=Count("pk", filter=Q(is_late=True))):
        names["unit"][group["unit"]] = group["unit__short_name"] or group["unit__name"]
        for name in DIMENSIONS:
            into[name][group[name]] += group["number"]
            into["late"][name, group[name]] += group["late"]
    model: Any = site.get(source.register).model
    for name in ("category", "channel", "priority"):
        names[name] |= dict(model._meta.get_field(name).flatchoices)


def _lines(
    name: str, period: Period, counted: dict[str, dict[str, Counter[Any]]], names: dict[Any, str]
) -> list[Line]:
    incidents, requests = (counted[source.register] for source in SOURCES)
    values = set(incidents[name]) | set(requests[name])
    lines = [
        Line(
            value=str(value), title=names.get(value) or UNSAID, incidents=incidents[name][value], requests=requests[name][value],
            late=incidents["late"][name, value] + requests["late"][name, value],
            incidents_url=_url(INCIDENTS, name, value, period), requests_url=_url(REQUESTS, name, value, period),
        )
        for value in values
    ]  # fmt: skip
    order: Callable[[Line], Any] = (
        (lambda line: line.value) if name == "priority" else (lambda line: (-line.total, line.title))
    )
    return sorted(lines, key=order)


def _url(source: Source, name: str, value: Any, period: Period) -> str:
    """The list of these tickets; of those without a value there is none."""
    return url_of(source, {name: [str(value)]}, period) if value else ""


# --- why it was late -------------------------------------------------------------------------------------------------


def late_by_group(period: Period, actor: Actor, *, most: int = 10) -> list[tuple[str, int, int]]:
    """(support group, late, received), the latest first."""
    received: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for source in SOURCES:
        rows = source.rows(actor, period.first, period.last)
        if rows is None:
            continue
        told = rows.values("group__name").annotate(
            number=Count("pk"), late=Count("pk", filter=Q(is_late=True))
        )
        for group in told:
            received[group["group__name"] or "未派单"] += group["number"]
            late[group["group__name"] or "未派单"] += group["late"]
    return [(name, number, received[name]) for name, number in late.most_common(most) if number]


def late_by_cause(period: Period, actor: Actor) -> list[tuple[str, int]]:
    """(根因分类, late incidents), the most frequent first."""
    rows = INCIDENTS.rows(actor, period.first, period.last)
    if rows is None:
        return []
    field: Any = rows.model._meta.get_field("root_cause")
    labels = dict(field.flatchoices)
    told = (
        rows.filter(is_late=True).values_list("root_cause").annotate(number=Count("pk")).order_by("-number")
    )
    return [(labels.get(cause) or "未填", number) for cause, number in told]
