"""维护作业计划及时完成率 on tasks counted by hand: in the month's page, in the year's page and in the service reports."""

from __future__ import annotations

from datetime import date
from typing import Any

from govops.modules.maintenance import jobs
from govops.modules.maintenance.dashboards import month_of
from govops.modules.maintenance.models import MaintenanceTask
from govops.modules.reports import periods
from govops.modules.reports.choices import ReportKind
from govops.modules.reports.gathering import gather
from govops.modules.reports.indicators import BY_CODE
from tests.modules.maintenance.conftest import EXECUTOR, GOOD, MANAGER
from tests.modules.reports.test_indicators import rows_behind
from tests.moments import at

NOVEMBER = periods.of(ReportKind.MONTH, date(2026, 11, 23))


def test_five_fell_due_and_three_were_kept(active: Any, do: Any, actor: Any) -> None:
    """Monday to Wednesday in time, Thursday (cancelled) not counted, Friday missed, the next Monday late."""
    plan = active(frequency="day", off_day="skip", day_number=None, name="每日巡检")
    tasks = {task.planned_on.day: task for task in MaintenanceTask.objects.filter(plan=plan)}
    for day, hour in ((23, 10), (24, 11), (25, 16)):
        with at(f"2026-11-{day} 00:10"):
            jobs.plan_tasks()
        with at(f"2026-11-{day} {hour}:00"):
            assert do(tasks[day], "carry_out", EXECUTOR, results=GOOD).outcome == "on_time"
    with at("2026-11-26 09:00"):
        jobs.plan_tasks()
        do(tasks[26], "cancel", MANAGER, opinion="停电检修")
    for day in (27, 28, 30):
        with at(f"2026-11-{day} 00:10"):
            jobs.plan_tasks()
    with at("2026-11-30 22:00"):
        assert do(tasks[30], "carry_out", EXECUTOR, results=GOOD).outcome == "late"

    reader = actor("service_level_manager")
    with at("2026-12-01 09:00"):
        month = month_of(date(2026, 11, 1), reader)
        assert (month.due, month.on_time, month.late, month.missed, month.timeliness) == (5, 3, 1, 1, 60.0)
        told = gather(ReportKind.MONTH, [NOVEMBER], reader)
        indicator = BY_CODE["maintenance_on_time"]
        assert indicator.compute(told, NOVEMBER) == 60.0
        lists = indicator.drilled(told, NOVEMBER)
        assert [one.number for one in lists] == [3, 5]
        for one in lists:
            assert rows_behind(one.url, reader) == one.number, one.title
