"""Plans and tasks in the common bureau, on Monday 2026-11-23 from 09:30 on, unless a test says `at(...)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import Actor
from govops.kernel.registers import doors, site
from govops.modules.maintenance.models import MaintenanceTask
from tests.items import server
from tests.modules.monday import fresh_parameters, monday  # noqa: F401 - fixtures

As = Callable[..., Actor]
MANAGER, EXECUTOR, REVIEWER = "incident_manager", "support_l2", "support_l3"
CHECKS = [
    {"check": "CPU 使用率", "low": "0", "high": "80", "unit": "%"},
    {"check": "指示灯", "standard": "常绿"},
]
GOOD = [
    {"check": "CPU 使用率", "standard": "0～80%", "value": "35", "result": "normal", "remark": ""},
    {"check": "指示灯", "standard": "常绿", "value": "", "result": "normal", "remark": ""},
]


@pytest.fixture
def create(cast: Bureau, actor: As) -> Callable[..., Any]:
    """`create("maintenance_plan", by="incident_manager", …)` through the register's door."""

    def made(register: str, *, by: str = MANAGER, channel: str = "page", **data: Any) -> Any:
        return doors.create(site.get(register), data, actor=actor(by, channel))

    return made


@pytest.fixture
def host(cast: Bureau) -> Any:
    return server(cast)


@pytest.fixture
def plan(create: Any, cast: Bureau, host: Any) -> Callable[..., Any]:
    """每周二 an inspection of one server, from today on."""

    def filled(*, by: str = MANAGER, channel: str = "page", **changes: Any) -> Any:
        data = {
            "name": "服务器巡检", "operation": "inspection", "items": [host.pk], "checklist": CHECKS, "frequency": "week", "day_number": 2,
            "off_day": "later", "days_allowed": 1, "executor": cast.people[EXECUTOR].pk, "reviewer": cast.people[REVIEWER].pk,
            "valid_from": "2026-11-01",
        }  # fmt: skip
        return create("maintenance_plan", by=by, channel=channel, **data | changes)

    return filled


@pytest.fixture
def active(plan: Any, do: Any) -> Callable[..., Any]:
    return lambda **changes: do(plan(**changes), "activate", MANAGER)


@pytest.fixture
def task(active: Any) -> Callable[..., MaintenanceTask]:
    """The first task of a plan that is due today (每日)."""

    def made(**changes: Any) -> MaintenanceTask:
        daily = {"frequency": "day", "off_day": "skip", "day_number": None}
        return MaintenanceTask.objects.filter(plan=active(**daily | changes)).order_by("planned_on")[0]

    return made
