"""Problems in the common bureau, on Monday 2026-11-23 from 09:30 on, unless a test says `at(...)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import Actor
from govops.kernel.processes import engine
from govops.kernel.registers import doors, site
from govops.modules.problem.models import Problem
from tests.modules.monday import fresh_parameters, monday  # noqa: F401 - fixtures

MANAGER = "problem_manager"
CAUSE = {"cause_kind": "hardware", "root_cause": "进纸轮磨损，纸张打滑导致卡纸"}


@pytest.fixture
def create(cast: Bureau, actor: Callable[..., Actor]) -> Callable[..., Any]:
    def made(register: str, *, by: str, channel: str = "page", **data: Any) -> Any:
        return doors.create(site.get(register), data, actor=actor(by, channel))

    return made


@pytest.fixture
def do(cast: Bureau, actor: Callable[..., Actor]) -> Callable[..., Any]:
    """`do(problem, "classify", …)` through the process's door; answers the record."""

    def done(record: Any, verb: str, by: str = MANAGER, *, channel: str = "page", **data: Any) -> Any:
        code = site.of(record).code
        return engine.perform(code, record.pk, verb, actor=actor(by, channel), data=data).record

    return done


@pytest.fixture
def incident(create: Any) -> Callable[..., Any]:
    """An incident about the printer on the third floor."""

    def made(system: str = "三楼打印机", *, by: str = "end_user", **changes: Any) -> Any:
        data = {"subject": "打印机卡纸", "category": "desktop", "system": system, "impact": "person", "urgency": "medium", "channel": "web"}  # fmt: skip
        return create("incident", by=by, **data | changes)

    return made


@pytest.fixture
def problem(create: Any) -> Callable[..., Problem]:
    def made(*, by: str = MANAGER, channel: str = "page", **changes: Any) -> Any:
        data = {
            "subject": "三楼打印机反复卡纸", "description": "一周内五次卡纸", "category": "desktop", "system": "三楼打印机", "impact": "unit",
            "urgency": "medium",
        }  # fmt: skip
        return create("problem", by=by, channel=channel, **data | changes)

    return made


@pytest.fixture
def investigated(problem: Any, do: Any, cast: Bureau) -> Callable[..., Problem]:
    """In the hands of 朱文杰 (support_l2)."""

    def made(**changes: Any) -> Any:
        one = problem(**changes)
        do(
            one,
            "classify",
            category="desktop",
            impact="unit",
            urgency="high",
            handler=cast.people["support_l2"],
        )
        return do(one, "investigate", "support_l2")

    return made
