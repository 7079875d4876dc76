"""Who may decide is asked when the item arrives and again when it is decided; empty seats say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from govops.kernel import moment
from govops.kernel.access import bureau, grants
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.organization.models import SeatHolder
from govops.kernel.processes import routing
from govops.kernel.processes.declarations import Step
from govops.kernel.processes.models import ItemKind, StepSetting
from tests.kernel.processes.conftest import Desk
from tests.kernel.processes.test_actions import refused
from tests.kernel.processes.toy import FIRST, SECOND


def leave(desk: Desk, username: str, on: Any = None) -> None:
    person = desk.cast.people[username]
    bureau.leave(person, on=on or moment.today(), reason="调出", actor=desk.actor("system_admin"))
    person.refresh_from_db()


# --- separation of duties --------------------------------------------------------------------------------------------


def test_nobody_approves_his_own_request_though_he_sits_there(desk: Desk) -> None:
    desk.seat(FIRST.code, "end_user")
    record = desk.ask()
    assert desk.hands(record) == {"mr_manager"}
    assert refused(desk, record, "approve", "end_user").sentence == "申请人不得审批自己的申请。"


def test_who_typed_it_for_another_does_not_approve_it(desk: Desk) -> None:
    desk.seat(FIRST.code, "drafter")
    record = desk.ask("drafter", submit=False, applicant=desk.cast.people["oa_admin"].pk)
    record = desk.do(record, "submit", "drafter")
    assert desk.hands(record) == {"mr_manager"}
    assert "自己的申请" in refused(desk, record, "approve", "drafter").sentence


def test_whom_the_form_names_does_not_approve_it(desk: Desk) -> None:
    desk.seat(FIRST.code, "duty_officer")
    record = desk.ask(helper=desk.cast.people["duty_officer"].pk)
    assert desk.hands(record) == {"mr_manager"}


def test_a_seat_with_only_the_applicant_is_an_empty_seat(desk: Desk) -> None:
    SeatHolder.objects.filter(seat=FIRST.code).update(person=desk.cast.people["end_user"])
    record = desk.ask(submit=False)
    found = refused(desk, record, "submit", "end_user").sentence
    assert "席位“甲席”目前无人可以办理（钱思雨不得审批自己的申请）" in found
    assert "系统管理—席位" in found


# --- empty seats -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seat", [FIRST, SECOND], ids=lambda seat: seat.code)
def test_an_empty_seat_anywhere_stops_the_submission(desk: Desk, seat: Any) -> None:
    SeatHolder.objects.filter(seat=seat.code).delete()
    record = desk.ask(submit=False)
    found = refused(desk, record, "submit", "end_user").sentence
    assert f"席位“{seat.title}”目前无人可以办理" in found
    assert found.endswith("请联系安全管理员在“系统管理—席位”中指定人员后再办。")


def test_a_seat_that_became_empty_meanwhile_stops_the_decision_not_the_record(desk: Desk) -> None:
    record = desk.ask()
    SeatHolder.objects.filter(seat=SECOND.code).delete()
    assert "席位“乙席”" in refused(desk, record, "approve", "mr_manager").sentence
    desk.seat(SECOND.code, "pengzhiqiang")
    assert desk.hands(desk.do(record, "approve", "mr_manager")) == {"pengzhiqiang"}


def test_a_holder_of_the_past_or_the_future_does_not_sit(desk: Desk) -> None:
    SeatHolder.objects.filter(seat=FIRST.code).delete()
    today = moment.today()
    for first, last in (
        (today - timedelta(days=9), today - timedelta(days=1)),
        (today + timedelta(days=1), None),
    ):
        SeatHolder.objects.create(
            seat=FIRST.code, person=desk.cast.people["mr_manager"], valid_from=first, valid_to=last
        )
    record = desk.ask(submit=False)
    assert "无人可以办理" in refused(desk, record, "submit", "end_user").sentence


def test_administrators_take_no_seat_and_seat_holders_become_no_administrators(desk: Desk) -> None:
    officer = desk.actor("security_admin")
    with pytest.raises(Refused, match="管理员"):
        bureau.seat(
            FIRST.code,
            desk.cast.people["system_admin"],
            title="甲席",
            unit=None,
            valid_from=moment.today(),
            valid_to=None,
            actor=officer,
        )
    desk.seat(FIRST.code, "drafter")
    with pytest.raises(Refused, match="席位"):
        grants.grant(desk.cast.accounts["drafter"], "system_admin", basis="任命", actor=officer)


# --- what changes while it is under way -------------------------------------------------------------------------------


def test_the_seat_changes_hands_and_the_item_follows(desk: Desk) -> None:
    record = desk.ask()
    SeatHolder.objects.filter(seat=FIRST.code).update(person=desk.cast.people["duty_officer"])
    assert "已不在席位“甲席”" in refused(desk, record, "approve", "mr_manager").sentence
    assert routing.reseat("toy_request") == 1
    assert desk.hands(record) == {"duty_officer"}
    assert routing.reseat("toy_request") == 0
    assert desk.hands(desk.do(record, "approve", "duty_officer")) == {"security_secrecy_dept", "pengzhiqiang"}


def test_a_holder_who_leaves_is_replaced_by_the_others(desk: Desk) -> None:
    record = desk.do(desk.ask(), "approve", "mr_manager")
    leave(desk, "pengzhiqiang")
    routing.reseat("toy_request")
    assert desk.hands(record) == {"security_secrecy_dept"}


def test_a_seat_left_empty_keeps_the_item_until_somebody_sits_there(desk: Desk) -> None:
    record = desk.ask()
    leave(desk, "mr_manager")
    assert routing.reseat("toy_request") == 0
    desk.seat(FIRST.code, "duty_officer")
    assert routing.reseat("toy_request") == 1
    assert desk.hands(record) == {"duty_officer"}


def test_a_transferred_item_stays_with_whom_it_was_given_to(desk: Desk) -> None:
    record = desk.do(desk.ask(), "transfer", "mr_manager", people="duty_officer")
    routing.reseat("toy_request")
    assert desk.hands(record) == {"duty_officer"}
    assert desk.do(record, "approve", "duty_officer").state == "running"


@pytest.mark.rule("R-HR-03")
def test_an_applicant_who_left_gets_nothing_through(desk: Desk) -> None:
    record = desk.ask()
    leave(desk, "end_user")
    found = refused(desk, record, "approve", "mr_manager")
    assert found.rule == "R-HR-03"
    assert "已于 2026-03-02 离岗" in found.sentence
    assert refused(desk, record, "return", "mr_manager", opinion="退回").rule == "R-HR-03"
    assert desk.do(record, "refuse", "mr_manager", opinion="申请人已离岗").state == "refused"


@pytest.mark.rule("R-HR-03")
def test_the_head_of_the_unit_revokes_for_one_who_left(desk: Desk) -> None:
    record = desk.ask()
    leave(desk, "end_user")
    assert refused(desk, record, "revoke", "mr_manager").status == 403
    assert desk.do(record, "revoke", "unit_head").state == "cancelled"


def test_the_round_keeps_a_photograph_of_its_steps(desk: Desk) -> None:
    record = desk.ask()
    shot = desk.run(record).snapshot
    assert [(row["key"], row["minutes"], row["seats"][0]["people"]) for row in shot] == [
        ("one", 480, ["周敏"]), ("two", 960, ["马卫东", "彭志强"]),
    ]  # fmt: skip
    StepSetting.objects.create(register="toy_request", step="two", quorum="any", hours=1)
    SeatHolder.objects.filter(seat=FIRST.code).update(person=desk.cast.people["duty_officer"])
    assert desk.run(record).snapshot == shot
    assert desk.run(desk.do(desk.do(record, "take_back", "end_user"), "submit", "end_user")).snapshot != shot


def test_a_step_applies_by_what_the_form_says(desk: Desk) -> None:
    desk.steps(
        Step(key="one", title="一", seats=(FIRST,)),
        Step(key="two", title="二", seats=(SECOND,), when=lambda record: record.amount > 100),
    )
    assert desk.do(desk.ask(amount=5), "approve", "mr_manager").state == "agreed"
    assert desk.do(desk.ask(amount=500), "approve", "mr_manager").state == "running"


def test_an_account_that_was_stopped_finds_nobody_acting(desk: Desk, actor: Callable[..., Actor]) -> None:
    record = desk.ask()
    person = desk.cast.people["mr_manager"]
    acting = actor("mr_manager")
    assert acting.person is not None
    acting.person.is_active = False
    assert "离岗" in refused(desk, record, "approve", "mr_manager").sentence
    acting.person.is_active = True
    assert person.is_active


def test_the_todo_of_a_move_goes_to_whom_the_move_says(desk: Desk) -> None:
    desk.steps(Step(key="one", title="一", seats=(FIRST,)))
    record = desk.do(desk.ask(), "approve", "mr_manager")
    assert desk.hands(record, ItemKind.HANDLE) == {"end_user"}
    record = desk.do(record, "finish", "end_user", result="好")
    assert desk.hands(record, ItemKind.HANDLE) == set()


# --- 知悉范围 ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-SCR-02")
def test_a_restricted_record_comes_only_into_hands_that_may_know(desk: Desk) -> None:
    people = desk.cast.people
    record = desk.ask(submit=False, known_to=[people["mr_manager"].pk])
    found = refused(desk, record, "submit", "end_user").sentence
    assert "席位“乙席”目前无人可以办理（马卫东不在本单的知悉范围内；彭志强不在本单的知悉范围内）" in found
    record = desk.ask(known_to=[people["mr_manager"].pk, people["pengzhiqiang"].pk])
    record = desk.do(record, "approve", "mr_manager")
    assert desk.hands(record) == {"pengzhiqiang"}


@pytest.mark.rule("R-SCR-02")
@pytest.mark.parametrize(
    ("verb", "to"), [("transfer", "duty_officer"), ("add_signer", "drafter"), ("circulate", "drafter")]
)
def test_nor_is_it_given_to_others(desk: Desk, verb: str, to: str) -> None:
    people = desk.cast.people
    record = desk.ask(known_to=[people["mr_manager"].pk, people["pengzhiqiang"].pk])
    assert "知悉范围" in refused(desk, record, verb, "mr_manager", people=to).sentence


@pytest.mark.rule("R-SCR-02")
def test_a_delegate_outside_the_circle_does_not_decide(desk: Desk) -> None:
    from tests.kernel.processes.test_actions import delegate

    people = desk.cast.people
    record = desk.ask(known_to=[people["mr_manager"].pk, people["pengzhiqiang"].pk])
    delegate(desk, "mr_manager", "duty_officer")
    assert "知悉范围" in refused(desk, record, "approve", "duty_officer").sentence
