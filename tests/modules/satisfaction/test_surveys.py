"""Asking a sample every quarter (平台运维方案 7.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Refused
from govops.kernel.norms import obligations
from govops.kernel.norms.obligations import Period
from govops.kernel.registers import doors, site
from govops.modules.satisfaction import actions, jobs
from govops.modules.satisfaction.models import SurveyResponse
from tests.modules.satisfaction.conftest import HAPPY, PEOPLE
from tests.moments import at

QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))


# --- the sample ------------------------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_people(survey: Any, ticket: Any) -> None:
    for name in PEOPLE:
        ticket(by=name)
    one = survey()
    first = actions.sample(one, size=3)
    assert actions.sample(one, size=3) == first
    assert len({person for _register, _ticket, person in first}) == 3
    draws = set()
    for seed in range(20):
        one.seed = seed
        draws.add(tuple(person for _register, _ticket, person in actions.sample(one, size=3)))
    assert len(draws) > 5


def test_each_person_is_asked_about_one_ticket_of_either_kind(survey: Any, ticket: Any, do: Any) -> None:
    for _ in range(3):
        ticket()
        ticket(register="service_request")
    ticket(by="drafter")
    sent = do(survey(), "send", "service_desk")
    assert (sent.population, sent.sampled) == (7, 2)
    asked = SurveyResponse.objects.filter(survey=sent)
    assert {response.applicant.name for response in asked} == {"钱思雨", "何静"}


def test_only_what_was_solved_in_the_period_and_is_closed_is_asked_about(
    survey: Any, ticket: Any, do: Any
) -> None:
    ticket(at="2026-09-30 16:00", by="drafter")
    ticket(state="resolved", by="maoyiming")
    ticket(secrecy_level=2, by="jinzeyu")
    ticket(is_restricted=True, by="registry_clerk")
    ticket()
    sent = do(survey(), "send", "service_desk")
    assert [response.applicant.name for response in sent.responses.all()] == ["钱思雨"]


def test_the_share_is_of_the_closed_tickets(survey: Any, ticket: Any, do: Any) -> None:
    for name in PEOPLE:
        ticket(by=name)
    sent = do(survey(ratio="34"), "send", "service_desk")
    assert sent.sampled == 3  # 34 % of six tickets, rounded up


def test_without_closed_tickets_nothing_is_sent(survey: Any, do: Any) -> None:
    with pytest.raises(Refused, match="没有已关闭的工单"):
        do(survey(), "send", "service_desk")


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["page", "api"])
def test_fewer_than_three_percent_are_too_few(survey: Any, channel: str) -> None:
    with pytest.raises(Refused, match="抽样比例不得低于 3%"):
        survey(ratio="2.9", channel=channel)


def test_the_whole_is_always_asked_about(survey: Any) -> None:
    with pytest.raises(Refused, match="须含“整体”"):
        survey(indicators=["speed"])


def test_a_period_does_not_end_before_it_begins(survey: Any) -> None:
    with pytest.raises(Refused, match="期间止"):
        survey(last="2026-09-30")


def test_nothing_is_sent_after_the_day_of_return_or_by_strangers(survey: Any, ticket: Any, do: Any) -> None:
    ticket()
    with pytest.raises(Refused, match="回收截止"):
        do(survey(reply_by="2026-11-20"), "send", "service_desk")
    with pytest.raises(Refused, match="只有满意度调查员"):
        do(survey(), "send", "support_l1")


# --- from beginning to end -------------------------------------------------------------------------------------------


def test_a_survey_is_sent_collected_counted_and_reported(survey: Any, ticket: Any, do: Any) -> None:
    for name in PEOPLE[:4]:
        ticket(by=name)
    sent = do(survey(), "send", "service_desk")
    answers = {"end_user": "very_satisfied", "drafter": "acceptable", "maoyiming": "dissatisfied"}
    for by, overall in answers.items():
        do(_of(sent, by), "answer", by, **HAPPY | {"overall": overall})
    do(sent, "end_collection", "service_desk")
    assert sent.responses.get(applicant=_of(sent, "jinzeyu").applicant).state == "lapsed"
    counted = do(sent, "count", "service_desk")
    assert (counted.sampled, counted.returned, counted.return_rate) == (4, 3, Decimal("75.0"))
    assert counted.overall == Decimal("66.7")
    whole = next(row for row in counted.results if row["indicator"] == "整体")
    assert (whole["very_satisfied"], whole["dissatisfied"], whole["answers"]) == (1, 1, 3)
    with pytest.raises(Refused, match="改进措施"):
        do(counted, "report", "service_desk", conclusion="总体较好。", improvement="")
    reported = do(
        counted, "report", "service_desk", conclusion="总体较好。", improvement="年底前缩短响应时间。"
    )
    assert reported.state == "reported"


def _of(survey: Any, username: str) -> SurveyResponse:
    names = {"end_user": "钱思雨", "drafter": "何静", "maoyiming": "毛一鸣", "jinzeyu": "金泽宇"}
    return survey.responses.get(applicant__name=names[username])


def test_ratings_of_tickets_are_counted_without_asking(survey: Any, ticket: Any, do: Any) -> None:
    for level in ("very_satisfied", "satisfied", "dissatisfied", ""):
        ticket(satisfaction=level)
    sent = do(survey(method="ticket_rating"), "send", "service_desk")
    assert not sent.responses.exists()
    counted = do(do(sent, "end_collection", "service_desk"), "count", "service_desk")
    assert (counted.sampled, counted.returned, counted.overall) == (4, 3, Decimal("66.7"))


def test_collection_ends_by_itself_after_its_day(asked: Any) -> None:
    response = asked()
    with at("2026-12-03 23:00"):
        assert jobs.end_collections(actor=SYSTEM) == "结束回收 0 次调查"
    with at("2026-12-04 00:10"):
        assert jobs.end_collections(actor=SYSTEM) == "结束回收 1 次调查"
    response.refresh_from_db()
    assert response.state == "lapsed"


# --- the duty --------------------------------------------------------------------------------------------------------


def test_a_quarter_owes_a_survey_and_a_visit(survey: Any, ticket: Any, do: Any) -> None:
    asked, visited = obligations.get("S1§7.3-survey"), obligations.get("S1§7.3-visit")
    ticket()
    draft = survey()
    assert asked.evidence(1, QUARTER) is None
    do(draft, "send", "service_desk")
    found = asked.evidence(1, QUARTER)
    assert found is not None
    assert found.number == draft.number
    assert visited.evidence(1, QUARTER) is None
    do(survey(method="visit", subject="走访"), "send", "service_desk")
    assert visited.evidence(1, QUARTER) is not None
    assert asked.evidence(1, Period(date(2026, 7, 1), date(2026, 9, 30))) is None


def test_nobody_writes_an_answer_for_others_by_hand(asked: Any, actor: Any) -> None:
    response = asked()
    data = {
        "survey": response.survey_id,
        "incident": response.incident_id,
        "applicant": response.applicant_id,
    }
    with pytest.raises(Refused, match="权限"):
        doors.create(site.get("survey_response"), data, actor=actor("service_desk"))
