"""The data of a report: gathered once, kept as it was. Everything in it is plain JSON.

    {"period": [kind, first], "indicators": [row], "trend": {"labels", "series": {code: [value]}}, "workload": {dimension: [[title, incidents, requests, late]]},
     "late": {"groups": [[name, late, received]], "causes": [[cause, number]]}, "majors": [row], "problems": [row],
     "repeated": [[what, times]], "satisfaction": [[level, number]], "counts": {name: number}}

Figures count everything; single records are named only where nobody's need to know is touched.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

import orjson
from django.db.models import Count
from django.utils import timezone

from govops.kernel.access.actor import SYSTEM
from govops.kernel.norms.obligations import Period
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.registers import site
from govops.modules.reports import workload as works
from govops.modules.reports.choices import ReportKind
from govops.modules.reports.gathering import Figures, gather, repeated_things
from govops.modules.reports.indicators import INDICATORS, told
from govops.modules.reports.measures import INCIDENTS, LEVELS, PROBLEMS, REQUESTS, Source
from govops.modules.reports.periods import before, short, until

MOST_NAMED = 20
TREND_OF = ("tickets", "incident_resolution", "resolve_on_time", "satisfaction")


def take(kind: ReportKind, period: Period) -> dict[str, Any]:
    """Everything that a report of this period says, as it is now."""
    periods = until(kind, period)
    figures = gather(kind, periods, SYSTEM)
    last = before(kind, period)
    rows = [told(one, figures, period, last) for one in INDICATORS]
    return {
        "period": [kind.value, period.first.isoformat()],
        "indicators": rows,
        "trend": _trend(figures),
        "workload": {
            name: [[line.title, line.incidents, line.requests, line.late] for line in lines]
            for name, lines in works.workload(period, SYSTEM).items()
        },
        "late": {
            "groups": [list(row) for row in works.late_by_group(period, SYSTEM)],
            "causes": [list(row) for row in works.late_by_cause(period, SYSTEM)],
        },
        "majors": _majors(period),
        "problems": _problems(period),
        "repeated": _repeated(period),
        "satisfaction": _satisfaction(period),
        "surveys": _surveys(period),
        "counts": {
            code: int(figures.of(code, period))
            for code in ("incident_received", "incident_done", "request_received", "request_done", "called_all", "called_done")
        },
    }  # fmt: skip


def mark_of(figures: dict[str, Any]) -> str:
    """A short digest of the data, which the signers see among the fields of the form."""
    return hashlib.sha256(orjson.dumps(figures, option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]


def _trend(figures: Figures) -> dict[str, Any]:
    by_code = {one.code: one for one in INDICATORS}
    return {
        "labels": [short(figures.kind, period) for period in figures.periods],
        "series": {
            code: [by_code[code].compute(figures, period) for period in figures.periods] for code in TREND_OF
        },
        "incidents": [figures.of("incident_received", period) for period in figures.periods],
        "requests": [figures.of("request_received", period) for period in figures.periods],
    }


def _open_to_all(source: Source, period: Period) -> Any:
    """The rows that may be named in a report for everybody; None in a house without the register."""
    rows = source.rows(SYSTEM, period.first, period.last)
    if rows is None:
        return None
    return rows.filter(is_restricted=False, secrecy_level__lte=SecrecyLevel.INTERNAL)


def _majors(period: Period) -> list[list[str]]:
    """[number, what, declared, restored, state] of each major incident."""
    register = site.find("major_incident")
    rows = _open_to_all(Source(register="major_incident", when="declared_at"), period)
    if register is None or rows is None:
        return []
    states = register.process.state_words if register.process else {}
    return [
        [one.number, one.incident.subject, _stamp(one.declared_at), _stamp(one.restored_at), str(states.get(one.state, ""))]
        for one in rows.select_related("incident").order_by("declared_at")[:MOST_NAMED]
    ]  # fmt: skip


def _problems(period: Period) -> list[list[str]]:
    """[number, subject, root cause or —, state] of each problem that was registered."""
    register = site.find("problem")
    rows = _open_to_all(PROBLEMS, period)
    if register is None or rows is None:
        return []
    states = register.process.state_words if register.process else {}
    return [
        [one.number, one.subject, one.get_cause_kind_display() or "—", str(states.get(one.state, ""))]
        for one in rows.order_by("id")[:MOST_NAMED]
    ]


def _repeated(period: Period) -> list[list[Any]]:
    """[what, times] of what failed again and again."""
    found = repeated_things(period, SYSTEM, most=5)
    items = site.find("service_item")
    names = (
        items.model._default_manager.in_bulk([item for _c, _s, item, _n in found if item]) if items else {}
    )
    return [
        [system or str(names[item].name if item in names else "未说明的对象"), number]
        for _category, system, item, number in found
    ]


def _satisfaction(period: Period) -> list[list[Any]]:
    """[level, number] of all ratings of the period's tickets, the best first."""
    counted: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for source in (INCIDENTS, REQUESTS):
        rows = source.rows(SYSTEM, period.first, period.last)
        if rows is None:
            continue
        field: Any = rows.model._meta.get_field("satisfaction")
        labels |= dict(field.flatchoices)
        told_rows = rows.filter(satisfaction__in=LEVELS).values_list("satisfaction")
        counted.update(dict(told_rows.annotate(number=Count("pk"))))
    return [[labels.get(level, level), counted[level]] for level in LEVELS]


def _surveys(period: Period) -> list[list[str]]:
    """[survey, method, 回收率, 总体满意度] of the surveys that were counted for this time."""
    register = site.find("satisfaction_survey")
    if register is None:
        return []
    rows = register.model._default_manager.filter(
        first__lte=period.last, last__gte=period.first, state__in=("counted", "reported")
    )
    return [
        [one.subject, one.get_method_display(), _percent(one.return_rate), _percent(one.overall)]
        for one in rows.order_by("id")[:MOST_NAMED]
    ]


def _percent(value: Any) -> str:
    return "—" if value is None else f"{value}%"


def _stamp(moment: Any) -> str:
    return f"{timezone.localtime(moment):%m-%d %H:%M}" if moment else "—"
