"""机房看板 and the guard's door."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.demo.bureau import Bureau
from govops.kernel.norms.judging import judge
from govops.kernel.printing.models import PrintedCode
from govops.kernel.printing.verification import code_for, remember
from govops.kernel.processes import journal
from govops.kernel.signatures.digests import digest_of, plain
from govops.modules.machine_room import models
from govops.modules.machine_room.dashboards import door, room_dashboard, rooms_for
from tests.moments import at

ENTRY = {"escort_confirmed": True, "items_at_entry": "一致", "prohibited_found": []}


@pytest.fixture
def lively(
    approved_visit: Any, enrolled_carry_out: Any, approved_overtime: Any, patrol: Any, do: Any
) -> None:
    with at("2026-11-22 10:00"):
        patrol(temperature="28.4")
    patrol()
    enrolled_carry_out()
    approved_overtime()
    entry = approved_visit(planned_from="2026-11-23 09:00", planned_to="2026-11-23 12:00")
    do(entry, "enter", "guard", **ENTRY)
    judge(date(2026, 11, 23))


@pytest.mark.rule("R-MR-10", "R-DUTY-01")
def test_one_screen_answers_who_what_how_warm_and_what_was_missed(
    lively: None, room: models.MachineRoom, actor: Any
) -> None:
    shown = room_dashboard(room, actor("mr_manager"))
    assert [stay["who"] for stay in shown["inside"]] == ["华信网络张伟"]
    assert {permit["form"] for permit in shown["permits"]} == {"登记表", "携物出门证明", "加班进入申请"}
    assert [row["temperature"] for row in shown["today"]] == [22.5]
    assert len(shown["series"]["days"]) == len(shown["series"]["temperature"]) == 30
    assert shown["series"]["temperature"][-2:] == [28.4, 22.5]
    assert shown["series"]["temperature"][-3] is None
    assert shown["latest"]["temperature"] == 22.5
    assert [alert["kind"] for alert in shown["alerts"]] == ["温度越限"]
    assert shown["is_unmanned"]
    with at("2026-11-25 09:30"):
        judge(date(2026, 11, 24))
        judge(date(2026, 11, 25))
        shown = room_dashboard(room, actor("mr_manager"))
    assert shown["today"] == []
    assert [duty["first"] for duty in shown["missed"] if duty["title"] == "机房温湿度记录"] == [
        date(2026, 11, 24)
    ]
    assert shown["completeness"] == 50, "one of the two days that are over"


def test_the_number_of_queries_does_not_depend_on_the_rows(
    lively: None, room: models.MachineRoom, actor: Any, patrol: Any, visit: Any
) -> None:
    who = actor("mr_manager")

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            room_dashboard(room, who)
        return len(queries)

    before = cost()
    for _ in range(5):
        patrol()
        visit()
    assert cost() == before
    assert before <= 11


def test_what_one_may_not_see_is_not_on_the_screen(
    lively: None, room: models.MachineRoom, actor: Any
) -> None:
    shown = room_dashboard(room, actor("business_unit"))
    assert shown["inside"] == shown["today"] == shown["alerts"] == shown["missed"] == shown["permits"] == []
    assert shown["completeness"] is None
    own = room_dashboard(room, actor("unit_head"))
    assert own["inside"] == own["today"] == own["alerts"] == own["missed"] == []
    assert {permit["form"] for permit in own["permits"]} == {"携物出门证明", "登记表"}, "of his own unit"
    assert list(rooms_for(actor("end_user"))) == [room]


def test_the_guard_finds_a_permit_by_number_name_and_paper(approved_visit: Any, actor: Any) -> None:
    entry = approved_visit()
    guard = actor("guard")
    code = code_for(
        "visitor_entry",
        entry.pk,
        digest_of(plain(journal.document_of(models.VisitorEntry.objects.get(pk=entry.pk)))),
    )
    assert door(code, guard)["permits"] == [], "nothing was printed yet"
    remember(code, "visitor_entry", entry.pk)
    with at("2026-11-23 14:00"):
        for query in (
            entry.number, entry.number.lower(), f"　{entry.number} ", "张伟", "13900000000", entry.identity_number,
            f"https://oa.example/r/visitor_entry/{entry.pk}/", f"https://oa.example/verify/{code}/?r=visitor_entry&id={entry.pk}", code, code.lower().replace("-", " "),
        ):  # fmt: skip
            found = door(query, guard)
            assert [permit["number"] for permit in found["permits"]] == [entry.number], query
        assert door(code, guard)["permits"][0]["paper"] == "valid"
        verbs = {offer.verb: offer for offer in door(entry.number, guard)["permits"][0]["verbs"]}
        assert list(verbs) == ["enter"]
        assert not verbs["enter"].reason
        facts = dict(door(entry.number, guard)["permits"][0]["facts"])
        assert facts["可进区域"] == "核心网络区"


def test_the_door_says_why_not(approved_visit: Any, actor: Any) -> None:
    entry = approved_visit(escort=None)
    with at("2026-11-23 14:00"):
        (offer,) = door(entry.number, actor("guard"))["permits"][0]["verbs"]
    assert "没有指定陪同人" in offer.reason


def test_a_paper_that_no_longer_says_what_the_record_says_is_shown_as_changed(
    approved_visit: Any, actor: Any
) -> None:
    entry = approved_visit()
    found = door(
        f"https://oa.example/verify/2222-2222-2222-2222/?r=visitor_entry&id={entry.pk}", actor("guard")
    )
    assert found["permits"][0]["paper"] == "changed"


def test_a_typed_code_finds_its_permit_however_many_were_made_since(
    approved_visit: Any, actor: Any, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    entry = approved_visit()
    printed = client_of("mr_manager").get(f"/r/visitor_entry/{entry.pk}/print/")
    assert printed.status_code == 200
    code = PrintedCode.objects.get().code
    with django_assert_max_num_queries(16):
        assert door(code, actor("guard"))["permits"][0]["paper"] == "valid"
    models.VisitorEntry.objects.filter(pk=entry.pk).update(purpose="另有他事")
    assert door(code, actor("guard"))["permits"][0]["paper"] == "changed"
    assert door(code, actor("app_liaison"))["permits"] == []


def test_anybody_with_the_paper_may_type_its_code(approved_visit: Any, client_of: Any, client: Any) -> None:
    entry = approved_visit()
    client_of("mr_manager").get(f"/r/visitor_entry/{entry.pk}/print/")
    code = PrintedCode.objects.get().code
    assert "验证通过" in client.get(f"/verify/?code={code.lower()}").content.decode()
    assert "没有找到" in client.get("/verify/?code=2222-2222-2222-2222").content.decode()


def test_the_door_shows_nothing_to_those_who_may_not_see_it(approved_visit: Any, actor: Any) -> None:
    entry = approved_visit()
    for query in (entry.number, "张伟", f"/r/visitor_entry/{entry.pk}/"):
        found = door(query, actor("app_liaison"))
        assert found["permits"] == []
        assert "没有找到" in found["sentence"]


NONSENSE = (
    "", "  ", "x" * 5000, "JFLF-9999-999999999999999999999", "/r/visitor_entry/99999999999999999999/", "%00", "'; drop table",
    "/verify/?r=account&id=1", "http://[", "/r/visitor_entry/1/?r=a&id=b", "\x00",
)  # fmt: skip


def test_nonsense_at_the_door_is_answered_with_a_sentence(actor: Any, cast: Bureau) -> None:
    for query in NONSENSE:
        found = door(query, actor("guard"))
        assert found["permits"] == []
        assert found["sentence"]


def test_cards_are_found_by_number_and_holder(card: Any, do: Any, actor: Any) -> None:
    one = card("A0001")
    assert door("A0001", actor("guard"))["cards"][0]["is_good"]
    do(one, "report_lost", "duty_officer", state_reason="遗失")
    found = door("A0001", actor("guard"))["cards"][0]
    assert not found["is_good"]
    assert "已挂失" in found["reason"]


def test_days_without_a_duty_do_not_count(room: models.MachineRoom, patrol: Any, actor: Any) -> None:
    patrol()
    shown = room_dashboard(room, actor("mr_manager"))
    assert shown["completeness"] == 100
    assert shown["month"][0]["due"] == 1


def test_whoever_is_inside_stands_there_with_the_zones_that_he_may_be_in(
    approved_visit: Any, approved_overtime: Any, card: Any, create: Any, do: Any, actor: Any, client_of: Any,
    room: models.MachineRoom, hall: models.Zone, core: models.Zone, cast: Bureau,
) -> None:  # fmt: skip
    """Of the visit, of the card that was shown, of the card that one holds who came in by a permit; else none."""
    card("A0001", zones=[hall.pk, core.pk])
    do(approved_visit(zones=[hall.pk]), "enter", "guard", **ENTRY)
    log = {"machine_room": room.pk, "entered_at": "2026-11-23 09:00"}
    create("room_access_log", by="guard", card_number="A0001", **log)
    create("room_access_log", by="guard", entrant="来历不明", **log)
    create("room_access_log", by="guard", entrant="查线路的", zone=core.pk, **log)
    permit = approved_overtime()
    with at("2026-11-28 10:00"):
        do(permit, "enter", "guard")
        inside = room_dashboard(room, actor("guard"))["inside"]
        page = client_of("guard").get("/m/machine_room/door/").content.decode()
    assert sorted((stay["who"].split()[-1], stay["zones"]) for stay in inside) == sorted(
        [
            ("华信网络张伟", "辅助区"),
            (cast.people["duty_officer"].label.split()[-1], "核心网络区、辅助区"),
            ("来历不明", ""),
            ("查线路的", "核心网络区"),
            (cast.people["duty_officer"].label.split()[-1], "核心网络区、辅助区"),
        ]
    )
    assert "辅助区" in page
    assert "区域未写明" in page


def test_the_door_costs_few_queries(lively: None, client_of: Any, django_assert_max_num_queries: Any) -> None:
    client = client_of("guard")
    client.get("/m/machine_room/door/")
    with django_assert_max_num_queries(12):
        client.get("/m/machine_room/door/")
