"""A change from its draft to its closing, in each of its kinds."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.kernel.messages.models import Message
from govops.kernel.processes.models import WorkItem
from govops.kernel.records.models import Link
from govops.modules.change.models import ChangeRequest
from tests.modules.change.conftest import (
    APPLICANT,
    APPROVER,
    ASSESSMENT,
    BOARD,
    IMPLEMENTER,
    MANAGER,
    REPORT,
    VERIFIER,
    unchanged,
)  # fmt: skip
from tests.moments import at

MORNING_AFTER = "2026-11-26 09:00"


def test_a_normal_change_goes_all_the_way(change: Any, do: Any) -> None:
    one = change(submit=True)
    assert one.state == "approving"
    do(one, "assess", MANAGER, **ASSESSMENT)
    do(one, "approve", MANAGER)
    assert do(one, "approve", APPROVER).state == "approved"
    assert do(one, "schedule", MANAGER).state == "scheduled"
    with at("2026-11-25 20:05"):
        do(one, "begin", IMPLEMENTER)
        one = do(one, "report", IMPLEMENTER, **REPORT)
    assert (one.state, one.result) == ("implemented", "success")
    with at(MORNING_AFTER):
        do(one, "verify", VERIFIER, verification="办公网和业务均正常", item_checks=unchanged(one))
        do(one, "look_back", MANAGER, review="达到目的，按时完成，无意外影响")
        one = do(one, "close", MANAGER)
    assert (one.state, one.assessor.name, one.reviewer.name) == ("closed", "任鹏飞", "任鹏飞")


def test_whose_turn_it_is_stands_in_their_list(approved: Any, do: Any, cast: Bureau) -> None:
    one = approved()
    waiting = WorkItem.objects.filter(register="change_request", record_id=one.pk, status="open")
    assert set(waiting.values_list("person__name", flat=True)) == {"任鹏飞", "赵立新"}
    do(one, "schedule", MANAGER)
    assert [item.person for item in waiting.all()] == [cast.people[IMPLEMENTER]]


def test_a_major_change_needs_the_board_and_its_quorum(assessed: Any, do: Any) -> None:
    one = assessed(kind="major")
    assert do(one, "approve", BOARD[0]).state == "approving"
    assert do(one, "approve", BOARD[1]).state == "approved"


def test_the_board_is_asked_before_whether_enough_of_it_can_decide(change: Any, cast: Bureau) -> None:
    from govops.kernel.organization.models import SeatHolder

    SeatHolder.objects.filter(seat="change_board").exclude(person=cast.people["cab"]).delete()
    with pytest.raises(Refused, match="须 2 人同意，目前只有 1 人"):
        change(kind="major", submit=True)


def test_a_change_that_was_refused_can_be_mended_and_handed_in_again(assessed: Any, do: Any) -> None:
    one = assessed()
    assert do(one, "refuse", APPROVER, opinion="先做演练").state == "refused"
    assert do(one, "revise", APPLICANT).state == "returned"
    assert WorkItem.objects.filter(record_id=one.pk, status="open", kind="draft").count() == 1
    assert do(one, "submit", APPLICANT).state == "approving"


def test_a_roll_back_is_verified_and_looked_back_at_too(scheduled: Any, do: Any) -> None:
    one = scheduled()
    with at("2026-11-25 20:30"):
        do(one, "begin", IMPLEMENTER)
        one = do(
            one,
            "roll_back",
            IMPLEMENTER,
            implementation="升级后聚合链路不通",
            rollback_reason="新版本与光模块不兼容",
        )
    assert (one.state, one.result) == ("rolled_back", "rolled_back")
    with at(MORNING_AFTER):
        assert (
            do(one, "verify", VERIFIER, verification="已恢复原状，业务正常", item_checks=unchanged(one)).state
            == "verified"
        )
        assert do(one, "look_back", MANAGER, review="兼容性应事先核对，补入检查单").result == "rolled_back"


def test_what_fails_verification_goes_back_to_the_implementer(implemented: Any, do: Any) -> None:
    one = do(implemented(), "reject", VERIFIER, opinion="三楼仍不通")
    assert (one.state, one.result, one.finished_at) == ("implementing", "", None)


def test_a_cancelled_change_says_why_and_is_counted(scheduled: Any, do: Any, refused: Any) -> None:
    one = scheduled()
    assert "须写明原因" in refused(one, "cancel", APPLICANT).sentence
    one = do(one, "cancel", APPLICANT, opinion="厂商推迟发布")
    assert (one.state, one.result) == ("cancelled", "cancelled")


def test_what_has_begun_is_not_cancelled(implemented: Any, do: Any) -> None:
    with pytest.raises(Refused):
        do(implemented(), "cancel", APPLICANT, opinion="算了")


def test_it_is_related_to_the_incident_that_it_comes_from(change: Any, create: Any) -> None:
    incident = create(
        "incident",
        by="end_user",
        subject="网络时断时续",
        category="network",
        impact="person",
        urgency="medium",
        channel="web",
    )
    one = change(source_kind="incident", source_number=incident.number.lower())
    link = Link.objects.get(register="change_request", record_id=one.pk)
    assert (link.kind, link.to_register, link.to_record_id) == ("变更来源", "incident", incident.pk)
    assert one.source_number == incident.number


def test_a_source_that_does_not_exist_is_refused(change: Any) -> None:
    with pytest.raises(Refused, match="没有编号为“SJ-2020-0001”的事件"):
        change(source_kind="incident", source_number="SJ-2020-0001")
    with pytest.raises(Refused, match="请填写“来源单号”"):
        change(source_kind="problem")


# --- planned stops ---------------------------------------------------------------------------------------------------


def _stopping(cast: Bureau) -> dict[str, Any]:
    return {
        "needs_stop": "1",
        "stop_units": [cast.units["GHC"].pk],
        "stop_words": "办公自动化停用，急件走纸质",
    }


def test_units_are_told_of_a_stop_when_it_is_approved_and_again_before(scheduled: Any, cast: Bureau) -> None:
    from govops.kernel.jobs import run_now

    one = scheduled(**_stopping(cast))
    told = Message.objects.filter(person=cast.people["end_user"], kind="change_stop")
    assert told.get().title == "停机通知：11-25 20:00 至 22:00 办公自动化停用，急件走纸质"
    assert not Message.objects.filter(person=cast.people["finance_division"], kind="change_stop").exists()
    assert run_now("change.remind_of_stops").sentence == "提醒 0 项"
    with at("2026-11-24 21:00"):
        assert run_now("change.remind_of_stops").sentence == "提醒 1 项"
        assert run_now("change.remind_of_stops").sentence == "提醒 0 项"
    assert Message.objects.filter(person=cast.people["end_user"], kind="change_stop_reminder").count() == 1
    assert ChangeRequest.objects.get(pk=one.pk).version == one.version


def test_they_are_told_when_it_does_not_come(scheduled: Any, do: Any, cast: Bureau) -> None:
    do(scheduled(**_stopping(cast)), "cancel", APPLICANT, opinion="厂商推迟发布")
    assert (
        "停机取消" in Message.objects.get(person=cast.people["end_user"], kind="change_stop_cancelled").title
    )


def test_a_stop_says_whom_and_what(change: Any, cast: Bureau) -> None:
    with pytest.raises(Refused, match="停机通知范围"):
        change(submit=True, needs_stop="1")
    with pytest.raises(Refused, match="停机通知内容"):
        change(submit=True, needs_stop="1", stop_units=[cast.units["GHC"].pk])


def test_another_window_is_told_and_scheduled_anew(scheduled: Any, do: Any, cast: Bureau) -> None:
    from tests.moments import local

    new = {"planned_from": local("2026-11-27 20:00"), "planned_to": local("2026-11-27 22:00")}
    one = do(scheduled(), "reschedule", MANAGER, opinion="与年终结算错开", **new)
    assert one.state == "approved"
    assert Message.objects.filter(person=cast.people[IMPLEMENTER], kind="change_rescheduled").exists()
