"""From a hint to a closed problem."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Refused
from govops.kernel.jobs import run_now
from govops.kernel.messages.models import Message
from govops.kernel.parameters import catalogue
from govops.kernel.parameters.models import ParameterValue
from govops.kernel.processes.models import WorkItem
from govops.kernel.records import links
from govops.kernel.registers import doors, site
from govops.modules.knowledge.models import KnowledgeArticle
from govops.modules.problem import public
from govops.modules.problem.models import Problem, ProblemSuggestion
from tests.modules.problem.conftest import CAUSE, MANAGER
from tests.moments import at


def suggested() -> str:
    catalogue.forget()
    return run_now("problem.suggest_problems").sentence


@pytest.mark.rule("R-PRB-01")
def test_three_of_a_kind_within_thirty_days_are_hinted_at_once(incident: Any, cast: Bureau) -> None:
    with at("2026-10-20 09:00"):
        incident()  # more than thirty days ago
    with at("2026-11-10 09:00"):
        incident()
    incident()
    assert suggested() == "提示 0 项", "two"
    last = incident()
    assert suggested() == "提示 1 项"
    assert suggested() == "提示 0 项", "the hint waits already"
    hint = ProblemSuggestion.objects.get()
    assert (hint.count, hint.system, hint.title) == (3, "三楼打印机", "三楼打印机：30 天内 3 起同类事件")
    assert hint.incidents[0] == {"number": last.number, "title": last.title}
    told = Message.objects.get(register="problem_suggestion", person=cast.people[MANAGER])
    assert told.person == cast.people[MANAGER]
    assert WorkItem.objects.filter(register="problem_suggestion", status="open", person=cast.people[MANAGER]).exists()  # fmt: skip


@pytest.mark.rule("R-PRB-01")
def test_other_things_and_other_classes_are_not_counted_together(incident: Any) -> None:
    incident()
    incident("四楼打印机")
    incident(category="network")
    incident(system="")
    assert suggested() == "提示 0 项"


@pytest.mark.rule("R-PRB-01")
def test_what_is_asked_for_is_a_parameter(incident: Any) -> None:
    incident()
    incident()
    ParameterValue.objects.create(key="problem.repeat_count", value=2)
    ParameterValue.objects.create(key="problem.suggest", value=False)
    assert suggested() == "提示 0 项"
    ParameterValue.objects.filter(key="problem.suggest").update(value=True)
    assert suggested() == "提示 1 项"


@pytest.mark.rule("R-PRB-01")
def test_one_click_makes_the_problem_with_its_incidents(incident: Any, do: Any, actor: Any) -> None:
    numbers = {incident().number for _ in range(3)}
    suggested()
    hint = do(ProblemSuggestion.objects.get(), "adopt")
    problem = Problem.objects.get()
    assert (hint.state, hint.problem) == ("adopted", problem)
    assert (problem.system, problem.state, {row["number"] for row in problem.sources}) == ("三楼打印机", "registered", numbers)  # fmt: skip
    linked = {(one.word, one.record.number) for one in links.of(problem, actor(MANAGER))}
    assert linked == {("来源事件", number) for number in numbers} | {("依据", hint.number)}
    incident()
    assert suggested() == "提示 0 项", "an open problem about it is known"


@pytest.mark.rule("R-PRB-01")
def test_a_hint_is_dismissed_only_with_a_reason(incident: Any, do: Any, client_of: Any, api_of: Any) -> None:
    for _ in range(3):
        incident()
    suggested()
    hint = ProblemSuggestion.objects.get()
    for channel in ("page", "api", "import", "job"):
        with pytest.raises(Refused, match="须写明原因") as refusal:
            do(hint, "dismiss", channel=channel, reason="")
        assert refusal.value.rule == "R-PRB-01"
    page = client_of(MANAGER).post(f"/r/problem_suggestion/{hint.pk}/do/dismiss/", {"reason": " "})
    assert page.status_code == 422
    answer = api_of(MANAGER).post(
        f"/api/v1/problem_suggestion/{hint.pk}/dismiss", {"reason": ""}, content_type="application/json"
    )
    assert answer.status_code == 422
    assert do(hint, "dismiss", reason="同一批受潮纸张引起，已更换").state == "dismissed"
    incident()
    assert suggested() == "提示 0 项", "not again within the period"
    with at("2026-12-24 09:00"):
        for _ in range(3):
            incident()
        assert suggested() == "提示 1 项"


@pytest.mark.rule("R-PRB-01")
def test_nobody_writes_a_hint_by_hand_and_none_tells_of_too_few(create: Any, cast: Bureau) -> None:
    data = {"category": "desktop", "system": "三楼打印机", "count": 2, "days": 30, "incidents": [{"number": "SJ-1"}]}  # fmt: skip
    for who in (MANAGER, "incident_manager", "support_l2", "end_user"):
        with pytest.raises(Refused, match="写权限"):
            create("problem_suggestion", by=who, **data)
    with pytest.raises(Refused, match="不足 3 起") as refusal:
        doors.create(site.get("problem_suggestion"), data | {"applicant": cast.people[MANAGER]}, actor=SYSTEM)
    assert refusal.value.rule == "R-PRB-01"


# --- the life of a problem --------------------------------------------------------------------------------------------


def test_a_problem_is_classified_investigated_known_cured_reviewed_and_closed(investigated: Any, do: Any) -> None:  # fmt: skip
    problem = investigated()
    assert (problem.priority, problem.handler.name) == ("P2", "朱文杰")
    with pytest.raises(Refused, match="规避措施"):
        do(problem, "mark_known", "support_l2", **CAUSE)
    known = do(problem, "mark_known", "support_l2", **CAUSE, workaround="改用四楼打印机，抖松纸张")
    assert known.state == "known_error"
    with pytest.raises(Refused, match="永久方案"):
        do(problem, "resolve", "support_l2", **CAUSE)
    do(
        problem,
        "resolve",
        "support_l2",
        **CAUSE,
        permanent_fix="更换进纸轮组件并观察两周",
    )
    with pytest.raises(Refused, match="问题经理"):
        do(problem, "review", "support_l2", review_conclusion="已根治，无再发")
    do(problem, "review", review_conclusion="已根治，列入季度保养项")
    closed = do(problem, "close")
    assert closed.state == "closed"


def test_nobody_reviews_his_own(problem: Any, do: Any, cast: Bureau) -> None:
    one = problem()
    do(one, "classify", category="desktop", impact="unit", urgency="low", handler=cast.people[MANAGER])
    do(one, "investigate")
    do(one, "resolve", **CAUSE, permanent_fix="更换进纸轮组件")
    with pytest.raises(Refused, match="不能评审自己负责的问题"):
        do(one, "review", review_conclusion="已根治，无再发")
    reopened = do(one, "reopen", opinion="又发生一起")
    assert (reopened.state, reopened.resolved_at) == ("investigating", None)


def test_the_priority_cannot_be_typed(problem: Any, create: Any) -> None:
    assert problem(impact="bureau", urgency="high").priority == "P1"
    for channel in ("page", "api", "import"):
        with pytest.raises(Refused, match="没有“priority”"):
            problem(channel=channel, priority="P1")


def test_sources_are_incidents_that_one_may_see(problem: Any, incident: Any, actor: Any) -> None:
    one = incident()
    made = problem(sources=[{"number": one.number}])
    assert made.sources == [{"number": one.number, "title": one.title}]
    assert [link.record for link in links.of(made, actor(MANAGER))] == [one]
    for channel in ("page", "api", "import"):
        with pytest.raises(Refused, match="没有编号为“SJ-0”的事件") as refusal:
            problem(channel=channel, sources=[{"number": "SJ-0"}])
        assert refusal.value.field == "sources"
    type(one).objects.filter(pk=one.pk).update(secrecy_level=4)
    with pytest.raises(Refused, match="没有编号"):
        problem(sources=[{"number": one.number}])


def test_a_known_error_is_found_by_ones_own_words_and_goes_to_the_knowledge_base(
    investigated: Any, do: Any, actor: Any
) -> None:
    problem = investigated()
    desk = actor("service_desk")
    assert public.open_known_errors("打印机又卡纸了", desk) == []
    known = do(problem, "mark_known", "support_l2", **CAUSE, workaround="改用四楼打印机，抖松纸张", into_knowledge=True)  # fmt: skip
    (found,) = public.open_known_errors("打印机又卡纸了", desk)
    assert (found.number, found.workaround) == (problem.number, "改用四楼打印机，抖松纸张")
    assert public.open_known_errors("打印机又卡纸了", actor("end_user")) == [], "the desk tells it to people"
    article = KnowledgeArticle.objects.get()
    assert (known.article_number, article.source_number) == (article.number, problem.number)
    assert (article.state, article.applicant.name, article.solution) == ("draft", "朱文杰", "改用四楼打印机，抖松纸张")  # fmt: skip
    do(problem, "resolve", "support_l2", **CAUSE, permanent_fix="更换进纸轮组件", into_knowledge=True)
    assert KnowledgeArticle.objects.count() == 1, "once"
    assert public.open_known_errors("打印机又卡纸了", desk) == []


def test_the_workbench_tells_the_manager_how_it_stands(investigated: Any, do: Any, client_of: Any) -> None:
    do(investigated(), "resolve", "support_l2", **CAUSE, permanent_fix="更换进纸轮组件")
    page = client_of(MANAGER).get("/").content.decode()
    assert "近 90 天解决率" in page
    assert "100%" in page
    assert "近 90 天解决率" not in client_of("end_user").get("/").content.decode()


def test_a_handler_without_a_role_sees_his_problem_and_writes_the_article(
    problem: Any, do: Any, cast: Bureau, client_of: Any
) -> None:
    one = problem()
    do(
        one,
        "classify",
        category="network",
        impact="unit",
        urgency="high",
        handler=cast.people["network_engineer"],
    )
    assert client_of("network_engineer").get(f"/r/problem/{one.pk}/").status_code == 200
    assert client_of("drafter").get(f"/r/problem/{one.pk}/").status_code == 404
    do(one, "investigate", "network_engineer")
    known = do(
        one,
        "mark_known",
        "network_engineer",
        **CAUSE,
        workaround="改走备用链路，恢复后切回。",
        into_knowledge=True,
    )
    article = KnowledgeArticle.objects.get()
    assert (known.article_number, article.applicant) == (article.number, cast.people["network_engineer"])


def test_a_deputy_reviews_what_the_manager_worked_on_himself(problem: Any, do: Any, cast: Bureau) -> None:
    one = problem()
    do(one, "classify", category="desktop", impact="unit", urgency="high", handler=cast.people[MANAGER])
    do(one, "investigate", MANAGER)
    do(one, "resolve", MANAGER, **CAUSE, permanent_fix="更换搓纸轮，三周未再发生。")
    with pytest.raises(Refused, match="不能评审自己负责的问题"):
        do(one, "review", MANAGER, review_conclusion="已根治，观察一个月。")
    assert do(one, "review", "incident_manager", review_conclusion="已根治，观察一个月。").state == "reviewed"


# --- by item ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-PRB-01")
def test_incidents_about_one_item_are_counted_together_whatever_system_was_typed(
    incident: Any, do: Any, cast: Bureau, create: Any
) -> None:
    kind = create(
        "item_type",
        by="configuration_manager",
        code="printer",
        name="打印机",
        object_class="desktop",
        icon="printer",
        attributes=[],
    )
    item = create(
        "configuration_item", by="configuration_manager", name="三楼彩打", type=kind.pk, owner_unit=cast.units["XXZX"].pk,
        network_zone="extranet", enters_as="in_use", custodian=cast.people["end_user"].pk,
    )  # fmt: skip
    for system in ("打印机", "彩打", "三楼"):
        incident(system, items=[item.pk])
    assert suggested() == "提示 1 项"
    hint = ProblemSuggestion.objects.get()
    assert (hint.item, hint.system, hint.count, hint.title) == (item, "", 3, "三楼彩打：30 天内 3 起同类事件")
    assert suggested() == "提示 0 项"
    problem = do(hint, "adopt").problem
    assert problem.items == [item.pk]
    assert len(problem.sources) == 3


@pytest.mark.rule("R-PRB-01")
def test_what_is_told_by_item_is_not_told_again_by_its_name(incident: Any, cast: Bureau, create: Any) -> None:
    kind = create(
        "item_type",
        by="configuration_manager",
        code="printer",
        name="打印机",
        object_class="desktop",
        icon="printer",
        attributes=[],
    )
    item = create(
        "configuration_item", by="configuration_manager", name="三楼彩打", type=kind.pk, owner_unit=cast.units["XXZX"].pk,
        network_zone="extranet", enters_as="in_use", custodian=cast.people["end_user"].pk,
    )  # fmt: skip
    for _ in range(3):
        incident("", items=[item.pk])
    assert suggested() == "提示 1 项"
    incident("三楼彩打")
    assert suggested() == "提示 1 项", "the fourth names the same in words only: four by that name"


@pytest.mark.parametrize("channel", ["page", "api", "import"])
def test_a_cure_by_a_change_names_one_that_was_approved(
    investigated: Any, do: Any, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = {"BG-1": True, "BG-2": False}
    monkeypatch.setattr("govops.modules.configuration.public.approved_changes", [changes.get])
    monkeypatch.setattr("govops.modules.configuration.public.is_approved_change", changes.get)
    one, cure = investigated(), {**CAUSE, "permanent_fix": "更换进纸轮组件并观察两周"}
    for number, sentence in (("BG-9", "没有编号为“BG-9”的变更单"), ("BG-2", "尚未批准")):
        with pytest.raises(Refused, match=sentence) as refusal:
            do(one, "resolve", "support_l2", channel=channel, **cure, change_number=number)
        assert refusal.value.field == "change_number"
    solved = do(one, "resolve", "support_l2", channel=channel, **cure, change_number="BG-1")
    assert (solved.state, solved.change_number) == ("resolved", "BG-1")
