"""年度计划: each plan by month, what was kept, late or missed, and what is still to come."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import ExtractMonth

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.maintenance.choices import Frequency, Outcome, PlanState, TaskState
from govops.modules.maintenance.dashboards.ahead import MOST_PLANS, turns_ahead
from govops.modules.maintenance.models import MaintenancePlan, MaintenanceTask

MONTHS = range(1, 13)
_KEPT = {Outcome.ON_TIME: "kept", Outcome.LATE: "late", Outcome.OVERDUE: "late", Outcome.MISSED: "missed"}


def year_of(year: int, actor: Actor) -> list[dict[str, Any]]:
    """A row for each plan that has, or will have, tasks in that year; each month's tasks as figures and one tone."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = _tasks(first, last, actor)
    for plan, turn in turns_ahead(first, last, actor):
        found[plan.pk][turn.day.month]["ahead"] += 1
    rows = visible(MaintenancePlan.objects.all(), actor, register="maintenance_plan")
    plans = rows.filter(pk__in=list(found)).select_related("executor").order_by("name", "id")
    order = list(Frequency.values)
    told = [_row(plan, found[plan.pk], year) for plan in plans[:MOST_PLANS]]
    return sorted(told, key=lambda row: order.index(row["frequency"]))


def _tasks(first: date, last: date, actor: Actor) -> dict[int, dict[int, Counter[str]]]:
    """plan → month → how many tasks were kept, late, missed, or are open; one statement."""
    rows = visible(MaintenanceTask.objects.all(), actor, register="maintenance_task").order_by()
    rows = rows.filter(planned_on__range=(first, last)).exclude(state=TaskState.CANCELLED)
    counted = rows.annotate(month=ExtractMonth("planned_on")).values("plan", "month", "outcome")
    found: dict[int, dict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in counted.annotate(number=Count("id")):
        found[row["plan"]][row["month"]][_KEPT.get(row["outcome"], "ahead")] += row["number"]
    return found


def _row(plan: MaintenancePlan, months: dict[int, Counter[str]], year: int) -> dict[str, Any]:
    return {
        "name": plan.name,
        "number": plan.number,
        "url": f"/r/maintenance_plan/{plan.pk}/",
        "frequency": plan.frequency,
        "frequency_label": Frequency(plan.frequency).label,
        "state": "" if plan.state == PlanState.ACTIVE else PlanState(plan.state).label,
        "who": plan.executor.name if plan.executor else "—",
        "months": [_cell(plan.pk, months.get(month, Counter()), year, month) for month in MONTHS],
    }


def _cell(plan_id: int, counts: Counter[str], year: int, month: int) -> dict[str, Any]:
    done = counts["kept"] + counts["late"]
    total = done + counts["missed"] + counts["ahead"]
    words = [
        f"{word} {counts[name]}"
        for name, word in (("kept", "按期"), ("late", "逾期"), ("missed", "未执行"), ("ahead", "待执行"))
        if counts[name]
    ]
    tone = "red" if counts["missed"] else "amber" if counts["late"] else "green" if done else "muted"
    return {
        "month": month,
        "text": f"{done}/{total}" if total else "",
        "title": "，".join(words),
        "tone": tone,
        "url": f"/m/maintenance/?month={year}-{month:02}"
        if counts["ahead"] == total
        else _list(plan_id, year, month),
    }


def _list(plan_id: int, year: int, month: int) -> str:
    return f"/r/maintenance_task/?plan={plan_id}&month={year}-{month:02}"
