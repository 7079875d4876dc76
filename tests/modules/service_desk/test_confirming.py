"""Nothing closes unconfirmed; who is unhappy is called (R-SVC-01, R-SAT-01)."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.parameters import catalogue
from govops.kernel.parameters.models import ParameterValue
from govops.kernel.processes.models import WorkItem
from govops.modules.service_desk import models
from govops.modules.service_desk.jobs import go_on
from tests.modules.service_desk.conftest import SOLVED
from tests.modules.service_desk.test_incidents import CHANNELS, todo_of, told
from tests.moments import at, local


def set_parameter(key: str, value: Any) -> None:
    ParameterValue.objects.update_or_create(key=key, defaults={"value": value})
    catalogue.forget()


def state_of(ticket: Any) -> str:
    return str(type(ticket).objects.values_list("state", flat=True).get(pk=ticket.pk))


# --- 确认 --------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-SVC-01")
@pytest.mark.parametrize("channel", CHANNELS)
def test_nobody_closes_what_is_not_confirmed(resolved: Any, do: Any, channel: str) -> None:
    ticket = resolved()
    for who in ("service_desk", "incident_manager", "support_l1"):
        with pytest.raises(Refused, match="不能办理“关闭”"):
            do(ticket, "close", who, channel=channel)
    assert state_of(ticket) == "resolved"


@pytest.mark.rule("R-SVC-01")
@pytest.mark.parametrize("channel", CHANNELS)
def test_only_the_reporter_confirms(resolved: Any, do: Any, channel: str) -> None:
    ticket = resolved()
    for who in ("support_l1", "service_desk", "unit_head", "drafter"):
        with pytest.raises(Refused) as refusal:
            do(ticket, "confirm", who, channel=channel)
        assert refusal.value.status == 403
    done = do(ticket, "confirm", "end_user", channel=channel)
    assert (done.state, done.confirmed_by) == ("confirmed", "reporter")


@pytest.mark.rule("R-SVC-01")
def test_the_desk_confirms_by_phone_with_words_but_never_its_own_work(in_progress: Any, do: Any) -> None:
    own = do(in_progress("service_desk"), "resolve", "service_desk", **SOLVED)
    with pytest.raises(Refused, match="处理人不能代用户确认"):
        do(own, "confirm_by_phone", "service_desk", opinion="10:05 通话，已好。")
    other = do(in_progress(), "resolve", "support_l1", **SOLVED)
    with pytest.raises(Refused, match="须写明原因"):
        do(other, "confirm_by_phone", "service_desk")
    done = do(other, "confirm_by_phone", "service_desk", opinion="10:05 与钱思雨通话，已好。")
    assert (done.state, done.confirmed_by) == ("confirmed", "phone")


@pytest.mark.rule("R-SVC-01")
def test_silence_is_consent_after_three_working_days_and_not_before(resolved: Any, cast: Bureau) -> None:
    ticket = resolved()
    with at("2026-11-26 17:00"):
        go_on(actor=SYSTEM)
        assert state_of(ticket) == "resolved"
    with at("2026-11-26 17:31"):
        assert go_on(actor=SYSTEM) == "恢复处理 0 件，自动确认 1 件，关闭 0 件"
    ticket.refresh_from_db()
    assert (ticket.state, ticket.confirmed_by) == ("confirmed", "expiry")
    assert told(cast, "end_user")[-1] == "超期未答复，已自动确认：打印机卡纸"


@pytest.mark.rule("R-SVC-01")
def test_the_days_are_a_parameter(resolved: Any) -> None:
    ticket = resolved()
    set_parameter("incident.auto_confirm_days", 5)
    with at("2026-11-27 17:31"):
        go_on(actor=SYSTEM)
        assert state_of(ticket) == "resolved"
    with at("2026-11-30 17:31"):
        go_on(actor=SYSTEM)
        assert state_of(ticket) == "confirmed"


@pytest.mark.rule("R-SVC-01")
def test_the_program_itself_does_not_confirm_early(resolved: Any, do: Any) -> None:
    ticket = resolved()
    with pytest.raises(Refused, match="未满 3 个工作日"):
        do(ticket, "confirm", "system")


def test_confirmed_it_may_come_back_until_it_is_closed(resolved: Any, do: Any) -> None:
    ticket = do(resolved(), "confirm", "end_user")
    with pytest.raises(Refused, match="可以重新打开"):
        do(ticket, "close", "service_desk")
    with at("2026-11-24 17:31"):
        assert go_on(actor=SYSTEM).endswith("关闭 1 件")
    assert state_of(ticket) == "closed"
    with pytest.raises(Refused, match="不能办理“没有解决”"):
        do(ticket, "reopen", "end_user", opinion="又坏了")


def test_what_waits_until_a_date_goes_on_at_that_date(in_progress: Any, do: Any, cast: Bureau) -> None:
    ticket = do(
        in_progress(), "set_aside", "support_l1", pending_reason="parts", pending_until=local("2026-11-25 09:00")
    )  # fmt: skip
    with at("2026-11-25 08:50"):
        go_on(actor=SYSTEM)
        assert state_of(ticket) == "pending"
    with at("2026-11-25 09:00"):
        go_on(actor=SYSTEM)
    assert state_of(ticket) == "in_progress"
    assert told(cast, "support_l1")[-1] == "挂起到期，已恢复处理：打印机卡纸"


def test_the_job_is_not_refused_what_it_cannot_do(incident: Any, create: Any, do: Any, cast: Bureau) -> None:
    """An incident that still waits for its review is not tried, and leaves no refusal in the trail, every ten minutes."""
    ticket = incident(impact="bureau", urgency="high")
    create("major_incident", by="incident_manager", incident=ticket.pk, reason="全委打印中断", public_words="打印暂停", commander=cast.people["support_l3"].pk)  # fmt: skip
    do(ticket, "resolve", "support_l1", **SOLVED)
    do(ticket, "confirm", "end_user")
    with at("2026-11-30 09:00"):
        go_on(actor=SYSTEM)
    assert state_of(ticket) == "confirmed"
    assert not AuditEntry.objects.filter(operation="refuse", register="incident").exists()


# --- 评价与回访 ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-SAT-01")
@pytest.mark.parametrize("satisfaction", ["dissatisfied", "very_dissatisfied"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_who_is_unhappy_is_called_back_within_a_working_day(
    resolved: Any, do: Any, satisfaction: str, channel: str
) -> None:
    ticket = resolved()
    do(
        ticket, "confirm", "end_user", channel=channel, satisfaction=satisfaction, satisfaction_words="等了半天"
    )  # fmt: skip
    call = models.CallBack.objects.get()
    assert (call.incident, call.state, call.words) == (ticket, "due", "等了半天")
    assert todo_of(call) == [("吴小雨", "call"), ("赵立新", "call")]
    due = WorkItem.objects.filter(register="call_back", status="open").values_list("due_at", flat=True)
    assert set(due) == {local("2026-11-24 17:30")}


@pytest.mark.rule("R-SAT-01")
@pytest.mark.parametrize("satisfaction", ["very_satisfied", "satisfied", "acceptable", ""])
def test_who_is_content_is_left_in_peace(resolved: Any, do: Any, satisfaction: str) -> None:
    do(resolved(), "confirm", "end_user", satisfaction=satisfaction)
    assert not models.CallBack.objects.exists()


@pytest.mark.rule("R-SAT-01")
def test_a_late_rating_counts_as_well_but_only_once(resolved: Any, do: Any) -> None:
    ticket = do(resolved(), "confirm", "end_user")
    with at("2026-11-24 17:31"):
        go_on(actor=SYSTEM)
    do(ticket, "rate_closed", "end_user", satisfaction="dissatisfied")
    assert models.CallBack.objects.count() == 1
    with pytest.raises(Refused, match="已经评价过"):
        do(ticket, "rate_closed", "end_user", satisfaction="satisfied")
    with pytest.raises(Refused) as refusal:
        do(resolved(), "rate", "support_l1", satisfaction="satisfied")
    assert refusal.value.status in {403, 409}


@pytest.mark.rule("R-SAT-01")
def test_nobody_calls_about_his_own_work(in_progress: Any, do: Any) -> None:
    ticket = do(in_progress("service_desk"), "resolve", "service_desk", **SOLVED)
    do(ticket, "confirm", "end_user", satisfaction="very_dissatisfied")
    call = models.CallBack.objects.get()
    assert todo_of(call) == [("赵立新", "call")]
    for verb in ("call", "give_up"):
        with pytest.raises(Refused, match="回访须由其他人员进行"):
            do(call, verb, "service_desk", outcome="settled", said="没事了", opinion="打过两次")
    with pytest.raises(Refused, match="用户怎么说"):
        do(call, "call", "incident_manager", outcome="settled", said=" ")
    done = do(call, "call", "incident_manager", outcome="settled", said="理解，下次早点告知。")
    assert (done.state, done.called_by.name) == ("done", "赵立新")


def test_the_days_of_the_call_back_are_a_parameter(resolved: Any, do: Any) -> None:
    set_parameter("survey.call_back_days", 2)
    do(resolved(), "confirm", "end_user", satisfaction="dissatisfied")
    item = WorkItem.objects.filter(register="call_back").first()
    assert item is not None
    assert item.due_at == local("2026-11-25 17:30")


def test_no_one_makes_a_call_back_or_an_escalation_by_hand(create: Any, incident: Any) -> None:
    ticket = incident()
    for register in ("call_back", "ticket_escalation"):
        with pytest.raises(Refused) as refusal:
            create(register, by="service_desk", incident=ticket.pk)
        assert refusal.value.status == 403
