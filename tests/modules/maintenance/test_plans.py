"""维护作业计划: what it must say, and the tasks it brings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.modules.maintenance import actions, jobs
from govops.modules.maintenance.models import MaintenancePlan, MaintenanceTask
from govops.modules.maintenance.standard import STANDARD
from tests.modules.maintenance.conftest import CHECKS, EXECUTOR, MANAGER, REVIEWER
from tests.moments import at
from tests.settings_of_operators import set_parameter


@pytest.mark.parametrize("channel", ["page", "api", "import"])
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day_number": 8}, "day_number"),
        ({"frequency": "quarter", "month_number": 4, "day_number": 1}, "month_number"),
        ({"frequency": "day", "off_day": "later"}, "off_day"),
        ({"valid_to": "2026-10-01"}, "valid_to"),
        ({"checklist": [*CHECKS, CHECKS[1]]}, "checklist"),
        ({"checklist": [{"check": "温度", "low": "高", "high": ""}]}, "checklist"),
        ({"checklist": [{"check": "温度", "low": "27", "high": "18"}]}, "checklist"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    plan: Any, channel: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        plan(channel=channel, **changes)
    assert (refusal.value.status, list(refusal.value.errors)) == (422, [field])
    assert not MaintenancePlan.objects.exists()


@pytest.mark.parametrize("channel", ["page", "api", "import"])
def test_nobody_reviews_his_own_work(plan: Any, cast: Bureau, channel: str) -> None:
    with pytest.raises(Refused, match="执行人不能复核"):
        plan(channel=channel, reviewer=cast.people[EXECUTOR].pk)


@pytest.mark.parametrize(
    "missing", [{"executor": None}, {"reviewer": None}, {"checklist": []}, {"items": [], "scope": ""}]
)
def test_an_unfinished_plan_is_not_put_in_force(plan: Any, do: Any, missing: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        do(plan(**missing), "activate", MANAGER)


def test_in_force_it_brings_the_tasks_of_two_weeks(active: Any, host: Any) -> None:
    made = active()
    tasks = list(MaintenanceTask.objects.filter(plan=made).order_by("planned_on"))
    assert [task.planned_on for task in tasks] == [date(2026, 11, 24), date(2026, 12, 1)]
    assert {task.state for task in tasks} == {"planned"}
    assert tasks[0].items == [host.pk]
    assert [row["standard"] for row in tasks[0].results] == ["0～80%", "常绿"]


def test_the_job_plans_on_and_never_twice(active: Any) -> None:
    active()
    assert actions.make_due_tasks() == 0
    with at("2026-11-30 00:10"):
        assert actions.make_due_tasks() == 1
        assert actions.make_due_tasks() == 0


def test_how_far_ahead_is_a_parameter(active: Any) -> None:
    set_parameter("maintenance.days_ahead", 30)
    assert MaintenanceTask.objects.filter(plan=active()).count() == 5


def test_a_paused_plan_calls_off_what_was_not_begun(active: Any, do: Any) -> None:
    made = active()
    do(made, "pause", MANAGER, opinion="设备停用检修")
    assert set(MaintenanceTask.objects.values_list("state", flat=True)) == {"cancelled"}
    assert jobs.plan_tasks() == "排定 0 项，开始 0 项，逾期 0 项，未执行 0 项"


def test_a_plan_in_force_is_not_edited(active: Any, client_of: Any) -> None:
    made = active()
    answer = client_of(MANAGER).post(f"/r/maintenance_plan/{made.pk}/edit/", {"name": "改名"})
    assert answer.status_code == 409


def test_the_standard_plans_are_loaded_once(client_of: Any, cast: Bureau) -> None:
    client = client_of(MANAGER)
    for _again in range(2):
        assert client.post("/m/maintenance/standard/").status_code == 302
    plans = MaintenancePlan.objects.order_by("id")
    assert [plan.name for plan in plans] == [told["name"] for told in STANDARD.values()]
    assert {plan.state for plan in plans} == {"draft"}
    assert [plan.frequency for plan in plans] == ["day", "week", "month", "month", "quarter", "year"]
    assert client_of(REVIEWER).post("/m/maintenance/standard/").status_code == 403
