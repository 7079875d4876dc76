"""外来人员登记, from the form to the archive."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.processes.models import WorkItem
from govops.modules.machine_room import models
from tests.moments import at, local

AT_THE_DOOR = {"escort_confirmed": True, "items_at_entry": "与登记一致", "prohibited_found": []}


@pytest.mark.rule("R-MR-01")
def test_a_visit_goes_from_the_form_to_the_archive(approved_visit: Any, do: Any) -> None:
    entry = approved_visit()
    assert entry.state == "approved"
    with at("2026-11-23 14:05"):
        entry = do(entry, "enter", "guard", **AT_THE_DOOR)
    assert (entry.state, entry.entered_at) == ("inside", local("2026-11-23 14:05"))
    stay = models.RoomAccessLog.objects.get()
    assert (stay.state, stay.basis, stay.is_red, stay.visit) == ("inside", "visit", False, entry)
    with at("2026-11-23 16:10"):
        entry = do(entry, "leave", "duty_officer", items_at_exit="与进入时一致")
        stay.refresh_from_db()
        assert (stay.state, stay.left_at) == ("left", local("2026-11-23 16:10"))
        assert do(entry, "archive", "mr_manager").state == "archived"


@pytest.mark.rule("R-MR-01")
def test_security_cannot_go_before_the_managers_nor_the_manager_twice(visit: Any, do: Any) -> None:
    entry = visit()
    with pytest.raises(Refused, match="不在您手中"):
        do(entry, "approve", "security_secrecy_dept")
    do(entry, "approve", "mr_manager")
    with pytest.raises(Refused):
        do(entry, "approve", "incident_manager")
    with pytest.raises(Refused, match="不能办理“进入登记”"):
        do(entry, "enter", "guard", **AT_THE_DOOR)


@pytest.mark.rule("R-MR-02")
@pytest.mark.parametrize("kind", ["foreign", "hmt"])
def test_guests_from_abroad_need_security_and_foreign_affairs_together(
    visit: Any, do: Any, kind: str
) -> None:
    entry = visit(visitor_kind=kind, identity_document="passport", identity_number="E12345678")
    do(entry, "approve", "mr_manager")
    waiting = WorkItem.objects.filter(record_id=entry.pk, status="open", kind="decide")
    assert set(waiting.values_list("seat", flat=True)) == {"security_secrecy", "foreign_affairs"}
    assert do(entry, "approve", "security_secrecy_dept").state == "approving"
    assert do(entry, "approve", "foreign_affairs_dept").state == "approved"


@pytest.mark.rule("R-MR-02")
def test_one_refusal_of_the_two_ends_it(visit: Any, do: Any) -> None:
    entry = visit(visitor_kind="foreign", identity_document="passport", identity_number="E12345678")
    do(entry, "approve", "mr_manager")
    assert do(entry, "refuse", "foreign_affairs_dept", opinion="行程未报备").state == "refused"
    with pytest.raises(Refused):
        do(entry, "approve", "security_secrecy_dept")


@pytest.mark.rule("R-MR-01")
def test_nobody_decides_on_his_own_visit_nor_on_one_he_escorts(visit: Any, do: Any, cast: Bureau) -> None:
    own = visit(by="mr_manager")
    with pytest.raises(Refused, match="不得审批自己的申请"):
        do(own, "approve", "mr_manager")
    escorted = visit(escort=cast.people["mr_manager"].pk)
    with pytest.raises(Refused):
        do(escorted, "approve", "mr_manager")
    assert do(escorted, "approve", "incident_manager").state == "approving"


@pytest.mark.rule("R-MR-03")
def test_without_an_escort_the_guard_cannot_let_them_in_until_the_manager_names_one(
    approved_visit: Any, do: Any, cast: Bureau
) -> None:
    entry = approved_visit(escort=None)
    with at("2026-11-23 14:05"):
        with pytest.raises(Refused, match="没有指定陪同人") as refusal:
            do(entry, "enter", "guard", **AT_THE_DOOR)
        assert refusal.value.rule == "R-MR-03"
        entry = do(entry, "name_escort", "mr_manager", escort=cast.people["sunhaoran"])
        assert entry.escort_phone == (cast.people["sunhaoran"].mobile or cast.people["sunhaoran"].phone)
        with pytest.raises(Refused, match="未到场"):
            do(entry, "enter", "guard", **AT_THE_DOOR | {"escort_confirmed": False})
        assert do(entry, "enter", "guard", **AT_THE_DOOR).state == "inside"
    assert AuditEntry.objects.filter(rule="R-MR-03", result="refused").count() == 2


def test_only_the_guard_or_the_escort_lets_them_in(approved_visit: Any, do: Any) -> None:
    entry = approved_visit()
    with at("2026-11-23 14:05"):
        for somebody in ("end_user", "mr_manager", "security_secrecy_dept"):
            with pytest.raises(Refused) as refusal:
                do(entry, "enter", somebody, **AT_THE_DOOR)
            assert refusal.value.status == 403
        assert do(entry, "enter", "duty_officer", **AT_THE_DOOR).state == "inside"


def test_the_guard_writes_down_what_was_compared(approved_visit: Any, do: Any) -> None:
    entry = approved_visit()
    with at("2026-11-23 14:05"), pytest.raises(Refused, match="进入核对"):
        do(entry, "enter", "guard", **AT_THE_DOOR | {"items_at_entry": ""})


@pytest.mark.rule("R-MR-11")
def test_an_undeclared_bottle_stays_outside(approved_visit: Any, do: Any) -> None:
    entry = approved_visit(prohibited_items=["liquid"], prohibited_reason="加湿罐清洗剂")
    with at("2026-11-23 14:05"):
        with pytest.raises(Refused, match="易燃") as refusal:
            do(entry, "enter", "guard", **AT_THE_DOOR | {"prohibited_found": ["liquid", "flammable"]})
        assert (refusal.value.rule, refusal.value.status) == ("R-MR-11", 422)
        assert do(entry, "enter", "guard", **AT_THE_DOOR | {"prohibited_found": ["liquid"]}).state == "inside"


def test_an_approval_is_not_good_on_another_day(approved_visit: Any, do: Any) -> None:
    entry = approved_visit()
    with at("2026-11-24 09:30"), pytest.raises(Refused, match="2026-11-23"):
        do(entry, "enter", "guard", **AT_THE_DOOR)
    assert do(entry, "close_unused", "mr_manager", opinion="对方改期").state == "cancelled"


@pytest.mark.rule("R-MR-12")
def test_the_form_names_zones_of_its_own_room(visit: Any, create: Any, cast: Bureau) -> None:
    with pytest.raises(Refused, match="请选择可进区域") as refusal:
        visit(zones=[])
    assert refusal.value.rule == "R-MR-12"
    other = create(
        "machine_room",
        by="mr_manager",
        code="B",
        name="灾备机房",
        location="后楼",
        manager=cast.people["mr_manager"].pk,
        is_active="1",
    )
    foreign = create("zone", by="mr_manager", machine_room=other.pk, name="存储区", is_active="1")
    with pytest.raises(Refused, match="不属于所选机房"):
        visit(zones=[foreign.pk])


@pytest.mark.rule("R-MR-09")
def test_the_calendar_judges_night_and_holiday_not_the_applicant(visit: Any) -> None:
    assert not visit().is_after_hours
    evening = visit(planned_from="2026-11-23 18:00", planned_to="2026-11-23 20:00")
    assert evening.is_after_hours
    assert "超出工作时间" in evening.calendar_words
    assert visit(planned_from="2026-10-01 10:00", planned_to="2026-10-01 11:00").is_after_hours
    exchanged = visit(planned_from="2026-10-10 10:00", planned_to="2026-10-10 11:00")
    assert not exchanged.is_after_hours, "10 月 10 日星期六调休上班"


@pytest.mark.rule("R-MR-09")
def test_at_night_the_escort_needs_leave_of_his_own(
    approved_visit: Any, approved_overtime: Any, do: Any, cast: Bureau
) -> None:
    entry = approved_visit(planned_from="2026-11-28 10:00", planned_to="2026-11-28 12:00")
    with at("2026-11-28 10:05"):
        with pytest.raises(Refused, match="陪同人王磊没有“主机房”") as refusal:
            do(entry, "enter", "guard", **AT_THE_DOOR)
        assert (refusal.value.rule, refusal.value.status) == ("R-MR-09", 409)
    approved_overtime(by="sunhaoran", companions=[cast.people["duty_officer"].pk])
    with at("2026-11-28 10:05"):
        assert do(entry, "enter", "guard", **AT_THE_DOOR).state == "inside"


@pytest.mark.rule("R-MR-09")
def test_a_stay_that_reaches_into_the_evening_needs_leave_for_the_evening(
    approved_visit: Any, approved_overtime: Any, do: Any
) -> None:
    entry = approved_visit(planned_from="2026-11-23 15:00", planned_to="2026-11-23 20:00")
    with at("2026-11-23 15:00"), pytest.raises(Refused, match="超出工作时间"):
        do(entry, "enter", "guard", **AT_THE_DOOR)
    approved_overtime(planned_from="2026-11-23 17:00", planned_to="2026-11-23 21:00")
    with at("2026-11-23 15:00"):
        assert do(entry, "enter", "guard", **AT_THE_DOOR).state == "inside"


def test_the_form_is_not_submitted_without_the_pledge(visit: Any, do: Any) -> None:
    draft = visit(submit=False, pledged="")
    with pytest.raises(Refused, match="承诺"):
        do(draft, "submit", "end_user")


def test_wrong_dates_and_identity_numbers_are_told_at_their_fields(visit: Any) -> None:
    for changes, field in (
        ({"planned_to": "2026-11-23 13:00"}, "planned_to"),
        ({"identity_number": "110105194912310021"}, "identity_number"),
        ({"zones": ["不存在的区域"]}, "zones"),
    ):
        with pytest.raises(Refused) as refusal:
            visit(**changes)
        assert refusal.value.status == 422
        assert field in refusal.value.errors


def test_the_form_offers_only_the_zones_of_the_chosen_room(
    client_of: Any, room: Any, core: Any, create: Any, cast: Bureau
) -> None:
    """Fetched again when the room changes; nothing before one is chosen. The rule refuses all the same."""
    other = create(
        "machine_room", by="mr_manager", code="B", name="备用机房", location="二号楼",
        manager=cast.people["mr_manager"].pk, is_active="1",
    )  # fmt: skip
    client = client_of("end_user")
    page = client.get("/r/visitor_entry/new/").content.decode()
    assert 'name="zones"' not in page
    assert "请先选择“进入机房”" in page
    url = "/r/visitor_entry/choices/zones/"
    part = client.get(f"{url}?machine_room={room.pk}&zones={core.pk}").content.decode()
    assert part.count('name="zones"') == 1
    assert part.count(" checked") == 1
    assert " checked" not in client.get(f"{url}?machine_room={other.pk}&zones={core.pk}").content.decode()
    for nonsense in ("x", "9" * 30, ""):
        assert client.get(f"{url}?machine_room={nonsense}&zones=x").status_code == 200
    assert client.get("/r/visitor_entry/choices/purpose/").status_code == 404
    assert client_of("system_admin").get(url).status_code == 403


def test_all_that_is_missing_is_told_at_once(client_of: Any, room: Any, visit: Any) -> None:
    """What a rule demands stands beside what the form demands, and has its star from the first."""
    client = client_of("end_user")
    fresh = client.get("/r/visitor_entry/new/").content.decode()
    zones = fresh[fresh.index("可进区域") :][:120]
    assert "field-required" in zones
    answer = client.post(
        "/r/visitor_entry/new/",
        {
            "machine_room": room.pk,
            "category": "visit",
            "purpose": "参观并拍照",
            "prohibited_items": ["liquid"],
            "submit": "1",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in (
        "请填写“来访人”。",
        "请选择可进区域",
        "此类申请一律不予受理",
        "仅维修必需时可带",
        "请来访人阅读并勾选",
    ):
        assert page.count(words) == 2, f"{words}: in the summary and at its field"
    assert 'href="#id_zones_error"' in page
    assert not models.VisitorEntry.objects.exists()


def test_what_the_door_will_ask_is_foretold_while_the_form_is_filled_in(
    client_of: Any, room: Any, approved_overtime: Any, cast: Bureau
) -> None:
    client, escort = client_of("end_user"), cast.people["duty_officer"].pk
    url = "/r/visitor_entry/chain/"
    night = {"machine_room": room.pk, "planned_from": "2026-11-28T10:00", "planned_to": "2026-11-28T12:00"}

    def told(**given: Any) -> str:
        return client.get(url, given).content.decode()

    day = {**night, "planned_from": "2026-11-23T10:00", "planned_to": "2026-11-23T12:00"}
    assert "foretold" not in told(**day)
    assert "foretold" not in told(planned_from="2026-11-28T10:00")
    assert "还没有指定陪同人" in told(**day, visitor_kind="foreign")
    assert "还没有指定陪同人" in told(**night)
    assert "还须有这一时段已批准的《加班进入申请》" in told(**night, escort=escort)
    mine = client_of("duty_officer").get(url, night | {"escort": escort}).content.decode()
    assert f"/r/after_hours_access/new/?machine_room={room.pk}" in mine
    approved_overtime()
    assert "foretold" not in told(**night, escort=escort)
    ordinary = {
        "machine_room": room.pk,
        "planned_from": "2026-11-23T10:00",
        "planned_to": "2026-11-23T12:00",
    }
    assert "无需办理加班进入申请" in client.get("/r/after_hours_access/chain/", ordinary).content.decode()


def test_the_draft_and_the_approver_are_told_too(visit: Any, client_of: Any) -> None:
    night = {"planned_from": "2026-11-28 10:00", "planned_to": "2026-11-28 12:00", "escort": ""}
    draft, sent = visit(submit=False, **night), visit(**night)
    for client, entry in ((client_of("end_user"), draft), (client_of("mr_manager"), sent)):
        page = client.get(f"/r/visitor_entry/{entry.pk}/").content.decode()
        assert page.count("foretold") == 2
        assert "还没有指定陪同人" in page


def test_the_document_follows_the_kind_of_visitor(client_of: Any, visit: Any) -> None:
    page = client_of("end_user").get("/r/visitor_entry/new/").content.decode()
    assert 'data-follows="visitor_kind"' in page
    assert 'data-follows-as="mainland=identity_card|foreign=passport|hmt=travel_permit"' in page
    with pytest.raises(Refused, match="请改选“证件类型”"):
        visit(visitor_kind="foreign", identity_number="N1234567")


@pytest.mark.rule("R-MR-04")
def test_the_rooms_own_cameras_may_be_repaired(visit: Any) -> None:
    assert visit(purpose="更换监控摄像头，检修硬盘录像机").pk
    with pytest.raises(Refused, match="禁止照相、摄像"):
        visit(purpose="用摄像头摄像留存")


def test_the_log_does_not_tell_who_came_on_a_visit_that_few_may_know(
    approved_visit: Any, do: Any, cast: Bureau
) -> None:
    names = ("end_user", "mr_manager", "security_secrecy_dept", "guard", "escort")
    entry = approved_visit(known_to=[cast.people[name].pk for name in names])
    do(entry, "enter", "guard", **AT_THE_DOOR)
    stay = models.RoomAccessLog.objects.get(visit=entry)
    assert (stay.entrant, stay.basis_words) == ("限定知悉的来访人员 1 人", f"来访登记 {entry.number}")
    assert entry.visitor_name not in stay.title
    assert not stay.is_red


def test_the_head_of_the_unit_gives_up_the_request_of_one_who_left(visit: Any, do: Any, cast: Bureau) -> None:
    entry = visit()
    assert entry.state == "approving"
    cast.people["end_user"].is_active = False
    cast.people["end_user"].save()
    with pytest.raises(Refused, match="由其部门主管领导撤销"):
        do(entry, "approve", "mr_manager")
    assert do(entry, "revoke", "unit_head").state == "cancelled"


@pytest.mark.rule("R-MR-03", "R-MR-11")
def test_the_dialog_at_the_door_tells_all_that_is_wrong_at_once(approved_visit: Any, client_of: Any) -> None:
    entry = approved_visit()
    with at("2026-11-23 14:00"):
        answer = client_of("guard").post(
            f"/r/visitor_entry/{entry.pk}/do/enter/", {"prohibited_found": ["liquid"]}
        )
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("请填写“进入核对”", "陪同人未到场", "查出未经批准的禁带物品：液体物质"):
        assert words in page
    entry.refresh_from_db()
    assert (entry.state, entry.prohibited_found) == ("approved", [])
