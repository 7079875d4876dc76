"""The rules by themselves: no database, no process."""

from __future__ import annotations

from datetime import date, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Answer, Denied
from govops.kernel.organization.models import Person, Unit
from govops.kernel.processes.declarations import Deed
from govops.modules.machine_room import models
from govops.modules.machine_room.parameters import WORKDAY_HOURS, hours_in
from govops.modules.machine_room.rules import after_hours, cards, carry_out, common, duty, patrols, visitors
from tests.modules.machine_room.conftest import IDENTITY
from tests.moments import local

NOW = local("2026-11-23 09:30")
DEED = Deed(actor=SYSTEM, at=NOW)
CENTER = Unit(pk=1, name="信息中心", short_name="信息中心")


def somebody(pk: int, name: str, **more: Any) -> Person:
    return Person(pk=pk, name=name, unit=CENTER, **more)


def entry(**more: Any) -> models.VisitorEntry:
    facts = {
        "visitor_unit": "华信网络",
        "visitor_name": "张伟",
        "category": "visit",
        "purpose": "参观",
        "escort": somebody(1, "王磊"),
    }
    return models.VisitorEntry(**facts | more)


def permit(**more: Any) -> models.CarryOutPermit:
    facts = {
        "planned_at": NOW, "carrier_name": "钱思雨", "carrier_unit": "规划处", "items": [{"name": "光功率计"}], "reason": "送检",
        "identity_number": IDENTITY, "phone": "13900000001",
    }  # fmt: skip
    return models.CarryOutPermit(**facts | more)


def refuses(answer: Answer, rule: str = "", words: str = "") -> bool:
    assert isinstance(answer, Denied), "allowed"
    assert answer.rule == rule
    assert words in answer.sentence
    return True


@pytest.mark.rule("R-MR-02")
@pytest.mark.parametrize("kind", ["foreign", "hmt"])
def test_one_guest_from_abroad_makes_it_a_joint_approval_even_as_a_companion(kind: str) -> None:
    companions = [{"name": "李明", "kind": "mainland"}, {"name": "Martin", "kind": kind}]
    assert visitors.has_guests_from_abroad(entry(visitor_kind=kind))
    assert visitors.has_guests_from_abroad(entry(visitor_kind="mainland", companions=companions))
    assert visitors.only_mainland(entry(visitor_kind="mainland", companions=companions[:1]))


@pytest.mark.rule("R-MR-03")
def test_nobody_enters_without_an_escort_who_works_here_and_is_present() -> None:
    assert refuses(visitors.nobody_enters_alone(entry(escort=None), DEED), "R-MR-03", "没有指定陪同人")
    gone = entry(escort=somebody(2, "李强", is_active=False))
    assert refuses(visitors.nobody_enters_alone(gone, DEED), "R-MR-03", "李强已离岗")
    assert visitors.nobody_enters_alone(entry(), DEED)
    assert refuses(visitors.escort_is_there(entry(escort_confirmed=False), DEED), "R-MR-03", "未到场")
    assert visitors.escort_is_there(entry(escort_confirmed=True), DEED)


def test_the_escort_is_not_the_visitor() -> None:
    assert refuses(
        visitors.escort_is_not_the_visitor(entry(visitor_unit="信息中心", visitor_name="王磊"), DEED)
    )
    assert visitors.escort_is_not_the_visitor(entry(visitor_unit="华信网络", visitor_name="王磊"), DEED)


@pytest.mark.rule("R-MR-04")
@pytest.mark.parametrize(
    "more", [{"wants_photography": True}, *({"purpose": f"参观并{w}"} for w in visitors.PHOTOGRAPHY)]
)
def test_photography_is_never_taken_whichever_way_it_is_put(more: dict[str, Any]) -> None:
    assert refuses(visitors.no_photography(entry(**more), DEED), "R-MR-04", "禁止照相")


@pytest.mark.rule("R-MR-11")
@pytest.mark.parametrize("category", ["survey", "tuning", "construction", "inspection", "visit", "other"])
def test_prohibited_items_are_refused_for_anything_but_repairs(category: str) -> None:
    one = entry(category=category, prohibited_items=["liquid"], prohibited_reason="清洗用")
    assert refuses(visitors.prohibited_items_only_for_repairs(one, DEED), "R-MR-11", "仅维修必需")


@pytest.mark.rule("R-MR-11")
@pytest.mark.parametrize("category", ["maintenance", "repair"])
def test_repairs_may_bring_what_they_need_and_say_why(category: str) -> None:
    assert refuses(
        visitors.prohibited_items_only_for_repairs(
            entry(category=category, prohibited_items=["liquid"]), DEED
        ),
        "R-MR-11",
    )
    one = entry(category=category, prohibited_items=["liquid"], prohibited_reason="空调加湿罐清洗剂")
    assert visitors.prohibited_items_only_for_repairs(one, DEED)


@pytest.mark.rule("R-MR-11")
def test_what_the_guard_finds_must_have_been_approved() -> None:
    one = entry(prohibited_items=["liquid"], prohibited_found=["liquid", "flammable"])
    assert refuses(visitors.nothing_prohibited_is_found(one, DEED), "R-MR-11", "易燃")
    assert visitors.nothing_prohibited_is_found(
        entry(prohibited_items=["liquid"], prohibited_found=["liquid"]), DEED
    )


def test_a_visit_is_only_good_on_its_approved_days() -> None:
    one = entry(planned_from=local("2026-11-24 14:00"), planned_to=local("2026-11-25 16:00"))
    assert refuses(visitors.comes_on_an_approved_day(one, DEED), words="2026-11-24 至 2026-11-25")
    assert visitors.comes_on_an_approved_day(one, Deed(actor=SYSTEM, at=local("2026-11-25 08:40")))


@pytest.mark.rule("R-MR-05")
@pytest.mark.parametrize(("name", "title"), carry_out.ELEMENTS.items())
def test_each_written_element_of_the_carry_out_permit_is_required_by_its_own_name(
    name: str, title: str
) -> None:
    empty: Any = [] if name == "items" else None if name == "planned_at" else " "
    assert refuses(carry_out.all_elements_are_there(permit(**{name: empty}), DEED), "R-MR-05", title)
    assert carry_out.all_elements_are_there(permit(), DEED)


@pytest.mark.rule("R-MR-05")
def test_the_seven_written_elements_and_the_signature_are_the_eight() -> None:
    names = ["时间", "姓名", "工作单位", "携带物品名称", "事由", "身份证号码", "联系电话"]
    assert list(carry_out.ELEMENTS.values()) == names
    assert refuses(
        carry_out.all_elements_are_there(permit(reason="无", phone="-"), DEED), "R-MR-05", "事由、联系电话"
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (IDENTITY, ""),
        (IDENTITY.lower(), ""),
        ("440524188001010014", ""),
        ("110105194912310021", "校验位"),
        ("11010519491231", "现为 14 位"),
        ("110105194913310025", "出生日期"),
        ("11010519490231002X", "出生日期"),
        ("1101051949123100XX", "18 位"),
        ("１１０１０５１９４９", "18 位"),
    ],
)
def test_identity_numbers_are_checked_to_the_last_digit(number: str, words: str) -> None:
    fault = common.fault_of_identity_number(number)
    assert bool(fault) == bool(words)
    assert words in fault


@pytest.mark.rule("R-MR-06")
def test_nothing_leaves_without_signature_approval_and_entry_in_the_book() -> None:
    done = {"signed": True, "approved": True, "enrolled": True}
    assert carry_out.may_leave(**done)
    for name, words in (("signed", "部门领导签发"), ("approved", "保卫保密"), ("enrolled", "登记")):
        assert refuses(carry_out.may_leave(**done | {name: False}), "R-MR-06", words)


@pytest.mark.rule("R-MR-06")
def test_storage_media_leave_only_with_a_word_about_their_data() -> None:
    assert refuses(carry_out.stored_data_are_safe(permit(has_storage=True), DEED), "R-MR-06", "已清除或加密")
    assert carry_out.stored_data_are_safe(permit(has_storage=True, encryption_note="硬盘已由王磊清除"), DEED)


@pytest.mark.rule("R-MR-08", "R-MR-12")
def test_a_card_opens_only_in_use_for_its_holder_and_its_zones() -> None:
    holder, other = somebody(1, "王磊"), somebody(2, "李强")
    card = models.AccessCard(card_number="A1", holder=holder, state="in_use", zones=[7])
    assert cards.card_is_good(card, holder, NOW)
    assert refuses(cards.card_is_good(card, other, NOW), "R-MR-08", "仅限本人")
    for state in ("lost", "suspended", "collected", "damaged"):
        card.state = state
        assert refuses(cards.card_is_good(card, holder, NOW), "R-MR-08", "不能使用")
    dedicated = models.Zone(pk=8, name="核心网络区", is_dedicated=True)
    assert refuses(cards.card_opens_zone(card, dedicated, frozenset({7, 8})), "R-MR-12", "专用区域")
    assert refuses(cards.card_opens_zone(card, None, frozenset({9})), "R-MR-12", "此机房")
    assert cards.card_opens_zone(card, None, frozenset({7, 9}))


def test_a_card_ends_with_its_last_day() -> None:
    card = models.AccessCard(
        card_number="A1", holder=somebody(1, "王磊"), state="in_use", valid_to=date(2026, 11, 23)
    )
    assert cards.card_is_good(card, card.holder, local("2026-11-23 23:59"))
    assert refuses(cards.card_is_good(card, card.holder, local("2026-11-24 00:01")), "R-MR-08", "到期")


@pytest.mark.rule("R-MR-09")
def test_a_permit_must_span_every_after_hours_end_of_the_stay() -> None:
    night = models.AfterHoursAccess(
        planned_from=local("2026-11-23 17:30"), planned_to=local("2026-11-23 21:00")
    )
    evening, late = local("2026-11-23 19:00"), local("2026-11-23 22:00")
    assert after_hours.covering([night], [evening]) is night
    assert after_hours.covering([night], [evening, late]) is None
    assert after_hours.covering([], [evening]) is None


@pytest.mark.rule("R-MR-10")
@pytest.mark.parametrize(
    ("temperature", "humidity", "kinds"),
    [
        (18, 40, set()),
        (27, 60, set()),
        (22.5, 48, set()),
        (17.9, 50, {"temperature"}),
        (27.1, 50, {"temperature"}),
        (22, 39.9, {"humidity"}),
        (22, 60.1, {"humidity"}),
        (35, 80, {"temperature", "humidity"}),
    ],
)
def test_limits_hold_both_ends(temperature: float, humidity: float, kinds: set[str]) -> None:
    limits = patrols.Limits(18, 27, 40, 60)
    assert set(limits.faults(temperature, humidity)) == kinds


@pytest.mark.rule("R-MR-10")
def test_a_room_uses_its_own_limits_where_it_has_them_else_the_parameters() -> None:
    assert patrols.Limits.of(models.MachineRoom()) == patrols.Limits(18, 27, 40, 60)
    assert patrols.Limits.of(models.MachineRoom(temperature_high=25, humidity_low=35)) == patrols.Limits(
        18, 25, 35, 60
    )
    assert refuses(patrols.limits_are_in_order(models.MachineRoom(temperature_low=28), DEED), words="下限")


@pytest.mark.rule("R-MR-10")
def test_a_record_of_a_past_day_stands() -> None:
    patrol = models.EnvironmentPatrol(pk=1, created_at=NOW - timedelta(days=1))
    assert refuses(patrols.stands_after_its_day(patrol, DEED), "R-MR-10", "不能修改")
    assert patrols.stands_after_its_day(
        models.EnvironmentPatrol(pk=1, created_at=local("2026-11-23 00:00")), DEED
    )


def test_what_is_abnormal_is_described() -> None:
    assert refuses(
        patrols.what_is_wrong_is_told(models.EnvironmentPatrol(water_leak="abnormal"), DEED), words="漏水"
    )
    assert patrols.what_is_wrong_is_told(
        models.EnvironmentPatrol(water_leak="abnormal", abnormality="地板下有水"), DEED
    )
    assert refuses(
        patrols.cleaning_is_complete(models.CleaningRecord(no_food_or_smoke=True), DEED), words="无关物品"
    )


@pytest.mark.rule("R-MON-01")
@pytest.mark.parametrize("conclusion", ["", "  ", "\n", "好"])
def test_no_alert_is_closed_without_a_conclusion(conclusion: str) -> None:
    assert refuses(
        patrols.closed_with_a_conclusion(models.RoomAlert(conclusion=conclusion), DEED),
        "R-MON-01",
        "处理结论",
    )
    assert patrols.closed_with_a_conclusion(models.RoomAlert(conclusion="空调滤网堵塞，已清洗"), DEED)


@pytest.mark.rule("R-DUTY-01")
def test_every_missing_day_is_named_when_a_roster_has_gaps() -> None:
    days = duty.days_of("2026-11")
    assert len(days) == 30
    assert duty.no_gap(days, set(days), room="主机房")
    gaps = duty.no_gap(days, set(days) - {date(2026, 11, 7), date(2026, 11, 8)}, room="主机房")
    assert refuses(gaps, "R-DUTY-01", "11月7日、11月8日没有值班人")
    assert refuses(duty.no_gap(days, set(), room="主机房"), "R-DUTY-01", "等 30 天")


@pytest.mark.parametrize(
    ("text", "day"), [("23", 23), ("3日", 3), ("2026-11-05", 5), ("2026/11/05", 5), (" 07 ", 7)]
)
def test_days_of_a_roster_are_written_as_people_write_them(text: str, day: int) -> None:
    assert duty.day_in(text, "2026-11") == date(2026, 11, day)


@pytest.mark.parametrize("text", ["31", "0", "2026-12-01", "二十三", "", "11-23"])
def test_a_day_outside_of_the_month_is_no_day_of_the_roster(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any reason will do
        duty.day_in(text, "2026-11")


@pytest.mark.rule("R-DUTY-01")
def test_one_signs_in_on_the_day_itself_or_after_a_night() -> None:
    yesterday = date(2026, 11, 22)
    assert duty.is_its_day(SimpleNamespace(day=date(2026, 11, 23), shift="whole_day"), DEED)
    assert duty.is_its_day(SimpleNamespace(day=yesterday, shift="night"), DEED)
    assert refuses(duty.is_its_day(SimpleNamespace(day=yesterday, shift="whole_day"), DEED), words="当班当日")
    assert refuses(duty.is_over(SimpleNamespace(day=yesterday, shift="night"), DEED), words="尚未结束")
    assert duty.is_over(SimpleNamespace(day=yesterday, shift="middle"), DEED)


@pytest.mark.parametrize("text", ["08:30–17:30", "8:30-17:30", "08：30～17：30", " 08:30 — 17:30 "])
def test_working_hours_are_read_however_the_dash_is_typed(text: str) -> None:
    assert hours_in(text) == (time(8, 30), time(17, 30))


@pytest.mark.parametrize("text", ["8点半到5点半", "17:30–08:30", "08:30", "25:00–26:00", "08:30–08:30"])
def test_working_hours_that_make_no_span_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="08:30–17:30"):
        WORKDAY_HOURS.parse(text)


def test_no_working_hours_leave_it_to_the_calendar() -> None:
    assert WORKDAY_HOURS.parse("  ") == ""
    assert hours_in("") is None
