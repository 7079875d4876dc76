"""加班进入申请, 进出记录 and what is red."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.kernel.messages.models import Message
from govops.kernel.parameters import catalogue
from govops.kernel.parameters.models import ParameterValue
from govops.kernel.processes.models import WorkItem
from govops.modules.machine_room import models
from tests.moments import at, local


@pytest.mark.rule("R-MR-09")
def test_agreed_approved_entered_and_left(overtime: Any, do: Any) -> None:
    permit = overtime()
    assert "休息日" in permit.calendar_words
    with pytest.raises(Refused):
        do(permit, "approve", "security_secrecy_dept")
    do(permit, "approve", "info_center")
    permit = do(permit, "approve", "security_secrecy_dept")
    with pytest.raises(Refused, match="还没有到批准的开始时间"):
        do(permit, "enter", "guard")
    with at("2026-11-28 09:10"):
        permit = do(permit, "enter", "guard")
        stay = models.RoomAccessLog.objects.get()
        assert (stay.basis, stay.is_red, stay.is_after_hours) == ("overtime", False, True)
        with pytest.raises(Refused, match="请在“JFJB-"):
            do(stay, "leave", "guard")
    with at("2026-11-28 12:00"):
        assert do(permit, "leave", "duty_officer", exit_words="割接完成").state == "left"
    stay.refresh_from_db()
    assert (stay.state, stay.left_at) == ("left", local("2026-11-28 12:00"))


@pytest.mark.rule("R-MR-09")
@pytest.mark.parametrize("channel", ["page", "api", "import"])
@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-11-23 10:00", "2026-11-23 17:00"),
        ("2026-10-10 09:00", "2026-10-10 12:00"),
        ("2026-11-23 12:10", "2026-11-23 13:10"),
    ],
)
def test_in_ordinary_hours_it_is_refused_as_unnecessary(
    overtime: Any, channel: str, first: str, last: str
) -> None:
    with at("2026-10-09 09:00"), pytest.raises(Refused, match="无需办理加班进入申请") as refusal:
        overtime(planned_from=first, planned_to=last, channel=channel)
    assert refusal.value.rule == "R-MR-09"


@pytest.mark.rule("R-MR-09")
def test_the_hours_are_a_parameter(overtime: Any) -> None:
    ParameterValue.objects.create(key="mr.workday_hours", value="07:00–22:00")
    catalogue.forget()
    with pytest.raises(Refused, match="无需办理"):
        overtime(planned_from="2026-11-23 18:00", planned_to="2026-11-23 21:00")
    ParameterValue.objects.update(value="08:30–17:30")
    catalogue.forget()
    assert overtime(planned_from="2026-11-23 18:00", planned_to="2026-11-23 21:00").state == "approving"


@pytest.mark.rule("R-MR-09")
def test_it_is_asked_for_beforehand(overtime: Any, do: Any) -> None:
    draft = overtime(submit=False, planned_from="2026-11-21 09:00", planned_to="2026-11-21 12:00")
    with pytest.raises(Refused, match="须事先申请"):
        do(draft, "submit", "duty_officer")


@pytest.mark.rule("R-MR-09")
def test_nobody_enters_after_the_approved_end(approved_overtime: Any, do: Any) -> None:
    permit = approved_overtime()
    with at("2026-11-28 18:01"), pytest.raises(Refused, match="已过批准的结束时间"):
        do(permit, "enter", "guard")


@pytest.mark.rule("R-MR-09")
def test_an_entry_at_night_without_leave_is_red_and_security_is_told(
    create: Any, card: Any, cast: Bureau, room: models.MachineRoom, do: Any
) -> None:
    card("A0001")
    with at("2026-11-28 23:00"):
        stay = create(
            "room_access_log",
            by="guard",
            machine_room=room.pk,
            card_number="A0001",
            entered_at="2026-11-28 22:40",
        )
        assert stay.person == cast.people["duty_officer"], "the card says who"
        assert stay.is_red
        assert "没有已批准的加班进入申请" in stay.red_reason
        alert = models.RoomAlert.objects.get()
        assert (alert.kind, alert.source_number) == ("entry", stay.number)
        waiting = set(
            WorkItem.objects.filter(register="room_alert", status="open").values_list(
                "person__name", flat=True
            )
        )
        assert waiting == {"马卫东", "彭志强"}
        assert set(Message.objects.filter(register="room_alert").values_list("person__name", flat=True)) == {
            "马卫东",
            "彭志强",
        }
        with pytest.raises(Refused):
            do(alert, "acknowledge", "mr_manager")
        do(alert, "acknowledge", "security_secrecy_dept")
        with pytest.raises(Refused, match="处理结论") as refusal:
            do(alert, "close", "security_secrecy_dept", conclusion=" ")
        assert refusal.value.rule == "R-MON-01"
        assert (
            do(alert, "close", "security_secrecy_dept", conclusion="紧急抢修，已补报，批评教育").state
            == "closed"
        )


@pytest.mark.rule("R-MR-09")
def test_with_leave_the_same_entry_is_not_red(
    create: Any, card: Any, approved_overtime: Any, room: models.MachineRoom
) -> None:
    card("A0001")
    permit = approved_overtime()
    with at("2026-11-28 10:10"):
        stay = create(
            "room_access_log",
            by="guard",
            machine_room=room.pk,
            card_number="A0001",
            entered_at="2026-11-28 10:00",
        )
    assert (stay.is_red, stay.basis, stay.permit) == (False, "overtime", permit)
    assert not models.RoomAlert.objects.exists()


@pytest.mark.rule("R-MR-09", "R-MR-12")
def test_what_makes_an_entry_red_by_day(
    create: Any,
    do: Any,
    card: Any,
    approved_visit: Any,
    cast: Bureau,
    room: models.MachineRoom,
    core: models.Zone,
    hall: models.Zone,
) -> None:
    def enter(**data: Any) -> str:
        stay = create(
            "room_access_log", by="guard", machine_room=room.pk, entered_at="2026-11-23 09:20", **data
        )
        assert stay.is_red == bool(stay.red_reason)
        return stay.red_reason

    one = card("A0001", zones=[hall.pk])
    assert enter(card_number="A0001") == ""
    assert enter(person=cast.people["duty_officer"].pk) == "", "his card is found"
    assert "未授权进入专用区域" in enter(card_number="A0001", zone=core.pk)
    assert "仅限本人使用" in enter(card_number="A0001", person=cast.people["sunhaoran"].pk)
    assert "没有门禁卡" in enter(person=cast.people["sunhaoran"].pk)
    assert "没有门禁卡" in enter(entrant="保洁公司李姐")
    assert "没有办理“进入登记”" in enter(entrant="华信网络张伟", basis_number=approved_visit().number)
    do(one, "report_lost", "duty_officer", state_reason="遗失")
    assert "已挂失" in enter(card_number="A0001")


def test_the_log_says_what_it_cannot_find(create: Any, room: models.MachineRoom) -> None:
    for data, words in (
        ({"card_number": "X9", "entrant": "某人"}, "没有卡号为“X9”"),
        ({"basis_number": "JFLF-2020-0001", "entrant": "某人"}, "没有找到依据单"),
        ({}, "请选择“进入人员”"),
        ({"entrant": "某人", "entered_at": "2026-11-23 10:30"}, "不能晚于现在"),
    ):
        with pytest.raises(Refused, match=words):
            create(
                "room_access_log",
                by="guard",
                **{"machine_room": room.pk, "entered_at": "2026-11-23 09:20"} | data,
            )


def test_the_log_is_never_edited(create: Any, cast: Bureau, room: models.MachineRoom, actor: Any) -> None:
    from govops.kernel.registers import doors, site

    stay = create(
        "room_access_log", by="guard", machine_room=room.pk, entrant="某人", entered_at="2026-11-23 09:20"
    )
    with pytest.raises(Refused, match="不能修改"):
        doors.update(
            site.get("room_access_log"), stay.pk, {"entrant": "别人"}, actor=actor("guard"), version=None
        )


def test_red_entries_are_written_however_they_come_in(create: Any, room: models.MachineRoom) -> None:
    for channel in ("page", "api", "import"):
        stay = create(
            "room_access_log",
            by="guard",
            channel=channel,
            machine_room=room.pk,
            entrant="某人",
            entered_at="2026-11-23 09:20",
        )
        assert stay.is_red
        with pytest.raises(Refused, match="没有“is_red”这一项"):
            create(
                "room_access_log",
                by="guard",
                channel=channel,
                machine_room=room.pk,
                entrant="某人",
                entered_at="2026-11-23 09:20",
                is_red="",
            )


def test_companions_are_colleagues_not_the_applicant_again(overtime: Any, cast: Bureau) -> None:
    with pytest.raises(Refused, match="不必再填申请人本人"):
        overtime(companions=[cast.people["duty_officer"].pk])


def test_a_unit_may_staff_the_department_concerned_itself(overtime: Any, do: Any, cast: Bureau) -> None:
    from govops.kernel.organization.models import SeatHolder

    SeatHolder.objects.create(
        seat="department_concerned",
        unit=cast.units["YWK"],
        person=cast.people["incident_manager"],
        valid_from="2026-01-01",
    )
    permit = overtime()
    with pytest.raises(Refused):
        do(permit, "approve", "info_center")
    assert do(permit, "approve", "incident_manager").state == "approving"
