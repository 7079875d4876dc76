"""A ticket written in bulk leaves the same rows as one told through the doors: with its clocks, remarks, escalations and call-backs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict

from govops.demo.history import catalogue
from govops.demo.history.bulk import Aside, Life
from govops.demo.history.tickets import past, present
from govops.demo.history.tickets.office import Office
from govops.demo.history.world import World
from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM
from govops.kernel.calendar.models import Clock
from govops.kernel.calendar.sweep import sweep
from govops.kernel.processes import engine
from govops.kernel.records import comments
from govops.kernel.records.models import Comment
from govops.kernel.registers import doors, site
from govops.modules.service_desk.models import CallBack, TicketEscalation
from tests.demo.comparing import MONDAY, assert_alike, at, told


@pytest.fixture
def office(world: World) -> Office:
    return Office(world, catalogue.build(world))


def clocks_of(register: str, record: Any) -> list[dict[str, Any]]:
    """Every clock with its whole history."""
    found = []
    for clock in Clock.objects.filter(register=register, record_id=record.pk).order_by("id"):
        row = model_to_dict(clock, exclude=["id", "record_id"])
        lines = [
            model_to_dict(line, exclude=["id", "clock"])
            for line in clock.events.order_by("recorded_at", "id")
        ]
        found.append(row | {"lines": lines})
    return found


def comments_of(register: str, record: Any) -> list[dict[str, Any]]:
    rows = Comment.objects.filter(register=register, record_id=record.pk).order_by("at")
    return list(rows.values("author_id", "text", "is_internal", "mentions", "at"))


def a_paper_jam(office: Office) -> dict[str, Any]:
    return {
        "subject": "三楼打印机卡纸", "description": "打到第三页就停。", "item": office.made.services["打印机与复印机报修"], "system": "三楼打印机",
        "location": "306 室", "channel": "web", "impact": "unit", "urgency": "high",
        "answers": [{"question": "办公室房间号", "answer": "306"}],
    }  # fmt: skip


def its_life(office: Office) -> Life:
    """Late, set aside, solved, reopened, solved again, and somebody unhappy: everything that moves a clock."""
    group = office.made.groups["桌面支持组"]
    solved = {"resolution": "更换搓纸轮，打印正常。", "closure_code": "fixed", "category": "desktop"}
    verb = office.verb
    judged = {"category": "desktop", "impact": "unit", "urgency": "medium", "group": group}
    verbs = (
        verb("triage", "service_desk", at(9, 10), **judged),
        verb("dispatch", "service_desk", at(9, 12), group=group, assignee=office.person("support_l2")),
        office.remark("end_user", at(9, 20), "下午两点以后我在办公室。"),
        verb("start", "support_l2", at(11, 40)),
        office.remark("support_l2", at(11, 45), "该机已过保。", internal=True),
        verb("set_aside", "support_l2", at(14), pending_reason="parts", pending_until=at(17), opinion="备件在途。"),
        verb("take_up_again", "support_l2", at(15), opinion="备件已到，继续处理。"),
        verb("resolve", "support_l2", at(11, day=MONDAY + timedelta(days=3)), **solved, root_cause="hardware"),
        verb("reopen", "end_user", at(14, day=MONDAY + timedelta(days=3)), opinion="又卡了。"),
        verb("start", "support_l2", at(14, 20, day=MONDAY + timedelta(days=3))),
        verb("resolve", "support_l2", at(16, day=MONDAY + timedelta(days=3)), **solved, root_cause="hardware"),
        verb("confirm", "end_user", at(17, day=MONDAY + timedelta(days=3)), satisfaction="dissatisfied", satisfaction_words="太慢。"),
        verb("close", SYSTEM, at(9, 10, day=MONDAY + timedelta(days=7))),
    )  # fmt: skip
    return Life(office.world.actor("end_user"), at(9), a_paper_jam(office), verbs)


def ticket_through_the_doors(kind: str, life: Life) -> Any:
    """As `present.through_the_doors`, with the clocks looked at in every minute in which one of them is due."""
    with moment.at(life.at):
        record: Any = doors.create(site.get(kind), present.form_of(life.data), actor=life.actor)
    for verb in life.verbs:
        look_until(kind, record, verb.at)
        with moment.at(verb.at):
            if isinstance(verb, Aside):
                record.refresh_from_db()
                comments.add(
                    record,
                    text=verb.data["text"],
                    actor=verb.actor,
                    is_internal=verb.data["is_internal"],
                )
            else:
                record = engine.perform(kind, record.pk, verb.name, actor=verb.actor, data=verb.data).record
    return record


def look_until(kind: str, record: Any, until: datetime) -> None:
    open_clocks = Clock.objects.filter(register=kind, record_id=record.pk, stopped_at__isnull=True)
    due = {at for clock in open_clocks for at in (clock.warn_at, clock.due_at) if at and at <= until}
    for threshold in sorted(due):
        noticed = min(until, threshold.replace(second=0, microsecond=0) + timedelta(minutes=1))
        with moment.at(noticed):
            sweep(noticed)


def assert_same_ticket(kind: str, door: Any, bulk: Any) -> None:
    assert_alike(told(kind, door), told(kind, bulk))
    assert clocks_of(kind, door) == clocks_of(kind, bulk)
    assert comments_of(kind, door) == comments_of(kind, bulk)
    for model in (TicketEscalation, CallBack):
        one, other = (
            [
                model_to_dict(row, exclude=["id", "number", kind]) | {"made": row.created_at}
                for row in model.objects.filter(**{kind: ticket}).order_by("id")
            ]
            for ticket in (door, bulk)
        )
        assert one == other, model


def test_an_incident_that_was_late_and_reopened(world: World, office: Office) -> None:
    life = its_life(office)
    door = ticket_through_the_doors("incident", life)
    state = world.chance.getstate()
    past.write(world, [("incident", life)])
    world.chance.setstate(state)
    bulk = site.get("incident").model.objects.exclude(pk=door.pk).get()
    [asked] = CallBack.objects.filter(incident=bulk)
    assert asked.state == "done"
    CallBack.objects.filter(incident=bulk).delete()
    called = live_call_back_through_the_doors(world, door)
    assert called.state == asked.state
    CallBack.objects.all().delete()
    assert TicketEscalation.objects.filter(incident=bulk).count() >= 2
    assert bulk.is_late
    assert bulk.reopened == 1
    assert_same_ticket("incident", door, bulk)


def live_call_back_through_the_doors(world: World, ticket: Any) -> Any:
    call_back = CallBack.objects.get(incident=ticket)
    data = {"outcome": "settled", "said": "用户接受。", "measure": "改进派单提醒。"}
    with moment.at(at(10, day=MONDAY + timedelta(days=4))):
        return world.perform(call_back, "call", by="service_desk", **data)


@pytest.mark.parametrize("service", ["办公软件安装", "移动介质登记与加密"])
def test_a_request_with_and_without_approval(world: World, office: Office, service: str) -> None:
    item = office.made.services[service]
    blanks = office.blanks("end_user", at(9))
    data = {
        "subject": f"申请{service}", "description": "工作需要。", "item": item, "channel": "web", "impact": "person", "urgency": "medium",
        "answers": office.answers(service, (("密级", "内部"), ("软件名称", "版式阅读软件")), blanks),
    }  # fmt: skip
    head = (office.verb("approve", "unit_head", at(10), opinion="同意。"),) if item.needs_approval else ()
    verbs = (
        office.verb("submit", "end_user", at(9, 2)),
        *head,
        office.verb("take", "support_l1", at(10, 30)),
        office.verb("fulfil", "support_l1", at(11), resolution="已办理，用户试用正常。", closure_code="done"),
        office.verb("confirm", SYSTEM, at(9, 10, day=MONDAY + timedelta(days=4))),
        office.verb("close", SYSTEM, at(9, 20, day=MONDAY + timedelta(days=8))),
    )
    life = Life(world.actor("end_user"), at(9), data, verbs)
    door = ticket_through_the_doors("service_request", life)
    past.write(world, [("service_request", life)])
    bulk = site.get("service_request").model.objects.exclude(pk=door.pk).get()
    assert_same_ticket("service_request", door, bulk)
