"""The Chinese action set, one sentence each, on a toy."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from govops.kernel import moment
from govops.kernel.access import delegating
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import RoleGrant
from govops.kernel.organization.models import Delegation, SeatHolder
from govops.kernel.processes import inbox, offers, routing
from govops.kernel.processes.declarations import Step
from govops.kernel.processes.models import Act, ItemKind, ItemStatus, ProcessRun, WorkItem
from tests.kernel.processes.conftest import Desk
from tests.kernel.processes.toy import FIRST, SECOND, THIRD
from tests.moments import MONDAY

JOINT = (SECOND, THIRD)


def refused(desk: Desk, record: Any, verb: str, by: str, **data: Any) -> Refused:
    """The refusal; nothing changed by it."""
    before = desk.everything(record)
    with pytest.raises(Refused) as caught:
        desk.do(record, verb, by, **data)
    assert desk.everything(record) == before
    assert caught.value.sentence.endswith(("。", "？", "！"))
    return caught.value


# --- 提交 同意 --------------------------------------------------------------------------------------------------------


def test_step_after_step_to_the_end(desk: Desk) -> None:
    record = desk.ask()
    assert desk.said == "已送“第一环节”：周敏。"
    assert desk.hands(record) == {"mr_manager"}
    record = desk.do(record, "approve", "mr_manager")
    assert desk.hands(record) == {"security_secrecy_dept", "pengzhiqiang"}
    record = desk.do(record, "approve", "pengzhiqiang", opinion="同意。")
    assert record.state == "agreed"
    assert desk.hands(record) == set()
    assert desk.hands(record, ItemKind.HANDLE) == {"end_user"}
    record = desk.do(record, "finish", "end_user", result="买到了")
    assert (record.state, record.result) == ("done", "买到了")
    assert desk.acts(record) == [
        "钱思雨 提交",
        "周敏 同意（第一环节）",
        "彭志强 同意（第二环节）",
        "系统 审批通过",
        "钱思雨 办结",
    ]
    assert desk.run(record).finished_at is not None
    assert not WorkItem.objects.filter(
        record_id=record.pk, register="toy_request", status=ItemStatus.OPEN
    ).exists()


def test_one_of_a_seat_relieves_the_others(desk: Desk) -> None:
    record = desk.do(desk.ask(), "approve", "mr_manager")
    record = desk.do(record, "approve", "security_secrecy_dept")
    assert "无需" in refused_after(desk, record, "pengzhiqiang")


def refused_after(desk: Desk, record: Any, by: str) -> str:
    with pytest.raises(Refused) as caught:
        desk.do(record, "approve", by)
    return caught.value.sentence.replace("已由", "无需：已由")


def test_submitting_twice_is_refused(desk: Desk) -> None:
    record = desk.ask()
    assert "已提交" in refused(desk, record, "submit", "end_user").sentence


def test_only_the_applicant_submits(desk: Desk) -> None:
    record = desk.ask(submit=False)
    assert refused(desk, record, "submit", "unit_head").status == 403


# --- 会签 ------------------------------------------------------------------------------------------------------------


def test_jointly_all_must_agree(desk: Desk) -> None:
    desk.steps(Step(key="joint", title="会签", seats=JOINT))
    record = desk.ask()
    record = desk.do(record, "approve", "foreign_affairs_dept")
    assert record.state == "running"
    assert desk.said == "已同意，等待马卫东、彭志强会签。"
    assert desk.do(record, "approve", "security_secrecy_dept").state == "agreed"


def test_jointly_any_is_enough(desk: Desk) -> None:
    desk.steps(Step(key="joint", title="会签", seats=JOINT, quorum="any"))
    record = desk.ask()
    assert desk.do(record, "approve", "foreign_affairs_dept").state == "agreed"
    assert desk.hands(record) == set()


@pytest.mark.parametrize("needed", [1, 2])
def test_jointly_a_number_is_enough(desk: Desk, needed: int) -> None:
    desk.steps(Step(key="joint", title="会签", seats=(FIRST, SECOND, THIRD), quorum=needed))
    record = desk.ask()
    for index, username in enumerate(("mr_manager", "foreign_affairs_dept")[:needed], start=1):
        record = desk.do(record, "approve", username)
        assert record.state == ("agreed" if index == needed else "running")


def test_every_holder_of_a_seat_may_be_asked(desk: Desk) -> None:
    desk.steps(Step(key="each", title="逐人会签", seats=(SECOND,), each=True))
    record = desk.do(desk.ask(), "approve", "pengzhiqiang")
    assert record.state == "running"
    assert desk.do(record, "approve", "security_secrecy_dept").state == "agreed"


def test_in_order_one_after_the_other(desk: Desk) -> None:
    desk.steps(Step(key="order", title="依次会签", seats=(THIRD, FIRST), in_order=True))
    record = desk.ask()
    assert desk.hands(record) == {"foreign_affairs_dept"}
    assert "不在您手中" in refused(desk, record, "approve", "mr_manager").sentence
    record = desk.do(record, "approve", "foreign_affairs_dept")
    assert desk.hands(record) == {"mr_manager"}
    assert desk.do(record, "approve", "mr_manager").state == "agreed"


def test_joint_means_different_people(desk: Desk) -> None:
    desk.steps(Step(key="joint", title="会签", seats=(FIRST, THIRD)))
    SeatHolder.objects.filter(seat=THIRD.code).update(person=desk.cast.people["mr_manager"])
    record = desk.ask(submit=False)
    assert "不同的人" in refused(desk, record, "submit", "end_user").sentence


def test_who_sits_twice_signs_once(desk: Desk) -> None:
    desk.steps(Step(key="joint", title="会签", seats=JOINT))
    desk.seat(SECOND.code, "foreign_affairs_dept")
    record = desk.do(desk.ask(), "approve", "foreign_affairs_dept")
    assert desk.hands(record) == {"security_secrecy_dept", "pengzhiqiang"}
    refused(desk, record, "approve", "foreign_affairs_dept")


def test_an_administrator_may_change_the_quorum_of_new_rounds(desk: Desk) -> None:
    from govops.kernel.processes.models import StepSetting

    desk.steps(Step(key="joint", title="会签", seats=JOINT))
    old = desk.ask()
    StepSetting.objects.create(register="toy_request", step="joint", quorum="any", hours=2)
    new = desk.ask()
    assert desk.do(old, "approve", "foreign_affairs_dept").state == "running"
    assert desk.do(new, "approve", "foreign_affairs_dept").state == "agreed"


# --- 不同意 退回 -----------------------------------------------------------------------------------------------------


def test_refusing_needs_a_reason(desk: Desk) -> None:
    found = refused(desk, desk.ask(), "refuse", "mr_manager", opinion="  ")
    assert (found.field, found.status) == ("opinion", 422)


def test_one_refusal_closes_the_siblings(desk: Desk) -> None:
    desk.steps(Step(key="joint", title="会签", seats=JOINT))
    record = desk.do(desk.ask(), "refuse", "foreign_affairs_dept", opinion="不合适")
    assert record.state == "refused"
    assert desk.hands(record) == set()
    assert "不同意" in refused(desk, record, "approve", "pengzhiqiang").sentence


def test_back_to_the_applicant_and_again_from_the_start(desk: Desk) -> None:
    record = desk.do(desk.ask(), "approve", "mr_manager")
    record = desk.do(record, "return", "pengzhiqiang", opinion="请写清数量")
    assert record.state == "draft"
    assert desk.hands(record, ItemKind.DRAFT) == {"end_user"}
    from govops.kernel.registers import doors

    doors.update(
        desk.toy.register, record.pk, {"amount": 2}, actor=desk.actor("end_user"), version=record.version
    )
    record = desk.do(record, "submit", "end_user")
    assert desk.run(record).round == 2
    assert desk.hands(record) == {"mr_manager"}


def test_back_to_a_step_that_was_passed_runs_everything_after_it_again(desk: Desk) -> None:
    desk.steps(
        *(
            Step(key=key, title=key, seats=(seat,))
            for key, seat in (("a", FIRST), ("b", THIRD), ("c", SECOND))
        )
    )
    record = desk.ask()
    for username in ("mr_manager", "foreign_affairs_dept"):
        record = desk.do(record, "approve", username)
    record = desk.do(record, "return", "pengzhiqiang", opinion="重新核对", to_step="a")
    assert record.state == "running"
    assert desk.hands(record) == {"mr_manager"}
    for username in ("mr_manager", "foreign_affairs_dept", "pengzhiqiang"):
        record = desk.do(record, "approve", username)
    assert record.state == "agreed"
    assert desk.run(record).round == 2


@pytest.mark.parametrize("target", ["two", "nowhere", "one"])
def test_back_only_to_what_was_passed(desk: Desk, target: str) -> None:
    assert refused(desk, desk.ask(), "return", "mr_manager", opinion="退", to_step=target).field == "to_step"


# --- 转办 加签 -------------------------------------------------------------------------------------------------------


def test_transfer_within_ones_unit(desk: Desk) -> None:
    record = desk.do(desk.ask(), "transfer", "mr_manager", people="duty_officer", opinion="请代为核对")
    assert desk.hands(record) == {"duty_officer"}
    refused(desk, record, "approve", "mr_manager")
    record = desk.do(record, "approve", "duty_officer")
    assert desk.hands(record) == {"security_secrecy_dept", "pengzhiqiang"}


def test_transfer_never_to_another_unit(desk: Desk) -> None:
    assert "本部门" in refused(desk, desk.ask(), "transfer", "mr_manager", people="drafter").sentence


@pytest.mark.parametrize("verb", ["transfer", "add_signer"])
def test_nobody_is_given_his_own_request(desk: Desk, verb: str) -> None:
    record = desk.ask("duty_officer")
    assert "自己的申请" in refused(desk, record, verb, "mr_manager", people="duty_officer").sentence


@pytest.mark.parametrize("verb", ["transfer", "add_signer"])
def test_never_to_an_administrator(desk: Desk, verb: str) -> None:
    """The system administrator sits in the manager's own unit, and still decides nothing."""
    record = desk.ask()
    assert "管理员" in refused(desk, record, verb, "mr_manager", people="system_admin").sentence


def test_a_further_signer_must_agree_too(desk: Desk) -> None:
    record = desk.do(desk.ask(), "add_signer", "mr_manager", people="drafter")
    assert desk.hands(record) == {"mr_manager", "drafter"}
    record = desk.do(record, "approve", "mr_manager")
    assert desk.hands(record) == {"drafter"}
    record = desk.do(record, "approve", "drafter")
    assert desk.hands(record) == {"security_secrecy_dept", "pengzhiqiang"}


def test_a_further_signer_may_refuse(desk: Desk) -> None:
    record = desk.do(desk.ask(), "add_signer", "mr_manager", people="drafter")
    assert desk.do(record, "refuse", "drafter", opinion="没有必要").state == "refused"


def test_nobody_signs_at_two_steps(desk: Desk) -> None:
    desk.seat(SECOND.code, "mr_manager")
    record = desk.do(desk.ask(), "approve", "mr_manager")
    assert "mr_manager" not in desk.hands(record)
    assert "办理过" in refused(desk, record, "add_signer", "pengzhiqiang", people="mr_manager").sentence


# --- 委托 ------------------------------------------------------------------------------------------------------------


def delegate(desk: Desk, principal: str, delegate_: str, **changes: Any) -> Delegation:
    today = moment.today()
    given = {
        "valid_from": today,
        "valid_to": today + timedelta(days=3),
        "processes": [],
        "reason": "出差",
    } | changes
    return delegating.delegate(desk.cast.people[delegate_], actor=desk.actor(principal), **given)


def test_a_delegate_decides_in_the_principals_name(desk: Desk) -> None:
    record = desk.ask()
    delegate(desk, "mr_manager", "duty_officer")
    assert record.pk in set(inbox.todo(desk.cast.people["duty_officer"]).values_list("record_id", flat=True))
    desk.do(record, "approve", "duty_officer")
    act = Act.objects.get(record_id=record.pk, register="toy_request", verb="approve")
    assert act.signer == "王磊（代周敏）"
    assert act.signature is not None
    assert act.signature.signer_name == "王磊（代周敏）"


@pytest.mark.parametrize(("first", "last"), [(1, 3), (-5, -1)])
def test_only_on_the_days_of_the_delegation(desk: Desk, first: int, last: int) -> None:
    record, today = desk.ask(), moment.today()
    Delegation.objects.create(
        principal=desk.cast.people["mr_manager"], delegate=desk.cast.people["duty_officer"], reason="出差",
        valid_from=today + timedelta(days=first), valid_to=today + timedelta(days=last),
    )  # fmt: skip
    refused(desk, record, "approve", "duty_officer")


def test_only_for_the_processes_named(desk: Desk) -> None:
    record = desk.ask()
    delegate(desk, "mr_manager", "duty_officer", processes=["visitor_entry"])
    refused(desk, record, "approve", "duty_officer")


def test_a_revoked_delegation_is_over(desk: Desk) -> None:
    record = desk.ask()
    delegating.revoke(delegate(desk, "mr_manager", "duty_officer"), actor=desk.actor("mr_manager"))
    refused(desk, record, "approve", "duty_officer")


def test_a_delegate_never_decides_on_his_own_request(desk: Desk) -> None:
    record = desk.ask("duty_officer")
    delegate(desk, "mr_manager", "duty_officer")
    assert "自己" in refused(desk, record, "approve", "duty_officer").sentence


@pytest.mark.rule("R-USR-04")
@pytest.mark.parametrize("name", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_neither_delegate_nor_stand_in(desk: Desk, name: str) -> None:
    with pytest.raises(Refused, match="管理员"):
        delegate(desk, name, "duty_officer")
    with pytest.raises(Refused, match="管理员"):
        delegate(desk, "mr_manager", name)


@pytest.mark.rule("R-USR-04")
def test_a_delegate_who_became_an_administrator_decides_nothing(desk: Desk) -> None:
    record = desk.ask()
    delegate(desk, "mr_manager", "duty_officer")
    RoleGrant.objects.filter(account=desk.cast.accounts["duty_officer"]).delete()
    RoleGrant.objects.create(
        account=desk.cast.accounts["duty_officer"],
        role="system_admin",
        basis="任命",
        granted_by="x",
        valid_from=date(2026, 1, 1),
    )
    desk.actor.cache_clear()  # type: ignore[attr-defined]
    assert "不得办理业务审批" in refused(desk, record, "approve", "duty_officer").sentence


# --- 取回 撤销 催办 --------------------------------------------------------------------------------------------------


def test_take_back_until_opened(desk: Desk) -> None:
    record = desk.do(desk.ask(), "take_back", "end_user")
    assert record.state == "draft"
    record = desk.do(record, "submit", "end_user")
    assert desk.run(record).round == 3
    WorkItem.objects.filter(record_id=record.pk, register="toy_request", status=ItemStatus.OPEN).update(
        opened_at=moment.now()
    )
    assert "已打开" in refused(desk, record, "take_back", "end_user").sentence


def test_a_decision_is_taken_back_too(desk: Desk) -> None:
    record = desk.do(desk.ask(), "approve", "mr_manager")
    refused(desk, record, "take_back", "end_user")
    record = desk.do(record, "take_back", "mr_manager")
    assert desk.hands(record) == {"mr_manager"}


def test_revoke_by_the_applicant_alone(desk: Desk) -> None:
    record = desk.ask()
    assert refused(desk, record, "revoke", "mr_manager").status == 403
    record = desk.do(record, "revoke", "end_user")
    assert (record.state, desk.hands(record)) == ("cancelled", set())


def test_nothing_to_revoke_once_agreed(desk: Desk) -> None:
    desk.steps(Step(key="one", title="一", seats=(FIRST,)))
    record = desk.do(desk.ask(), "approve", "mr_manager")
    assert "审批完毕" in refused(desk, record, "revoke", "end_user").sentence


def test_urge_once_an_hour(desk: Desk) -> None:
    record = desk.ask()
    desk.do(record, "urge", "end_user")
    assert desk.said == "已催办周敏。"
    assert "一小时" in refused(desk, record, "urge", "end_user").sentence
    with moment.at(MONDAY + timedelta(minutes=61)):
        desk.do(record, "urge", "end_user")


# --- 传阅 已阅 -------------------------------------------------------------------------------------------------------


def test_circulating_is_reading_and_never_approving(desk: Desk) -> None:
    record = desk.ask()
    desk.do(record, "circulate", "end_user", people="drafter")
    assert desk.hands(record, ItemKind.READ) == {"drafter"}
    assert desk.hands(record) == {"mr_manager"}
    refused(desk, record, "approve", "drafter")
    desk.do(record, "read", "drafter")
    assert desk.hands(record, ItemKind.READ) == set()
    assert "待阅" in refused(desk, record, "read", "drafter").sentence
    assert not Act.objects.filter(
        register="toy_request", record_id=record.pk, verb__in=("circulate", "read"), is_decision=True
    ).exists()


def test_a_reading_task_outlives_the_decision(desk: Desk) -> None:
    record = desk.ask()
    desk.do(record, "circulate", "end_user", people="drafter")
    desk.do(record, "refuse", "mr_manager", opinion="不")
    assert desk.hands(record, ItemKind.READ) == {"drafter"}


# --- what is told beforehand -----------------------------------------------------------------------------------------


def test_the_chain_is_named_before_submitting_and_the_next_step_before_deciding(desk: Desk) -> None:
    record = desk.ask(submit=False)
    process = desk.toy.register.process
    assert process is not None
    assert [(row["title"], row["people"], row["problem"]) for row in offers.chain(record, process)] == [
        ("第一环节", "周敏", ""), ("第二环节", "马卫东、彭志强", ""),
    ]  # fmt: skip
    record = desk.do(record, "submit", "end_user")
    situation = offers.situation(desk.run(record), record, process, desk.actor("mr_manager"))
    assert situation.next_words == "第二环节：马卫东、彭志强"
    assert [offer.verb for offer in situation.decisions if offer.answer] == [
        "approve",
        "refuse",
        "return",
        "transfer",
        "add_signer",
    ]
    record = desk.do(record, "approve", "mr_manager")
    assert "已同意" in offers.next_words(desk.run(record), record, process)


def test_moves_say_why_not(desk: Desk) -> None:
    desk.steps(Step(key="one", title="一", seats=(FIRST,)))
    record = desk.do(desk.ask(), "approve", "mr_manager")
    assert refused(desk, record, "finish", "drafter", result="x").status == 403
    assert refused(desk, record, "finish", "end_user").errors == {"result": ["办理“办结”须填写“结果”。"]}
    assert refused(desk, record, "finish", "end_user", result="长" * 51).status == 422
    assert "没有“fly”" in refused(desk, record, "fly", "end_user").sentence


def test_routing_answers_who_stands_in(desk: Desk) -> None:
    delegate(desk, "mr_manager", "duty_officer")
    assert routing.active_delegates(desk.cast.people["mr_manager"], "toy_request") == [
        desk.cast.people["duty_officer"]
    ]


@pytest.mark.parametrize(
    ("quorum", "words"), [("all", "全部同意后"), ("any", "任一同意后"), ("3", "3 人同意后")]
)
def test_what_the_step_waits_for_is_said(quorum, words):
    run = ProcessRun(step="joint", snapshot=[{"key": "joint", "quorum": quorum}])
    assert routing.agreed_words(run) == words
