"""Figures and reports in the common bureau, on Monday 2026-11-23 from 09:30 on, unless a test says `at(...)`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.norms.obligations import Period
from govops.kernel.processes import engine
from govops.kernel.registers import doors, site
from govops.modules.reports.models import ServiceReport
from tests import services, tickets
from tests.modules.monday import fresh_parameters, monday  # noqa: F401 - fixtures

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
WRITER = "service_level_manager"


@pytest.fixture
def ticket(cast: Bureau) -> Callable[..., Any]:
    return lambda at="2026-10-08 09:00", **facts: tickets.ticket(cast, at=at, **facts)


@pytest.fixture
def first_line(cast: Bureau, actor: Callable[..., Actor]) -> Any:
    """桌面支持组, of the first line."""

    def create(register: str, data: dict[str, Any], by: str) -> Any:
        return doors.create(site.get(register), data, actor=actor(by))

    return services.support_group(cast, create, line="first")


@pytest.fixture
def october(ticket: Any, first_line: Any) -> None:
    """A small October, each ticket for one reason, and one ticket on either side of it."""
    ticket("2026-09-30 23:59", system="邮件")
    done = ticket("2026-10-01 00:00", system="邮件", satisfaction="satisfied", group=first_line)
    late = ticket(
        "2026-10-08 09:00",
        system="邮件",
        satisfaction="dissatisfied",
        is_late=True,
        root_cause="hardware",
        channel="phone",
    )
    running = ticket("2026-10-31 23:59", state="in_progress", is_late=True, priority="P1")
    ticket("2026-10-12 10:00", state="withdrawn")
    ticket("2026-10-12 10:00", state="merged")
    major = ticket("2026-10-20 10:00", is_major=True, category="network")
    request = ticket(
        "2026-10-15 09:00", register="service_request", satisfaction="very_satisfied", group=first_line
    )
    ticket("2026-10-15 09:00", register="service_request", state="draft")
    ticket("2026-11-01 00:00", system="邮件")
    for record, is_late in ((done, False), (late, True), (major, False)):
        tickets.clock(record, "响应", late=is_late)
    tickets.clock(running, "解决", late=True)
    tickets.clock(request, "响应", register="service_request")


@pytest.fixture
def do(cast: Bureau, actor: Callable[..., Actor]) -> Callable[..., Any]:
    """`do(report, "submit", WRITER)` through the process's door; `by="system"` is the program."""

    def done(record: Any, verb: str, by: str, **data: Any) -> Any:
        who = SYSTEM if by == "system" else actor(by)
        return engine.perform(site.of(record).code, record.pk, verb, actor=who, data=data).record

    return done


@pytest.fixture
def report(cast: Bureau, actor: Callable[..., Actor]) -> Callable[..., ServiceReport]:
    """The report on October, drafted by 夏明辉 (服务级别经理)."""

    def made(by: str = WRITER, **changes: Any) -> Any:
        data = {
            "kind": "month",
            "first": "2026-10-01",
            "purpose": "报告服务绩效",
            "readers": "信息化主管领导",
        }
        return doors.create(site.get("service_report"), data | changes, actor=actor(by))

    return made
