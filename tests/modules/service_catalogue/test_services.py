"""Services, groups, priorities and targets: what others build on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.demo.bureau import Bureau
from govops.kernel import parameters
from govops.kernel.access.answers import Refused
from govops.kernel.parameters.models import ParameterValue
from govops.kernel.registers import doors, site
from govops.modules.service_catalogue import public
from govops.modules.service_catalogue.parameters import PRIORITY_MATRIX, REMIND_DAYS
from govops.modules.service_catalogue.rules import in_force
from tests.modules.service_catalogue.conftest import MANAGER
from tests.moments import local

NOW = local("2026-11-23 09:30")


def test_targets_come_from_the_agreement_of_that_day_else_from_the_parameters(item: Any, signed: Any) -> None:  # fmt: skip
    service = item()
    default = public.Targets(15, 60, 120)
    assert public.targets_for(service, "P1", at=NOW) == default
    assert public.targets_for(None, "P1", at=NOW) == default
    agreement = signed(service, figures=((10, "", 90), (20, "", 180), (60, "", 400), (120, "", 900)))
    assert public.targets_for(service, "P1", at=NOW) == public.Targets(10, None, 90, None, agreement.number)
    assert public.targets_for(service.pk, "P4", at=NOW).resolve_minutes == 900
    assert public.targets_for(service, "P1", at=local("2026-11-22 09:30")) == default, "signed on the 23rd"
    assert public.targets_for(service, "P1", at=local("2027-11-01 09:30")) == default, "over"
    assert public.targets_for(item("扫描仪报修"), "P1", at=NOW) == default


def test_a_past_day_keeps_its_agreement_after_it_was_replaced(item: Any, signed: Any) -> None:
    service = item()
    first = signed(service)
    figures = ((10, 30, 90), (20, 60, 180), (60, "", 400), (120, "", 900))
    second = signed(service, figures=figures, replaces=first.pk, valid_from="2026-12-01")
    told = [
        public.targets_for(service, "P1", at=local(f"{day} 09:30")).agreement_number
        for day in ("2026-11-25", "2026-11-30", "2026-12-01")
    ]
    assert told == [first.number, first.number, second.number]


def test_asking_costs_one_query_at_most(item: Any, signed: Any) -> None:
    service = item()
    signed(service)
    parameters.value("sla.P1.respond")
    with CaptureQueriesContext(connection) as queries:
        public.targets_for(service, "P1", at=NOW)
    assert len(queries) <= 1


def test_what_is_remembered_is_not_asked_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_force, "_sees_uncommitted", lambda: False)
    in_force._forget_now()
    in_force.promises()
    with CaptureQueriesContext(connection) as queries:
        for _ in range(5):
            in_force.promises()
    assert len(queries) == 0
    in_force._forget_now()


def test_what_was_rolled_back_is_not_remembered(item: Any, signed: Any) -> None:
    from django.db import transaction

    service = item()
    with transaction.atomic():
        signed(service)
        assert public.targets_for(service, "P1", at=NOW).agreement_number
        transaction.set_rollback(True)
    assert not public.targets_for(service, "P1", at=NOW).agreement_number


def test_the_matrix_gives_the_priority(db: None) -> None:
    assert public.priority_of("bureau", "high") == "P1"
    assert public.priority_of("unit", "medium") == "P3"
    assert public.priority_of("person", "low") == "P4"
    with pytest.raises(ValueError, match="everybody"):
        public.priority_of("everybody", "high")


def test_the_matrix_is_a_parameter(db: None) -> None:
    text = "全单位：P1 P1 P1；部门：P2 P2 P2；个人：P3 P3 P3"
    assert PRIORITY_MATRIX.parse(text) == text
    for wrong in ("", "全单位：P1 P1 P1", "全单位：P1 P2；部门：P2 P2 P2；个人：P3 P3 P3", text.replace("P3", "P9")):  # fmt: skip
        with pytest.raises(ValueError, match="优先级矩阵"):
            PRIORITY_MATRIX.parse(wrong)
    ParameterValue.objects.create(key=PRIORITY_MATRIX.key, value=text)
    parameters.catalogue.forget()
    assert public.priority_of("bureau", "low") == "P1"


def test_reminders_are_days(db: None) -> None:
    assert REMIND_DAYS.parse("7、30") == ["30", "7"]
    with pytest.raises(ValueError, match="1 至 365"):
        REMIND_DAYS.parse("一个月")


# --- services and groups ----------------------------------------------------------------------------------------------


def asked(**changes: str) -> dict[str, str]:
    return {"title": "房间号", "kind": "text", "required": "yes", "choices": "", "key": ""} | changes


def test_questions_are_kept_with_their_keys(item: Any) -> None:
    service = item(
        form_fields=[asked(), asked(title="规格", kind="choice", choices="大、小", key="size", required="")]
    )
    assert public.questions_of(service) == [
        public.Question("q1", "房间号", "text", True),
        public.Question("size", "规格", "choice", False, ("大", "小")),
    ]
    assert public.answers_to(service, {"q1": " 302 ", "size": "大"}) == {"q1": "302", "size": "大"}
    for given, words in (
        ({}, "请填写“房间号”"),
        ({"q1": "302", "size": "中"}, "只能是：大、小"),
        ({"q1": "302", "x": "1"}, "没有“x”"),
    ):
        with pytest.raises(Refused, match=words):
            public.answers_to(service, given)


def test_a_date_and_a_yes_or_no_are_checked(item: Any) -> None:
    service = item(
        form_fields=[
            asked(title="哪天", kind="date", key="day"),
            asked(title="急吗", kind="yesno", key="soon"),
        ]
    )
    assert public.answers_to(service, {"day": "2026-12-01", "soon": True}) == {"day": "2026-12-01", "soon": "是"}  # fmt: skip
    for given in ({"day": "明天", "soon": "是"}, {"day": "2026-12-01", "soon": "大概"}):
        with pytest.raises(Refused):
            public.answers_to(service, given)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (asked(kind="choice", choices="大"), "至少写两项"),
        (asked(choices="大、小"), "请删去选项"),
        (asked(title=""), "没有填写"),
    ],
)
def test_a_wrong_question_is_told(item: Any, row: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        item(form_fields=[row])


def test_a_service_needs_a_group_with_people(item: Any, group: Any, do: Any, signed: Any, actor: Any) -> None:
    service = item()
    signed(service)
    do(service, "put_in_use")
    register = site.get("support_group")
    with pytest.raises(Refused, match="在用的服务“打印机报修”由本组受理"):
        doors.update(register, group.pk, {"is_active": ""}, actor=actor(MANAGER), version=None)
    do(service, "retire", opinion="停办")
    doors.update(register, group.pk, {"is_active": ""}, actor=actor(MANAGER), version=None)
    with pytest.raises(Refused):
        item("扫描仪报修")


def test_groups_know_their_people(group: Any, cast: Bureau, create: Any) -> None:
    leader, member = cast.people["support_l2"], cast.people["support_l1"]
    assert list(public.groups_of(member)) == [group]
    assert public.members_of(group) == [leader, member]
    member.is_active = False
    member.save()
    assert public.members_of(group) == [leader]
    with pytest.raises(Refused, match="请填写“所属厂商”"):
        create("support_group", name="厂商组", line="vendor", leader=leader.pk, is_active="1")
    alone = create("support_group", name="三线组", line="third", leader=leader.pk, is_active="1")
    assert alone.members == [leader.pk], "the leader is a member"


def test_the_catalogue_offers_what_is_in_use(item: Any, signed: Any, do: Any, actor: Any) -> None:
    service, other = item(), item("软件安装", kind="request")
    signed(service, other)
    assert list(public.catalogue(actor("end_user"))) == []
    do(service, "put_in_use")
    do(other, "put_in_use")
    assert list(public.catalogue(actor("end_user"))) == [service, other]
    assert list(public.catalogue(actor("end_user"), kind="request")) == [other]
    do(other, "retire", opinion="停办")
    assert list(public.catalogue(actor("end_user"))) == [service]


def test_ordinary_people_change_nothing(create: Any, item: Any, do: Any, cast: Bureau) -> None:
    for register in ("service_item", "support_group", "service_level_agreement"):
        with pytest.raises(Refused, match="写权限") as refusal:
            create(register, by="end_user")
        assert refusal.value.status == 403
    with pytest.raises(Refused, match="服务级别经理"):
        do(item(), "put_in_use", "service_desk")
