"""Before a promise is broken, whoever answers for it hears, and so does the one who waits (R-INC-03)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import SYSTEM
from govops.kernel.calendar import clocks, years
from govops.kernel.calendar.day_specs import DaySpec
from govops.kernel.calendar.models import WorkCalendar
from govops.kernel.calendar.sweep import sweep
from govops.kernel.organization.models import SeatHolder
from govops.modules.service_desk import models
from tests.modules.service_desk.conftest import SOLVED
from tests.modules.service_desk.test_incidents import told
from tests.moments import at, local


def escalations(ticket: Any) -> list[tuple[str, str, str]]:
    rows = (
        models.TicketEscalation.objects.filter(incident=ticket.pk).order_by("id").select_related("receiver")
    )
    return [(row.clock, row.level, row.receiver.name) for row in rows if row.receiver]


def swept_at(text: str) -> None:
    with at(text):
        sweep()


@pytest.fixture
def urgent(incident: Any, do: Any, group: Any) -> Any:
    """P2 in 桌面支持组's queue: respond by 10:00, solve by 15:00."""
    ticket = incident(impact="unit", urgency="high")
    return do(
        ticket, "triage", "service_desk", category="desktop", impact="unit", urgency="high", group=group
    )


@pytest.mark.rule("R-INC-03")
def test_at_three_quarters_the_group_leader_hears_and_the_reporter_is_told(urgent: Any, cast: Bureau) -> None:
    swept_at("2026-11-23 09:52")
    assert escalations(urgent) == []
    swept_at("2026-11-23 09:53")
    assert escalations(urgent) == [("响应", "warning", "朱文杰")]
    record = models.TicketEscalation.objects.get()
    assert record.happened_at == local("2026-11-23 09:52:30")
    assert record.reason == "响应时限（30 工作分钟）已用 75%，尚无处理人。"
    assert told(cast, "support_l2")[-1] == "响应将超时：打印机卡纸"
    assert told(cast, "end_user")[-1].startswith(
        "响应时限已过大半，已请朱文杰督促，争取 11 月 23 日 10:00 前办好"
    )


@pytest.mark.rule("R-INC-03")
def test_past_the_deadline_it_goes_to_the_leader_of_the_desk_and_stays_marked(
    urgent: Any, cast: Bureau, do: Any
) -> None:
    swept_at("2026-11-23 10:01")
    assert [level for _, level, _ in escalations(urgent)] == ["warning", "breach"]
    assert "响应已超时：打印机卡纸" in told(cast, "incident_manager")
    assert told(cast, "end_user")[-1].startswith("响应已超过承诺时间，向您致歉")
    with at("2026-11-23 10:05"):
        done = do(urgent, "resolve", "support_l1", **SOLVED)
    done.refresh_from_db()
    assert done.is_late


@pytest.mark.rule("R-INC-03")
def test_each_threshold_escalates_once(urgent: Any) -> None:
    for minute in ("09:53", "09:54", "09:59"):
        swept_at(f"2026-11-23 {minute}")
    assert len(escalations(urgent)) == 1


@pytest.mark.rule("R-INC-03")
def test_who_is_late_is_escalated_even_when_nobody_looked_in_time(urgent: Any, do: Any) -> None:
    with at("2026-11-23 11:00"):
        do(urgent, "take", "support_l1")
    assert [(clock, level) for clock, level, _ in escalations(urgent)] == [
        ("响应", "warning"),
        ("响应", "breach"),
    ]


@pytest.mark.rule("R-INC-03")
def test_what_waits_is_not_escalated(urgent: Any, do: Any) -> None:
    do(urgent, "take", "support_l1")
    do(urgent, "set_aside", "support_l1", pending_reason="parts", pending_until=local("2026-12-01 09:00"))
    swept_at("2026-11-30 10:00")
    assert escalations(urgent) == []


@pytest.mark.rule("R-INC-03")
def test_an_empty_seat_does_not_stop_the_clock(incident: Any) -> None:
    ticket = incident(impact="unit", urgency="high")
    SeatHolder.objects.filter(seat__in=("service_desk_leader", "incident_manager")).delete()
    swept_at("2026-11-23 10:01")
    assert models.TicketEscalation.objects.filter(incident=ticket, receiver=None).count() == 2


@pytest.mark.rule("R-INC-03")
def test_the_calendar_moves_what_the_queue_is_sorted_by(incident: Any) -> None:
    """Tomorrow becomes a day off: what was due on Thursday is due on Friday."""
    ticket = incident()
    clocks.stop(clocks.of("incident", ticket.pk).get(name="响应"), actor=SYSTEM)
    days = [DaySpec(date(2026, 11, 24), "off", "停电")]
    calendar = WorkCalendar.objects.get(is_default=True)
    years.amend_year(
        2026, days=days, notice_no="江委〔2026〕9号", reason="停电", actor=SYSTEM, calendar=calendar
    )
    ticket.refresh_from_db()
    assert (ticket.due_clock, ticket.due_at) == ("解决", local("2026-11-27 09:30"))


@pytest.mark.rule("R-INC-03")
def test_what_few_may_know_is_escalated_discreetly(incident: Any, cast: Bureau) -> None:
    few = [cast.people[name].pk for name in ("support_l3", "incident_manager", "end_user")]
    ticket = incident(
        by="service_desk", subject="涉密机故障", impact="unit", urgency="high", applicant=few[2], known_to=few
    )
    swept_at("2026-11-23 10:01")
    rows = models.TicketEscalation.objects.filter(incident=ticket)
    assert [row.is_restricted for row in rows] == [True, True]
    assert not any("涉密机" in title for title in told(cast, "incident_manager"))
    assert f"响应已超时：{ticket.number}" in told(cast, "incident_manager")


@pytest.mark.rule("R-INC-03")
def test_a_request_is_escalated_like_an_incident(create: Any, offer: Any, cast: Bureau) -> None:
    item = offer()
    request = create(
        "service_request", by="end_user", submit=True, subject="更换硒鼓", item=item.pk, impact="unit", urgency="high"
    )  # fmt: skip
    swept_at("2026-11-23 09:53")
    record = models.TicketEscalation.objects.get(service_request=request)
    assert (record.level, record.receiver) == ("warning", cast.people["support_l2"])
