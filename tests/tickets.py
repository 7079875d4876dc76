"""Tickets that have had their life already: rows as the service desk would have left them, for whoever counts them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from govops.demo.bureau import Bureau
from govops.kernel.calendar.models import Clock, WorkCalendar
from govops.kernel.processes.models import ProcessRun
from govops.modules.service_desk.public import TICKETS
from tests.moments import local

Made = Callable[..., Any]
_numbers = count(1)


def ticket(cast: Bureau, *, at: str, register: str = "incident", by: str = "end_user", **facts: Any) -> Any:
    """A ticket received at that time and, unless `state` says otherwise, solved two hours later and closed."""
    person, moment = cast.people[by], local(at)
    number = f"{'SJ' if register == 'incident' else 'FWQQ'}-2026-{next(_numbers) + 90000}"
    solved = {
        "state": "closed", "responded_at": moment + timedelta(minutes=10), "resolved_at": moment + timedelta(hours=2),
        "closed_at": moment + timedelta(hours=3), "resolution": "已处理。", "closure_code": "fixed",
    }  # fmt: skip
    given = (
        {}
        if "state" in facts and facts["state"] not in {"closed", "confirmed", "resolved", "fulfilled"}
        else solved
    )
    base = {
        "number": number, "title": "打印机卡纸", "subject": "打印机卡纸", "unit": person.unit, "applicant": person, "created_by": person,
        "created_at": moment, "category": "desktop", "phone": "62850001",
    }  # fmt: skip
    made = TICKETS[register].objects.create(**base | given | facts)
    ProcessRun.objects.create(
        register=register, record_id=made.pk, number=number, title=made.title, unit=made.unit, applicant=person, state=made.state,
        started_at=moment,
    )  # fmt: skip
    return made


def clock(record: Any, name: str, *, register: str = "incident", late: bool = False) -> Clock:
    """A clock of the ticket that has been stopped, in time or late."""
    stopped = record.created_at + timedelta(hours=1)
    return Clock.objects.create(
        register=register, record_id=record.pk, name=name, calendar=WorkCalendar.objects.order_by("id")[0], budget_minutes=30,
        started_at=record.created_at, stopped_at=stopped, breached_at=stopped if late else None,
    )  # fmt: skip
