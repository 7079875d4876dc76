"""The screens tell the truth to each reader: nobody is told “none” where he may not look; the door says what may not pass."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.registers import doors, site
from govops.modules.configuration.public import events_of
from govops.modules.machine_room import models
from govops.modules.machine_room.dashboards import door, room_dashboard, workbench
from tests import items
from tests.moments import at


@pytest.mark.rule("R-DUTY-01", "R-MR-10")
def test_who_may_not_see_shifts_and_readings_is_not_told_that_there_are_none(
    room: models.MachineRoom, client_of: Any, actor: Any, patrol: Any
) -> None:
    patrol()
    manager = client_of("mr_manager").get("/m/machine_room/").content.decode()
    assert "当前无人值守" in manager
    for words in ("22.5", "今日没有排班", "登记巡检", "未关闭告警"):
        assert words in manager
    guard = client_of("guard").get("/m/machine_room/").content.decode()
    for words in ("无人值守", "没有温湿度记录", "今日没有排班", "登记巡检", "未关闭告警", "完整率"):
        assert words not in guard
    assert "现在室内" in guard
    assert not room_dashboard(room, actor("guard"))["is_unmanned"]
    assert client_of("guard").get("/m/machine_room/wall/").status_code == 200
    assert "现在室内" not in client_of("access_card_officer").get("/m/machine_room/").content.decode()


def test_the_workbench_says_whose_duty_it_is_to_sign_in(
    room: models.MachineRoom, create: Any, do: Any, actor: Any, cast: Bureau
) -> None:
    assert workbench.on_duty_today(actor("end_user")) is None, "who sees only shifts of his own, and has none"
    shift = create(
        "duty_shift", by="mr_manager", machine_room=room.pk, day="2026-11-23", shift="whole_day",
        person=cast.people["duty_officer"].pk,
    )  # fmt: skip

    def note(who: str) -> str:
        told = workbench.on_duty_today(actor(who))
        assert told is not None
        return next(row["note"] for row in told["rows"] if row["url"] == f"/r/duty_shift/{shift.pk}/")

    assert "请签到" in note("duty_officer")
    assert "请签到" not in note("mr_manager")
    do(shift, "sign_in", "duty_officer")
    assert "请签到" not in note("duty_officer")


@pytest.mark.rule("R-MR-06")
def test_what_may_not_pass_is_said_in_red(
    carry_out: Any, enrolled_carry_out: Any, do: Any, actor: Any
) -> None:
    guard = actor("guard")

    def barred(permit: Any) -> str:
        return str(door(permit.number, guard)["permits"][0]["barred"])

    permit = carry_out(
        items=[{"name": "硬盘", "quantity": "2", "storage": "yes", "asset": "ZC-7"}],
        encryption_note="已由周敏消磁",
    )
    assert "现为“审批中”，不能凭此放行" in barred(permit)
    do(permit, "approve", "unit_head")
    do(permit, "approve", "security_secrecy_dept")
    assert "还没有登记，不得带出" in barred(permit)
    facts = dict(door(permit.number, guard)["permits"][0]["facts"])
    assert facts["携带物品"] == "硬盘×2（资产 ZC-7，含存储介质）"
    assert facts["数据处理"] == "已由周敏消磁"
    assert barred(enrolled_carry_out()) == ""


@pytest.mark.rule("R-MR-09")
def test_a_card_is_judged_for_this_room_and_this_hour(
    card: Any, room: models.MachineRoom, core: models.Zone, create: Any, actor: Any, cast: Bureau
) -> None:
    card("A0001")
    other = create(
        "machine_room", by="mr_manager", code="B", name="灾备机房", location="后楼",
        manager=cast.people["mr_manager"].pk, is_active="1",
    )  # fmt: skip
    guard = actor("guard")
    assert door("A0001", guard, room)["cards"][0]["is_good"]
    assert "未授权进入此机房" in door("A0001", guard, other)["cards"][0]["reason"]
    with at("2026-11-28 10:00"):
        found = door("A0001", guard, room)["cards"][0]
    assert not found["is_good"]
    assert "没有“主机房”这一时段已批准的加班进入申请" in found["reason"]


def test_who_comes_by_card_is_taken_down_at_the_door_and_let_out_there(
    card: Any, room: models.MachineRoom, client_of: Any, actor: Any
) -> None:
    card("A0001")
    guard, page = client_of("guard"), "/m/machine_room/door/?q=A0001"
    coming = door("A0001", actor("guard"), room)["cards"][0]
    assert coming["log_url"] == f"/r/room_access_log/new/?machine_room={room.pk}&card_number=A0001"
    assert coming["log_url"].replace("&", "&amp;") in guard.get(page).content.decode()
    data = {"machine_room": room.pk, "card_number": "A0001", "entered_at": "2026-11-23T09:20", "back": page}
    assert guard.post("/r/room_access_log/new/", data)["Location"] == page
    stay = models.RoomAccessLog.objects.get()
    leaving = door("A0001", actor("guard"), room)["cards"][0]
    assert (leaving["log_url"], leaving["leave_url"]) == ("", f"/r/room_access_log/{stay.pk}/do/leave/")
    assert guard.post(f"{leaving['leave_url']}?back={page}").status_code == 302
    stay.refresh_from_db()
    assert stay.state == "left"
    assert door("A0001", actor("security_secrecy_dept"), room)["cards"][0]["log_url"] == "", "he keeps no log"


@pytest.mark.rule("R-MR-10")
def test_patrols_out_of_limits_stand_in_the_life_of_the_room_s_equipment(
    room: models.MachineRoom, patrol: Any, cast: Bureau, actor: Any
) -> None:
    kind = {
        code: items.item_type(cast, code, name, group)
        for code, name, group in (("machine_room", "机房", "place"), ("ups", "UPS 系统", "facility"), ("line", "专线", "circuit"))
    }  # fmt: skip
    place = items.item(cast, room.name, kind=kind["machine_room"])
    ups = items.item(cast, "一号 UPS", kind=kind["ups"], location=place.pk)
    line = items.item(cast, "互联网专线", kind=kind["line"], location=place.pk)
    elsewhere = items.item(cast, "二号 UPS", kind=kind["ups"])
    patrol()
    hot = patrol(temperature="31.5", abnormality="空调报高温告警")

    def told(item: Any, who: str = "mr_manager") -> list[tuple[str, str]]:
        return [(event.title, event.url) for event in events_of(item, actor(who)) if "巡检" in event.title]

    expected = [("机房巡检：温度 31.5 ℃，超出 18～27 ℃；空调报高温告警", f"/r/environment_patrol/{hot.pk}/")]
    assert told(ups) == told(place) == expected
    assert told(line) == told(elsewhere) == told(ups, "end_user") == []


def test_a_form_handed_in_again_does_not_call_earlier_signatures_broken(
    visit: Any, do: Any, actor: Any, client_of: Any
) -> None:
    def page() -> str:
        text: str = client_of("mr_manager").get(f"/r/visitor_entry/{made.pk}/").content.decode()
        return text

    made = visit()
    do(made, "return", "mr_manager", opinion="请写清事由")
    doors.update(
        site.get("visitor_entry"),
        made.pk,
        {"purpose": "更换核心交换机的风扇"},
        actor=actor("end_user"),
        version=None,
    )
    assert "签名失效" in page(), "changed, and not handed in again"
    do(made, "submit", "end_user")
    assert "签名失效" not in page()
    assert "按当时内容签署" in page()
