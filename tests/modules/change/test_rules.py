"""What the rules forbid is forbidden whichever way one tries: page, API, workbook and job."""

from __future__ import annotations

import json
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.kernel.parameters.models import ParameterValue
from govops.kernel.registers import doors, site
from govops.modules.change.models import ChangeRequest
from govops.modules.change.rules.plans import says_something
from tests.modules.change.conftest import (
    APPLICANT,
    APPROVER,
    ASSESSMENT,
    CHANNELS,
    IMPLEMENTER,
    KEEPER,
    MANAGER,
    VERIFIER,
    WAY_BACK,
    unchanged,
)  # fmt: skip
from tests.moments import at, local

each_channel = pytest.mark.parametrize("channel", CHANNELS)
IN_THE_WINDOW, MORNING_AFTER = "2026-11-25 20:30", "2026-11-26 09:00"

# --- R-CHG-01 未批准不得实施 ---------------------------------------------------------------------------------------------


@pytest.mark.rule("R-CHG-01")
@each_channel
def test_nothing_is_implemented_before_it_is_approved(
    change: Any, refused: Any, do: Any, channel: str
) -> None:
    one = change()
    with at(IN_THE_WINDOW):
        refused(one, "begin", IMPLEMENTER, channel=channel)
    do(one, "submit", APPLICANT)
    with at(IN_THE_WINDOW):
        for verb in ("begin", "report", "verify", "close", "schedule"):
            refused(
                one, verb, IMPLEMENTER, channel=channel, result="success", implementation="已经做完了，都正常"
            )


@pytest.mark.rule("R-CHG-01")
@each_channel
def test_a_state_in_the_payload_is_refused(create: Any, change: Any, actor: Any, channel: str) -> None:
    one = change()
    for field, value in (
        ("state", "approved"),
        ("approved_at", "2026-11-23 09:00"),
        ("started_at", "2026-11-23 09:00"),
    ):
        with pytest.raises(Refused):
            doors.update(
                site.get("change_request"),
                one.pk,
                {field: value},
                actor=actor(APPLICANT, channel),
                version=None,
            )
    assert ChangeRequest.objects.get(pk=one.pk).approved_at is None


@pytest.mark.rule("R-CHG-01")
def test_the_page_and_the_api_refuse_with_a_sentence(approved: Any, client_of: Any, api_of: Any) -> None:
    one = approved()
    page = client_of(IMPLEMENTER).post(f"/r/change_request/{one.pk}/do/", {"move": "begin"})
    assert page.status_code == 409
    answer = api_of(IMPLEMENTER).post(
        f"/api/v1/change_request/{one.pk}/begin", "{}", content_type="application/json"
    )
    assert answer.status_code in {403, 404, 409}, answer.content
    assert ChangeRequest.objects.get(pk=one.pk).state == "approved"


@pytest.mark.rule("R-CHG-01")
def test_approval_without_an_assessment_is_refused(change: Any, do: Any, refused: Any) -> None:
    one = change(submit=True)
    refusal = refused(one, "approve", MANAGER)
    assert (refusal.rule, "还没有填写评估" in refusal.sentence) == ("R-CHG-01", True)
    do(one, "assess", MANAGER, **ASSESSMENT)
    do(one, "approve", MANAGER)
    assert do(one, "approve", APPROVER).state == "approved"


@pytest.mark.rule("R-CHG-01")
def test_an_emergency_needs_the_word_of_somebody_who_may_give_it(
    change: Any, refused: Any, cast: Bureau
) -> None:
    one = change(kind="emergency", planned_from="2026-11-23 09:30", planned_to="2026-11-23 12:00")
    word = {"authorised_at": local("2026-11-23 09:15"), "authorised_words": "电话同意"}
    assert refused(one, "begin_emergency", IMPLEMENTER).status == 422
    refusal = refused(one, "begin_emergency", IMPLEMENTER, authorised_by=cast.people["end_user"], **word)
    assert (refusal.rule, "无权授权" in refusal.sentence) == ("R-CHG-01", True)
    late = {**word, "authorised_at": local("2026-11-23 10:00"), "authorised_by": cast.people["it_lead"]}
    assert "24 小时" in refused(one, "begin_emergency", IMPLEMENTER, **late).sentence


@pytest.mark.rule("R-CHG-01")
def test_only_an_emergency_goes_before_its_paper(change: Any, refused: Any, cast: Bureau) -> None:
    word = {
        "authorised_by": cast.people["it_lead"],
        "authorised_at": local("2026-11-23 09:15"),
        "authorised_words": "电话同意",
    }
    assert "只有紧急变更" in refused(change(), "begin_emergency", APPLICANT, **word).sentence


@pytest.mark.rule("R-CHG-01")
def test_an_emergency_is_not_verified_before_its_paper_is_approved(
    emergency: Any, do: Any, refused: Any
) -> None:
    from tests.modules.change.conftest import REPORT

    one = do(emergency(), "report", IMPLEMENTER, **REPORT)
    refusal = refused(one, "verify", VERIFIER, verification="业务已经恢复正常", item_checks=unchanged(one))
    assert (refusal.rule, "补单" in refusal.sentence) == ("R-CHG-01", True)


@pytest.mark.rule("R-CHG-01")
def test_one_begins_within_the_window_only(scheduled: Any, refused: Any) -> None:
    one = scheduled()
    for moment, words in (("2026-11-25 19:30", "还没有到计划窗口"), ("2026-11-25 22:05", "已于")):
        with at(moment):
            assert words in refused(one, "begin", IMPLEMENTER).sentence


# --- R-CHG-02 无回退方案不得提交审批 -----------------------------------------------------------------------------------------


@pytest.mark.rule("R-CHG-02")
@each_channel
@pytest.mark.parametrize(
    "filler",
    [
        "",
        "无",
        "暂无回退方案",
        "不需要回退",
        "按规定执行恢复操作即可",
        "啊啊啊啊啊啊啊啊啊啊啊啊",
        "N/A",
        "回退方案回退方案回退方案",
    ],
)
def test_no_approval_without_a_way_back(
    change: Any, do: Any, refused: Any, channel: str, filler: str
) -> None:
    one = change(channel=channel, backout_plan=filler)
    refusal = refused(one, "submit", APPLICANT, channel=channel)
    assert (refusal.rule, refusal.field, refusal.status) == ("R-CHG-02", "backout_plan", 422)


@pytest.mark.rule("R-CHG-02")
def test_the_page_and_the_api_ask_for_a_way_back(change: Any, client_of: Any, api_of: Any) -> None:
    one = change(backout_plan="无")
    page = client_of(APPLICANT).post(f"/r/change_request/{one.pk}/do/", {"move": "submit"})
    assert page.status_code == 422
    assert "没有可执行的“回退方案”" in page.content.decode()
    answer = api_of(APPLICANT).post(
        f"/api/v1/change_request/{one.pk}/submit", "{}", content_type="application/json"
    )
    assert answer.status_code == 422, answer.content
    assert "回退方案" in json.dumps(answer.json(), ensure_ascii=False)


def test_what_a_way_back_is() -> None:
    assert says_something(WAY_BACK)
    assert says_something("从 19:30 的快照恢复数据库，约 20 分钟")
    assert not says_something("无，无需回退，正常执行即可")


# --- R-CHG-03 未更新配置库不得关闭 -------------------------------------------------------------------------------------------


@pytest.fixture
def reviewed(implemented: Any, do: Any) -> Any:
    """Verified and looked back at, with nothing said about its one item."""

    def made(**changes: Any) -> Any:
        one = implemented(**changes)
        with at(MORNING_AFTER):
            do(one, "verify", VERIFIER, verification="办公网和业务均正常", item_checks=[])
            return do(one, "look_back", MANAGER, review="达到目的，按时完成，无意外影响")

    return made


@pytest.mark.rule("R-CHG-03")
@each_channel
def test_it_is_not_closed_before_the_configuration_is_updated(
    reviewed: Any, refused: Any, do: Any, channel: str
) -> None:
    one = reviewed()
    with at(MORNING_AFTER):
        refusal = refused(one, "close", MANAGER, channel=channel)
        assert (refusal.rule, "还没有更新配置库" in refusal.sentence) == ("R-CHG-03", True)
        do(one, "confirm_items", VERIFIER, item_checks=unchanged(one))
        assert do(one, "close", MANAGER).state == "closed"


@pytest.mark.rule("R-CHG-03")
def test_the_page_and_the_api_do_not_close_it_either(reviewed: Any, client_of: Any, api_of: Any) -> None:
    one = reviewed()
    with at(MORNING_AFTER):
        page = client_of(MANAGER).post(f"/r/change_request/{one.pk}/do/", {"move": "close"})
        assert page.status_code == 409
        answer = api_of(MANAGER).post(
            f"/api/v1/change_request/{one.pk}/close", "{}", content_type="application/json"
        )
        assert answer.status_code == 409, answer.content


@pytest.mark.rule("R-CHG-03")
def test_an_item_updated_under_its_number_needs_no_other_word(
    scheduled: Any, item: Any, do: Any, actor: Any
) -> None:
    from tests.modules.change.conftest import REPORT

    switch = item("核心交换机 B", enters_as="in_use", custodian=actor(KEEPER).person.pk)
    one = scheduled(items=[switch])
    with at(IN_THE_WINDOW):
        do(one, "begin", IMPLEMENTER)
        data = {"item_version": "V8.2", "reason": "软件升级", "reference": one.number}
        doors.update(site.get("configuration_item"), switch.pk, data, actor=actor(KEEPER), version=None)
        do(one, "report", IMPLEMENTER, **REPORT)
    with at(MORNING_AFTER):
        one = do(one, "verify", VERIFIER, verification="办公网和业务均正常", item_checks=[])
        assert [(row["item"], row["outcome"]) for row in one.item_checks] == [(switch.number, "updated")]
        do(one, "look_back", MANAGER, review="达到目的，按时完成")
        assert do(one, "close", MANAGER).state == "closed"


@pytest.mark.rule("R-CHG-03")
def test_what_the_checks_say_must_be_true(implemented: Any, refused: Any, item: Any) -> None:
    one = implemented()
    (line,) = unchanged(one)
    other = item("别的交换机")
    for wrong, words in (
        ({**line, "outcome": "updated", "reason": ""}, "历史中没有"),
        ({**line, "reason": "无"}, "为什么没有配置变动"),
        ({**line, "item": other.number}, "不是本单的受影响配置项"),
    ):
        refusal = refused(one, "verify", VERIFIER, verification="办公网和业务均正常", item_checks=[wrong])
        assert (refusal.rule, words in refusal.sentence) == ("R-CHG-03", True), refusal.sentence


# --- R-CHG-04 申请/审批/实施/验证分离 ----------------------------------------------------------------------------------------


@pytest.mark.rule("R-CHG-04")
@each_channel
def test_who_implements_does_not_verify(change: Any, cast: Bureau, channel: str) -> None:
    with pytest.raises(Refused) as refusal:
        change(channel=channel, verifier=cast.people[IMPLEMENTER].pk)
    assert (refusal.value.rule, refusal.value.field) == ("R-CHG-04", "verifier")


@pytest.mark.rule("R-CHG-04")
def test_the_form_and_the_api_refuse_it_too(change: Any, cast: Bureau, client_of: Any, api_of: Any) -> None:
    one = change()
    same = {"verifier": cast.people[IMPLEMENTER].pk, "version": one.version}
    page = client_of(APPLICANT).post(f"/r/change_request/{one.pk}/edit/", {"subject": one.subject, **same})
    assert page.status_code == 422
    answer = api_of(APPLICANT).patch(
        f"/api/v1/change_request/{one.pk}", json.dumps(same), content_type="application/json"
    )
    assert answer.status_code == 422, answer.content
    assert ChangeRequest.objects.get(pk=one.pk).verifier == cast.people[VERIFIER]


@pytest.mark.rule("R-CHG-04")
def test_nobody_decides_on_a_change_of_his_own(change: Any, refused: Any) -> None:
    one = change(by=MANAGER, submit=True)
    refused(one, "approve", MANAGER)
    assert "不能评估" in refused(one, "assess", MANAGER, **ASSESSMENT).sentence


@pytest.mark.rule("R-CHG-04")
@each_channel
def test_who_implements_or_verifies_does_not_approve(
    assessed: Any, refused: Any, cast: Bureau, channel: str
) -> None:
    one = assessed(implementer=cast.people[APPROVER].pk)
    assert refused(one, "approve", APPROVER, channel=channel).status == 403
    other = assessed(verifier=cast.people[APPROVER].pk)
    assert refused(other, "approve", APPROVER, channel=channel).status == 403


@pytest.mark.rule("R-CHG-04")
def test_who_gave_his_word_does_not_implement(change: Any, refused: Any, cast: Bureau) -> None:
    leader = "it_lead"
    one = change(kind="emergency", implementer=cast.people[leader].pk)
    word = {
        "authorised_by": cast.people[leader],
        "authorised_at": local("2026-11-23 09:15"),
        "authorised_words": "我来处理",
    }
    assert refused(one, "begin_emergency", APPLICANT, **word).rule == "R-CHG-04"


@pytest.mark.rule("R-CHG-04")
def test_the_implementer_does_not_look_back_at_his_own_work(
    change: Any, refused: Any, do: Any, cast: Bureau
) -> None:
    one = change(implementer=cast.people["incident_manager"].pk)
    ChangeRequest.objects.filter(pk=one.pk).update(state="verified", started_at=local("2026-11-23 09:00"))
    from govops.kernel.processes.models import ProcessRun

    ProcessRun.objects.filter(register="change_request", record_id=one.pk).update(state="verified")
    refusal = refused(one, "look_back", "incident_manager", review="自己看自己，很好很好")
    assert refusal.rule == "R-CHG-04"


@pytest.mark.rule("R-CHG-04")
def test_a_bureau_may_want_all_four_apart(change: Any, cast: Bureau) -> None:
    from govops.kernel.parameters import catalogue

    change(implementer=cast.people[APPLICANT].pk)
    ParameterValue.objects.create(key="change.separation", value="all")
    catalogue.forget()
    with pytest.raises(Refused, match="四者各不相同") as refusal:
        change(implementer=cast.people[APPLICANT].pk)
    assert refusal.value.rule == "R-CHG-04"


@pytest.mark.rule("R-CHG-04")
@each_channel
def test_a_paper_written_afterwards_does_not_rewrite_who_did_it(
    emergency: Any, do: Any, cast: Bureau, actor: Any, channel: str
) -> None:
    one = do(emergency(), "write_up", APPLICANT)
    for changes, field in (
        ({"implementer": cast.people[KEEPER].pk}, "implementer"),
        ({"verifier": cast.people[KEEPER].pk}, "verifier"),
        ({"kind": "normal"}, "kind"),
        ({"items": []}, "items"),
    ):
        with pytest.raises(Refused) as refusal:
            doors.update(
                site.get("change_request"), one.pk, changes, actor=actor(APPLICANT, channel), version=None
            )
        assert (refusal.value.rule, refusal.value.field) == ("R-CHG-04", field)
