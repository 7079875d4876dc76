"""Risk, standard changes, emergencies and their papers, figures and pages."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.jobs import run_now
from govops.kernel.messages.models import Message
from govops.kernel.norms.obligations import Period, get
from govops.modules.change.dashboards.overview import overview
from govops.modules.change.models import ChangeRequest, StandardChange
from govops.modules.change.rules import risk
from tests.modules.change.conftest import (
    APPLICANT,
    APPROVER,
    ASSESSMENT,
    BOARD,
    IMPLEMENTER,
    MANAGER,
    PLAN,
    REPORT,
    TEST_PLAN,
    VERIFIER,
    WAY_BACK,
    unchanged,
)  # fmt: skip
from tests.moments import at, local

RISKY = {"reach": "everybody", "redundancy": "none", "rehearsal": "none", "experience": "never"}

# --- risk ------------------------------------------------------------------------------------------------------------


def test_the_risk_follows_from_the_answers(change: Any) -> None:
    one = change()
    assert (one.risk_score, one.risk_level, one.risk_words) == (
        1,
        "low",
        "共 1 分（满分 21），低风险：个别部门 1",
    )
    one = change(**RISKY)
    assert (one.risk_score, one.risk_level) == (12, "high")
    assert "没有冗余，须停机 3" in one.risk_words


def test_every_answer_has_its_points() -> None:
    for question in risk.QUESTIONS:
        assert set(question.points) == set(question.answers.values), question.field
        assert min(question.points.values()) == 0


def test_high_risk_goes_to_the_board(change: Any) -> None:
    with pytest.raises(Refused, match="须作为“重大变更”") as refusal:
        change(submit=True, **RISKY)
    assert refusal.value.field == "kind"
    assert change(submit=True, kind="major", **RISKY).state == "approving"


def test_an_assessor_may_find_more_risk_but_not_less(change: Any, do: Any, refused: Any) -> None:
    one = change(submit=True, kind="major", **RISKY)
    assert "不能低于" in refused(one, "assess", MANAGER, assessed_level="low", **ASSESSMENT).sentence
    other = change(submit=True)
    assert "请办理“退回”" in refused(other, "assess", MANAGER, assessed_level="high", **ASSESSMENT).sentence
    assert do(other, "assess", MANAGER, assessed_level="medium", **ASSESSMENT).level == "medium"


def test_what_was_changed_after_its_assessment_is_assessed_anew(assessed: Any, do: Any, actor: Any) -> None:
    from govops.kernel.registers import doors, site

    one = do(assessed(), "return", APPROVER, opinion="补充步骤")
    assert one.state == "returned"
    changed: Any = doors.update(
        site.get("change_request"),
        one.pk,
        {"plan": PLAN + "；21:00 观察"},
        actor=actor(APPLICANT),
        version=None,
    )
    assert changed.assessed_at is None


# --- standard changes ------------------------------------------------------------------------------------------------


@pytest.fixture
def template(create: Any, do: Any) -> Any:
    """接入交换机端口开通, written by 胡志刚, approved by the board."""

    def made(*, approve: bool = True, **changes: Any) -> Any:
        data = {
            "name": "接入端口开通",
            "description": "为新工位开通接入端口",
            "plan": PLAN,
            "test_plan": TEST_PLAN,
            "backout_plan": WAY_BACK,
            "longest_hours": "4",
        }
        one = create("standard_change", by=APPLICANT, submit=True, **data | changes)
        for who in (MANAGER, *BOARD) if approve else ():
            one = do(one, "approve", who)
        return one

    return made


def test_a_standard_change_is_scheduled_at_once(change: Any, template: Any, do: Any) -> None:
    one = change(kind="standard", template=template().pk, plan="我自己的做法，不按模板来", backout_plan="")
    assert (one.plan, one.backout_plan) == (PLAN, WAY_BACK), "what was approved in advance, and nothing else"
    one = do(one, "schedule_standard", APPLICANT)
    assert (one.state, one.approved_at is not None) == ("scheduled", True)


@pytest.mark.rule("R-CHG-01")
def test_a_template_that_nobody_approved_is_of_no_use(change: Any, template: Any, refused: Any) -> None:
    one = change(kind="standard", template=template(approve=False).pk)
    assert refused(one, "schedule_standard", APPLICANT).rule == "R-CHG-01"
    assert "标准变更已按模板预先批准" in refused(one, "submit", APPLICANT).sentence


@pytest.mark.rule("R-CHG-01")
def test_a_template_is_looked_over_every_year_or_rests(
    change: Any, template: Any, do: Any, refused: Any
) -> None:
    made = template()
    assert str(made.review_due) == "2027-11-23"
    with at("2027-11-24 09:00"):
        one = change(
            kind="standard", template=made.pk, planned_from="2027-11-25 20:00", planned_to="2027-11-25 22:00"
        )
        assert "逾期未评审" in refused(one, "schedule_standard", APPLICANT).sentence
        made = do(made, "look_over", MANAGER, review_words="一年用过 12 次，均成功，方案仍适用")
        assert str(made.review_due) == "2028-11-24"
        assert do(one, "schedule_standard", APPLICANT).state == "scheduled"


def test_a_review_counts_against_the_day_on_which_it_was_due(template: Any, do: Any) -> None:
    duty = get("N2§9.7-templates")
    kept, late, early = template(), template(name="打印机驱动更换"), template(name="无线接入点更换")
    due = Period.of("month", local("2027-11-23 09:00").date())
    named = {(one.pk, one.name) for one in (kept, late, early)}
    assert set(duty.subjects(due.first)) == named  # every day of the month, not only from January on
    assert not set(duty.subjects(local("2027-10-31 09:00").date()))
    words = {"review_words": "一年用过 12 次，均成功，方案仍适用"}
    with at("2027-10-20 09:00"):
        do(early, "look_over", MANAGER, **words)
    with at("2027-11-23 16:00"):
        do(kept, "look_over", MANAGER, **words)
    with at("2027-11-24 09:00"):
        do(late, "look_over", MANAGER, **words)
    before = Period.of("month", local("2027-10-20 09:00").date())
    assert set(duty.subjects(before.first)) == {(early.pk, early.name)}
    assert duty.evidence(early.pk, before) is not None
    assert duty.evidence(kept.pk, due) is not None
    assert duty.evidence(late.pk, due) is None
    assert {pk for pk, _name in duty.subjects(due.last)} == {kept.pk}


def test_a_template_is_for_its_types_and_hours(
    change: Any, template: Any, refused: Any, item_type: Any
) -> None:
    database = item_type("database", "数据库")
    one = change(kind="standard", template=template(item_types=[database.pk]).pk)
    assert "不属于模板" in refused(one, "schedule_standard", APPLICANT).sentence
    with pytest.raises(Refused, match="最长 1 小时"):
        change(kind="standard", template=template(longest_hours="1").pk)


def test_a_template_and_a_standard_change_belong_together(change: Any, template: Any) -> None:
    with pytest.raises(Refused, match="须选择“标准变更模板”"):
        change(kind="standard")
    with pytest.raises(Refused, match="只有标准变更才选择模板"):
        change(template=template().pk)


def test_a_template_needs_a_way_back_too(create: Any) -> None:
    with pytest.raises(Refused, match="回退方案"):
        create(
            "standard_change", by=APPLICANT, submit=True, name="重启", description="重启服务", plan=PLAN, test_plan=TEST_PLAN, backout_plan="无需回退",
        )  # fmt: skip
    assert not StandardChange.objects.filter(state="approving").exists()


# --- emergencies -----------------------------------------------------------------------------------------------------


def test_an_emergency_is_done_first_and_written_up_within_a_day(emergency: Any, do: Any) -> None:
    one = emergency()
    assert (one.state, one.paper_due_at) == ("implementing", local("2026-11-24 09:30"))
    do(one, "report", IMPLEMENTER, **REPORT)
    assert do(one, "write_up", APPLICANT).state == "returned"
    do(one, "submit", APPLICANT)
    do(one, "assess", MANAGER, **ASSESSMENT)
    do(one, "approve", MANAGER)
    one = do(one, "approve", APPROVER)
    assert (one.state, one.is_paper_late, one.paper_at is not None) == ("approved", False, True)
    assert (
        do(one, "verify", VERIFIER, verification="业务已经恢复正常", item_checks=unchanged(one)).state
        == "verified"
    )


def test_a_late_paper_is_counted_told_and_a_missed_duty(emergency: Any, do: Any, cast: Any) -> None:
    one = emergency()
    assert run_now("change.note_late_papers").sentence == "登记逾期 0 项"
    with at("2026-11-24 10:00"):
        assert run_now("change.note_late_papers").sentence == "登记逾期 1 项"
        assert run_now("change.note_late_papers").sentence == "登记逾期 0 项"
        assert ChangeRequest.objects.get(pk=one.pk).is_paper_late
        assert Message.objects.filter(person=cast.people[APPLICANT], kind="change_paper_late").count() == 1
        duty = get("R-CHG-01-paper")
        day = one.paper_due_at.date()
        assert [pk for pk, _name in duty.subjects(day)] == [one.pk]
        assert duty.evidence(one.pk, Period(day, day)) is None
        do(one, "report", IMPLEMENTER, **REPORT)
        do(one, "write_up", APPLICANT)
        do(one, "submit", APPLICANT)
        do(one, "assess", MANAGER, **ASSESSMENT)
        do(one, "approve", MANAGER)
        assert do(one, "approve", APPROVER).is_paper_late


def test_a_paper_in_time_is_evidence(emergency: Any, do: Any) -> None:
    one = emergency()
    do(one, "write_up", APPLICANT)
    do(one, "submit", APPLICANT)
    day = one.paper_due_at.date()
    assert get("R-CHG-01-paper").evidence(one.pk, Period(day, day)) is not None
    with at("2026-11-25 10:00"):
        assert run_now("change.note_late_papers").sentence == "登记逾期 0 项"


def test_an_emergency_that_is_refused_afterwards_is_looked_back_at(
    emergency: Any, do: Any, refused: Any
) -> None:
    one = emergency()
    do(one, "report", IMPLEMENTER, **REPORT)
    do(one, "write_up", APPLICANT)
    do(one, "submit", APPLICANT)
    one = do(one, "refuse", MANAGER, opinion="不属于紧急情形")
    assert one.is_unapproved
    assert "已经开始实施" in refused(one, "cancel", APPLICANT, opinion="撤").sentence
    do(one, "look_back", MANAGER, review="不应作为紧急变更，已约谈")
    assert refused(one, "close", MANAGER).rule == "R-CHG-03"
    do(one, "confirm_items", VERIFIER, item_checks=unchanged(one))
    assert do(one, "close", MANAGER).state == "closed"


# --- figures and pages -----------------------------------------------------------------------------------------------


def test_the_figures_count_what_their_lists_show(
    emergency: Any, change: Any, do: Any, actor: Any, client_of: Any
) -> None:
    emergency()
    change(submit=True)
    do(change(submit=True), "cancel", APPLICANT, opinion="不再需要")
    change()
    told = {row["title"]: row for row in overview(actor(MANAGER))["indicators"]}
    assert told["变更总数"]["value"] == "3 件", "drafts are nobody's change yet"
    assert told["未经批准变更占比"]["value"] == "100%"
    assert told["取消占比"]["value"] == "33.3%"
    assert told["紧急变更占比"]["value"] == "33.3%"
    assert told["变更关联配置数"]["value"] == "3 项"
    page = client_of(MANAGER).get(told["未经批准变更占比"]["url"]).content.decode()
    assert page.count('href="/r/change_request/') >= 1


@pytest.mark.parametrize(
    "path",
    [
        "/m/change/",
        "/m/change/?months=12",
        "/m/change/calendar/",
        "/m/change/calendar/?week=2026-11-25",
        "/m/change/calendar/?kind=normal&month=2026-11",
    ],
)
def test_the_pages_show_what_is_planned(
    scheduled: Any, create: Any, client_of: Any, path: str, django_assert_max_num_queries: Any
) -> None:
    scheduled()
    create(
        "change_freeze",
        by=MANAGER,
        name="元旦",
        begins_at="2026-11-27 00:00",
        ends_at="2026-11-28 00:00",
        reason="放假",
        scope="all",
    )
    client = client_of(MANAGER)
    with django_assert_max_num_queries(20):
        page = client.get(path)
    assert page.status_code == 200
    assert "核心交换机软件升级" in page.content.decode()


def test_the_calendar_refuses_days_that_do_not_exist(client_of: Any) -> None:
    client = client_of(MANAGER)
    assert client.get("/m/change/calendar/?week=2026-13-45").status_code == 422
    assert client.get("/m/change/calendar/?month=9999-12").status_code == 422


def test_what_surrounds_a_change_is_shown_to_who_may_see_it(
    scheduled: Any, item: Any, relation: Any, client_of: Any
) -> None:
    server, system = item("服务器"), item("办公系统")
    relation(system, server)
    one = scheduled(items=[server])
    page = client_of(MANAGER).get(f"/m/change/{one.pk}/impact/").content.decode()
    assert "计划窗口没有冲突" in page
    felt = f"/m/configuration/affected/change_request/{one.pk}/"
    assert felt in page
    assert "办公系统" in client_of(MANAGER).get(felt).content.decode()
    assert client_of("end_user").get(f"/m/change/{one.pk}/impact/").status_code in {403, 404}


def test_the_page_of_an_item_says_that_it_is_in_a_window(scheduled: Any, client_of: Any) -> None:
    one = scheduled()
    address = f"/m/change/item/{one.items[0]}/"
    client = client_of(MANAGER)
    assert "变更窗口中" not in client.get(address).content.decode()
    with at("2026-11-25 21:00"):
        page = client_of(MANAGER).get(address).content.decode()
    assert "变更窗口中" in page
    assert one.number in page
    assert address in client.get(f"/r/configuration_item/{one.items[0]}/").content.decode()
    assert client_of("end_user").get(address).status_code == 403


def test_the_page_of_an_incident_leads_to_its_changes(create: Any, change: Any, client_of: Any) -> None:
    facts = {
        "subject": "网络时断时续",
        "category": "network",
        "impact": "person",
        "urgency": "medium",
        "channel": "web",
    }
    incident = create("incident", by="end_user", **facts)
    one = change(source_kind="incident", source_number=incident.number, submit=True)
    address = f"/m/change/from/incident/{incident.pk}/"
    client = client_of("support_l3")
    assert address in client.get(f"/r/incident/{incident.pk}/").content.decode()
    page = client.get(address).content.decode()
    assert one.number in page
    assert f"source_number={incident.number}" in page
    assert client.get("/m/change/from/visitor_entry/1/").status_code == 404
    assert client_of("end_user").get(address).status_code == 403
