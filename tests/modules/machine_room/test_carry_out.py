"""携物出门证明."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.kernel.registers import site
from govops.modules.machine_room import models
from govops.modules.machine_room.rules.carry_out import ELEMENTS


@pytest.mark.rule("R-MR-06")
def test_signed_approved_enrolled_checked_and_brought_back(carry_out: Any, do: Any) -> None:
    permit = carry_out()
    do(permit, "approve", "unit_head")
    permit = do(permit, "approve", "security_secrecy_dept")
    with pytest.raises(Refused, match="不能办理“出门核验”"):
        do(permit, "check_out", "guard", check_words="一致")
    permit = do(permit, "enrol", "pengzhiqiang")
    assert permit.enrolled_number.endswith(permit.number)
    permit = do(permit, "check_out", "guard", check_words="名称、数量一致")
    assert (permit.state, permit.checked_by.name) == ("out", "石大勇")
    assert do(permit, "give_back", "guard", return_words="完好").state == "returned"


@pytest.mark.rule("R-MR-06")
@pytest.mark.parametrize("state", ["draft", "approving", "approved", "refused"])
def test_nothing_is_checked_out_from_any_earlier_state(carry_out: Any, do: Any, state: str) -> None:
    permit = carry_out(submit=state != "draft")
    if state == "approved":
        do(permit, "approve", "unit_head")
        do(permit, "approve", "security_secrecy_dept")
    if state == "refused":
        do(permit, "refuse", "unit_head", opinion="不必送检")
    with pytest.raises(Refused):
        do(permit, "check_out", "guard", check_words="一致")
    assert models.CarryOutPermit.objects.get(pk=permit.pk).taken_out_at is None


@pytest.mark.rule("R-MR-06")
def test_a_state_forged_in_the_table_still_does_not_open_the_door(carry_out: Any, do: Any) -> None:
    permit = carry_out()
    models.CarryOutPermit.objects.filter(pk=permit.pk).update(state="enrolled", enrolled_number="D-1")
    with pytest.raises(Refused, match="部门领导签发") as refusal:
        do(permit, "check_out", "guard", check_words="一致")
    assert refusal.value.rule == "R-MR-06"


@pytest.mark.rule("R-MR-05")
@pytest.mark.parametrize("channel", ["page", "api", "import"])
def test_each_element_is_required_on_every_way_in(carry_out: Any, channel: str) -> None:
    for name in ELEMENTS:
        with pytest.raises(Refused) as refusal:
            carry_out(channel=channel, **{name: [] if name == "items" else ""})
        assert refusal.value.status == 422
        assert name in refusal.value.errors
    assert not models.CarryOutPermit.objects.exists()


@pytest.mark.rule("R-MR-05")
def test_a_dash_is_no_reason(carry_out: Any) -> None:
    with pytest.raises(Refused, match="事由") as refusal:
        carry_out(reason="无")
    assert refusal.value.rule == "R-MR-05"


@pytest.mark.rule("R-MR-05")
def test_the_leader_signs_and_the_form_says_so_in_its_own_words() -> None:
    process = site.get("carry_out_permit").process
    assert process is not None
    assert process.approval is not None
    assert [step.title for step in process.approval.steps] == ["部门领导签发", "保卫保密部门核批"]


def test_the_carrier_found_by_name_and_unit_neither_signs_nor_approves(
    carry_out: Any, do: Any, cast: Bureau
) -> None:
    permit = carry_out(carrier_name="马卫东", carrier_unit="保卫处")
    assert permit.carrier == cast.people["security_secrecy_dept"]
    do(permit, "approve", "unit_head")
    with pytest.raises(Refused):
        do(permit, "approve", "security_secrecy_dept")
    assert do(permit, "approve", "pengzhiqiang").state == "approved"


def test_a_stranger_with_the_name_of_one_of_us_is_still_kept_apart(carry_out: Any, cast: Bureau) -> None:
    assert (
        carry_out(carrier_name="马卫东", carrier_unit="华信网络").carrier
        == cast.people["security_secrecy_dept"]
    )
    assert carry_out(carrier_name="王二小", carrier_unit="华信网络").carrier is None


def test_the_signing_leader_does_not_approve_for_security_too(carry_out: Any, do: Any) -> None:
    """马卫东 heads 保卫处 and sits for 保卫保密: for his own unit he signs, a colleague approves."""
    permit = carry_out(by="access_card_officer", carrier_name="姚雪梅", carrier_unit="保卫处")
    do(permit, "approve", "security_secrecy_dept")
    with pytest.raises(Refused):
        do(permit, "approve", "security_secrecy_dept")
    assert do(permit, "approve", "pengzhiqiang").state == "approved"


@pytest.mark.rule("R-MR-06")
def test_disks_leave_with_a_word_about_their_data(carry_out: Any) -> None:
    items = [{"name": "存储阵列硬盘", "quantity": "2", "storage": "yes"}]
    with pytest.raises(Refused, match="重要数据加密说明") as refusal:
        carry_out(items=items)
    assert refusal.value.rule == "R-MR-06"
    assert carry_out(items=items, encryption_note="两块硬盘已低格清除，王磊处理").has_storage


def test_what_need_not_come_back_is_settled_and_what_must_is_not(enrolled_carry_out: Any, do: Any) -> None:
    lent = do(enrolled_carry_out(), "check_out", "guard", check_words="一致")
    with pytest.raises(Refused, match="2026-11-30 前归还"):
        do(lent, "settle", "security_secrecy_dept", opinion="不还了")
    given = do(enrolled_carry_out(return_on=""), "check_out", "guard", check_words="一致")
    assert do(given, "settle", "security_secrecy_dept", opinion="软件光盘移交直属单位").state == "settled"


def test_the_form_comes_with_the_applicants_own_data(actor: Any) -> None:
    initial = site.get("carry_out_permit").initial(actor("end_user"))
    assert (initial["carrier_name"], initial["carrier_unit"]) == ("钱思雨", "规划处") or initial[
        "carrier_name"
    ] == "钱思雨"
