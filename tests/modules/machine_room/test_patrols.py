"""环境巡检, 保洁, 告警, and what became of the duties."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.norms.judging import judge
from govops.kernel.norms.models import DutyPeriod
from govops.kernel.parameters import catalogue
from govops.kernel.parameters.models import ParameterValue
from govops.kernel.processes.models import WorkItem
from govops.kernel.registers import doors, site
from govops.modules.machine_room import models
from tests.moments import at

MONDAY = date(2026, 11, 23)


def state(obligation: str, day: date = MONDAY) -> str:
    return DutyPeriod.objects.get(obligation=obligation, first=day).state


@pytest.fixture
def clean(create: Any, room: models.MachineRoom) -> Any:
    def done(kind: str = "daily", **changes: Any) -> Any:
        data = {
            "machine_room": room.pk, "kind": kind, "cleaned_at": moment.now(), "cleaned_by": "保洁公司李姐", "content": "擦拭机柜、清理地板",
            "no_unrelated_items": "1", "no_food_or_smoke": "1",
        }  # fmt: skip
        return create("cleaning_record", by="duty_officer", **data | changes)

    return done


@pytest.mark.rule("R-MR-10")
def test_a_day_without_a_reading_is_missed_at_midnight_and_shows_with_its_people(
    room: models.MachineRoom, cast: Bureau
) -> None:
    judge(MONDAY)
    assert state("R-MR-10") == "due"
    with at("2026-11-24 00:05"):
        judge(MONDAY + timedelta(days=1))
    assert state("R-MR-10") == "missed"
    missed = DutyPeriod.objects.get(obligation="R-MR-10", first=MONDAY)
    assert list(missed.responsible.all()) == [cast.people["mr_manager"]], (
        "nobody was on duty: the room's manager"
    )


@pytest.mark.rule("R-MR-10")
def test_a_reading_counts_at_once(patrol: Any) -> None:
    written = patrol()
    duty = DutyPeriod.objects.get(obligation="R-MR-10", first=MONDAY)
    assert (duty.state, duty.evidence_register, duty.evidence_id) == ("met", "environment_patrol", written.pk)
    assert duty.evidence_words == "09:30 22.5 ℃ 48 % 王磊"


@pytest.mark.rule("R-MR-10")
@pytest.mark.parametrize("judged_first", [True, False])
def test_a_late_record_is_kept_and_never_turns_missed_into_met(patrol: Any, judged_first: bool) -> None:
    with at("2026-11-24 00:01"):
        if judged_first:
            judge(moment.today() - timedelta(days=1))
            judge(moment.today())
        late = patrol(patrolled_at="2026-11-23 16:00")
        judge(MONDAY)
        judge(moment.today())
        assert late.is_late
        assert state("R-MR-10") == "missed"
        assert state("R-MR-10", MONDAY + timedelta(days=1)) == "due"


@pytest.mark.rule("R-MR-10")
def test_as_many_readings_as_the_parameter_says(patrol: Any) -> None:
    ParameterValue.objects.create(key="mr.patrol_per_day", value=2)
    catalogue.forget()
    patrol()
    assert state("R-MR-10") == "due"
    with at("2026-11-23 16:00"):
        patrol()
    assert state("R-MR-10") == "met"


@pytest.mark.rule("R-MR-10")
def test_readings_out_of_limits_raise_an_alert_each_in_the_right_hands(
    patrol: Any, do: Any, cast: Bureau
) -> None:
    patrol(temperature="29.5", humidity="72")
    alerts = {alert.kind: alert for alert in models.RoomAlert.objects.all()}
    assert set(alerts) == {"temperature", "humidity"}
    assert "温度 29.5 ℃，超出 18～27 ℃" in alerts["temperature"].words
    waiting = WorkItem.objects.filter(
        register="room_alert", record_id=alerts["temperature"].pk, status="open"
    )
    assert set(waiting.values_list("person__name", flat=True)) == {"周敏", "赵立新"}
    with pytest.raises(Refused):
        do(alerts["temperature"], "acknowledge", "end_user")


@pytest.mark.rule("R-MON-01")
@pytest.mark.parametrize("channel", ["page", "api", "import"])
def test_an_alert_is_closed_with_a_conclusion_or_not_at_all(patrol: Any, do: Any, channel: str) -> None:
    patrol(temperature="29.5")
    alert = models.RoomAlert.objects.get()
    with pytest.raises(Refused, match="不能办理“关闭”"):
        do(alert, "close", "mr_manager", conclusion="已处理")
    do(alert, "acknowledge", "mr_manager")
    with pytest.raises(Refused, match="没有处理结论不能关闭") as refusal:
        do(alert, "close", "mr_manager", channel=channel)
    assert (refusal.value.rule, refusal.value.status) == ("R-MON-01", 422)
    assert (
        do(alert, "close", "mr_manager", channel=channel, conclusion="空调滤网堵塞，清洗后恢复").state
        == "closed"
    )


def test_an_abnormal_finding_raises_an_alert_once(patrol: Any, actor: Any) -> None:
    written = patrol(water_leak="abnormal", abnormality="北侧地板下有积水")
    assert models.RoomAlert.objects.get().words == "漏水异常：北侧地板下有积水"
    doors.update(
        site.get("environment_patrol"),
        written.pk,
        {"handling": "已排水"},
        actor=actor("duty_officer"),
        version=None,
    )
    assert models.RoomAlert.objects.count() == 1


def test_a_room_with_its_own_limits_is_judged_by_them(
    patrol: Any, room: models.MachineRoom, actor: Any
) -> None:
    doors.update(
        site.get("machine_room"),
        room.pk,
        {"temperature_high": "22.0"},
        actor=actor("mr_manager"),
        version=None,
    )
    assert patrol(temperature="22.5").is_out_of_limits


@pytest.mark.rule("R-MR-10")
def test_yesterdays_record_is_not_changed(patrol: Any, actor: Any) -> None:
    written = patrol()
    register = site.get("environment_patrol")
    doors.update(register, written.pk, {"temperature": "23"}, actor=actor("duty_officer"), version=None)
    with at("2026-11-24 09:00"), pytest.raises(Refused, match="往日的记录不能修改") as refusal:
        doors.update(register, written.pk, {"temperature": "20"}, actor=actor("duty_officer"), version=None)
    assert refusal.value.rule == "R-MR-10"


def test_nobody_reviews_his_own_patrol(patrol: Any, do: Any) -> None:
    own = patrol(by="mr_manager")
    with pytest.raises(Refused, match="不能复核自己"):
        do(own, "review", "mr_manager")
    assert do(own, "review", "incident_manager").state == "reviewed"


def test_impossible_readings_and_future_rounds_are_refused(patrol: Any) -> None:
    for changes, field in (
        ({"temperature": "220"}, "temperature"),
        ({"humidity": "101"}, "humidity"),
        ({"patrolled_at": "2026-11-23 10:00"}, "patrolled_at"),
    ):
        with pytest.raises(Refused) as refusal:
            patrol(**changes)
        assert field in refusal.value.errors


def test_cleaning_counts_daily_and_sweeping_weekly(clean: Any) -> None:
    judge(MONDAY)
    clean()
    assert state("S4§5-cleaning") == "met"
    assert state("S4§5-sweeping") == "due"
    with at("2026-11-27 16:00"):
        clean("weekly")
        judge(moment.today())
        assert state("S4§5-sweeping") == "met"
        assert state("S4§5-cleaning", date(2026, 11, 27)) == "met", "who sweeps has cleaned"


def test_a_week_without_sweeping_is_missed_only_when_it_is_over(room: models.MachineRoom) -> None:
    judge(date(2026, 11, 29))
    assert state("S4§5-sweeping") == "due"
    judge(date(2026, 11, 30))
    assert state("S4§5-sweeping") == "missed"


def test_a_room_out_of_use_owes_nothing(room: models.MachineRoom, actor: Any, patrol: Any) -> None:
    doors.update(
        site.get("machine_room"), room.pk, {"is_active": ""}, actor=actor("mr_manager"), version=None
    )
    judge(MONDAY)
    assert not DutyPeriod.objects.filter(obligation__startswith="R-MR").exists()
    assert not DutyPeriod.objects.filter(obligation__startswith="S4").exists()
    with pytest.raises(Refused, match="机房"):
        patrol()
