"""值班表 and 值班记录."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access import bureau
from govops.kernel.access.answers import Refused
from govops.kernel.jobs import run_now
from govops.kernel.messages.models import Message
from govops.kernel.norms.judging import judge
from govops.kernel.norms.models import DutyPeriod
from govops.kernel.processes.models import WorkItem
from govops.kernel.registers import doors, site
from govops.modules.machine_room import models
from tests.moments import at

TODAY = date(2026, 11, 23)
HANDOVER = {"situation": "运行正常", "handover": "空调滤网已换", "unfinished": "无"}


def rows(*days: int, person: str = "王磊") -> list[dict[str, str]]:
    return [{"day": str(day), "shift": "whole_day", "person": person} for day in days]


@pytest.fixture
def roster(create: Any, room: models.MachineRoom) -> Any:
    def filled(days: list[dict[str, str]], *, month: str = "2026-11", channel: str = "page") -> Any:
        return create(
            "duty_roster", by="mr_manager", channel=channel, machine_room=room.pk, month=month, rows=days
        )

    return filled


@pytest.fixture
def shifts(roster: Any, do: Any) -> Any:
    """The rest of November, published: 王磊 today, 孙浩然 afterwards."""
    do(roster([*rows(23), *rows(*range(24, 31), person="孙浩然")]), "publish", "mr_manager")
    return models.DutyShift.objects.order_by("day")


@pytest.mark.rule("R-DUTY-01")
@pytest.mark.parametrize("channel", ["page", "api", "import"])
def test_a_roster_with_a_gap_is_not_published(roster: Any, do: Any, channel: str) -> None:
    made = roster(rows(*range(23, 30)), channel=channel)
    with pytest.raises(Refused, match="11月30日没有值班人") as refusal:
        do(made, "publish", "mr_manager", channel=channel)
    assert refusal.value.rule == "R-DUTY-01"
    assert not models.DutyShift.objects.exists()


@pytest.mark.rule("R-DUTY-01")
def test_published_every_row_becomes_a_shift_and_people_are_told(shifts: Any) -> None:
    assert [shift.day for shift in shifts] == [TODAY + timedelta(days=n) for n in range(8)]
    assert {shift.roster.month for shift in shifts} == {"2026-11"}
    told = set(Message.objects.filter(register="duty_roster").values_list("person__name", flat=True))
    assert told == {"王磊", "孙浩然"}


@pytest.mark.rule("R-DUTY-01")
def test_a_whole_month_ahead_needs_every_day(roster: Any, do: Any) -> None:
    with pytest.raises(Refused, match="12月31日没有值班人"):
        do(roster(rows(*range(1, 31)), month="2026-12"), "publish", "mr_manager")


def test_a_roster_row_that_cannot_be_read_says_which_and_why(roster: Any, cast: Bureau) -> None:
    for row, words in (
        ({"day": "31", "shift": "whole_day", "person": "王磊"}, "第 2 行：日期“31”不是 2026-11 月中的一天"),
        (
            {"day": "24", "shift": "whole_day", "person": "无名氏"},
            "第 2 行的“值班人”：找不到在岗人员“无名氏”",
        ),
        (
            {"day": "2026-11-23", "shift": "全天", "person": cast.people["duty_officer"].employee_no},
            "第 2 行：2026-11-23 全天重复",
        ),
        ({"day": "24", "shift": "通宵", "person": "王磊"}, "只能是：早班、中班、晚班、全天"),
    ):
        with pytest.raises(Refused, match=words):
            roster([*rows(23), row])


def test_namesakes_are_told_apart_by_number(roster: Any, cast: Bureau) -> None:
    other = cast.people["sunhaoran"]
    other.name = "王磊"
    other.save()
    with pytest.raises(Refused, match="同名的不止一人"):
        roster(rows(23))
    written = f"王磊（{other.employee_no}）"
    made = roster(rows(23, person=other.employee_no))
    assert made.rows[0]["person"] == written
    assert roster(rows(23, person=written), month="2026-12").rows[0]["person"] == written


@pytest.mark.parametrize("channel", ["page", "api", "import"])
def test_a_person_in_the_roster_is_written_with_his_number(roster: Any, cast: Bureau, channel: str) -> None:
    number = cast.people["duty_officer"].employee_no
    assert roster(rows(23), channel=channel).rows[0]["person"] == f"王磊（{number}）"
    with pytest.raises(Refused, match="找不到在岗人员"):
        roster(rows(23, person=f"张三（{number}）"), month="2026-12", channel=channel)


def test_who_left_stays_in_the_days_gone_by_but_gets_no_new_ones(shifts: Any, do: Any, cast: Bureau) -> None:
    made, gone = models.DutyRoster.objects.get(), cast.people["duty_officer"]
    with at("2026-11-25 09:00"):
        bureau.leave(gone, on=date(2026, 11, 25), reason="调离", actor=cast.actor("system_admin"))
        more = [*made.rows, *rows(26, person="刘子轩")]
        do(made, "adjust", "mr_manager", rows=more, opinion="加派一人")
        made.refresh_from_db()
        again = [*made.rows, *rows(27, person=f"王磊（{gone.employee_no}）")]
        with pytest.raises(Refused, match="已离岗，2026-11-27 请另排他人"):
            do(made, "adjust", "mr_manager", rows=again, opinion="再加派")


def test_the_cell_of_a_person_is_a_type_ahead_that_sends_what_is_written(
    client_of: Any, cast: Bureau
) -> None:
    page = client_of("mr_manager").get("/r/duty_roster/new/").content.decode()
    assert 'data-picker="/pick/people/?as=words"' in page
    found = client_of("mr_manager").get("/pick/people/?as=words&q=王磊").json()["results"][0]
    assert found["id"] == f"王磊（{cast.people['duty_officer'].employee_no}）"


def test_one_room_has_one_roster_a_month(roster: Any) -> None:
    first = roster(rows(23))
    with pytest.raises(Refused, match=f"已有值班表 {first.number}"):
        roster(rows(24))


def test_a_published_roster_grows_but_keeps_its_days_covered(shifts: Any, do: Any) -> None:
    made = models.DutyRoster.objects.get()
    more = [*made.rows, *rows(24, person="刘子轩")]
    do(made, "adjust", "mr_manager", rows=more, opinion="割接日加派一人")
    assert models.DutyShift.objects.filter(day=date(2026, 11, 24)).count() == 2
    made.refresh_from_db()
    with pytest.raises(Refused, match="没有值班人"):
        do(made, "adjust", "mr_manager", rows=rows(23), opinion="减人")


@pytest.mark.rule("R-DUTY-01")
def test_signed_in_handed_over_and_taken_over(shifts: Any, do: Any, cast: Bureau) -> None:
    shift = shifts[0]
    with pytest.raises(Refused, match="只有值班人"):
        do(shift, "sign_in", "sunhaoran")
    do(shift, "sign_in", "duty_officer")
    with pytest.raises(Refused, match="未完事项"):
        do(
            shift,
            "hand_over",
            "duty_officer",
            **HANDOVER | {"unfinished": ""},
            successor=cast.people["sunhaoran"],
        )
    with pytest.raises(Refused, match="不能是交班人本人"):
        do(shift, "hand_over", "duty_officer", **HANDOVER, successor=cast.people["duty_officer"])
    shift = do(shift, "hand_over", "duty_officer", **HANDOVER, successor=cast.people["sunhaoran"])
    assert WorkItem.objects.get(register="duty_shift", status="open").person == cast.people["sunhaoran"]
    with pytest.raises(Refused, match="只有接班人"):
        do(shift, "confirm", "duty_officer")
    assert do(shift, "confirm", "sunhaoran", takeover_words="已核对").state == "confirmed"


@pytest.mark.rule("R-DUTY-01")
def test_one_signs_in_only_on_the_day(shifts: Any, do: Any) -> None:
    with pytest.raises(Refused, match="当班当日"):
        do(shifts[1], "sign_in", "sunhaoran")


@pytest.mark.rule("R-DUTY-01")
def test_a_name_on_the_roster_is_nobody_on_duty_until_it_signs_in(shifts: Any, do: Any, cast: Bureau) -> None:
    judge(TODAY)
    duty = DutyPeriod.objects.get(obligation="R-DUTY-01", first=TODAY)
    assert duty.state == "due"
    assert list(duty.responsible.all()) == [cast.people["duty_officer"]]
    do(shifts[0], "sign_in", "duty_officer")
    judge(TODAY)
    duty.refresh_from_db()
    assert (duty.state, duty.evidence_words) == ("met", "王磊 全天 09:30 签到")


@pytest.mark.rule("R-DUTY-01")
def test_who_never_signed_in_is_absent_the_next_day(shifts: Any) -> None:
    judge(TODAY)
    with at("2026-11-24 00:20"):
        assert run_now("machine_room.mark_absent").sentence == "登记缺岗 1 班"
        judge(TODAY + timedelta(days=1))
    assert models.DutyShift.objects.get(day=TODAY).state == "absent"
    assert DutyPeriod.objects.get(obligation="R-DUTY-01", first=TODAY).state == "missed"


def test_a_swap_keeps_the_one_who_stood_there_first(shifts: Any, do: Any, cast: Bureau) -> None:
    with pytest.raises(Refused):
        do(shifts[1], "swap", "sunhaoran", person=cast.people["liuzixuan"], swap_reason="参加培训")
    shift = do(shifts[1], "swap", "mr_manager", person=cast.people["liuzixuan"], swap_reason="参加培训")
    assert (shift.person.name, shift.rostered_person.name) == ("刘子轩", "孙浩然")
    told = set(Message.objects.filter(register="duty_shift").values_list("person__name", flat=True))
    assert told == {"刘子轩", "孙浩然"}


def test_an_adjusted_roster_does_not_bring_back_who_was_swapped_out(
    shifts: Any, do: Any, cast: Bureau
) -> None:
    do(shifts[1], "swap", "mr_manager", person=cast.people["liuzixuan"], swap_reason="参加培训")
    made = models.DutyRoster.objects.get()
    do(made, "adjust", "mr_manager", rows=[*made.rows, *rows(25, person="刘子轩")], opinion="加派")
    on_that_day = models.DutyShift.objects.filter(day=date(2026, 11, 24))
    assert [shift.person.name for shift in on_that_day] == ["刘子轩"]


@pytest.mark.rule("R-DUTY-01")
def test_the_last_shift_of_a_day_is_not_cancelled(
    shifts: Any, do: Any, create: Any, room: models.MachineRoom, cast: Bureau
) -> None:
    with pytest.raises(Refused, match="将没有值班人") as refusal:
        do(shifts[1], "cancel", "mr_manager", opinion="误排")
    assert refusal.value.rule == "R-DUTY-01"
    create(
        "duty_shift",
        by="mr_manager",
        machine_room=room.pk,
        day="2026-11-24",
        shift="whole_day",
        person=cast.people["liuzixuan"].pk,
    )
    assert do(shifts[1], "cancel", "mr_manager", opinion="误排").state == "cancelled"


def test_a_shift_is_not_edited_behind_the_swap(shifts: Any, cast: Bureau, actor: Any) -> None:
    with pytest.raises(Refused, match="不能修改"):
        doors.update(
            site.get("duty_shift"),
            shifts[1].pk,
            {"person": cast.people["liuzixuan"].pk},
            actor=actor("mr_manager"),
            version=None,
        )


@pytest.mark.rule("R-DUTY-01")
def test_the_front_page_says_at_once_where_nobody_is_on_duty(
    shifts: Any, room: models.MachineRoom, client_of: Any
) -> None:
    assert "今日无人值班" not in client_of("mr_manager").get("/").content.decode()
    models.DutyShift.objects.filter(pk=shifts[0].pk).update(state="absent")
    shown = client_of("mr_manager").get("/").content.decode()
    assert f"{room.name}　今日无人值班" in shown
    assert f"{room.name}　王磊" not in shown, "an absent or cancelled shift is nobody on duty"
