"""What people say, and what follows when they are unhappy (R-SAT-01)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from govops.kernel.access.answers import Refused
from govops.modules.service_desk.public import CallBack
from tests.modules.satisfaction.conftest import HAPPY


@pytest.mark.rule("R-SAT-01")
def test_one_unhappy_answer_makes_a_call_back(asked: Any, do: Any) -> None:
    response = do(
        asked(), "answer", "end_user", **HAPPY | {"speed": "very_dissatisfied", "words": "等了三天。"}
    )
    call_back = CallBack.objects.get(incident=response.incident)
    assert response.call_back_number == call_back.number
    assert (call_back.satisfaction, call_back.words) == ("very_dissatisfied", "等了三天。")
    assert (call_back.state, call_back.applicant.name) == ("due", "钱思雨")


def test_without_words_the_call_back_says_what_was_wrong(asked: Any, do: Any) -> None:
    do(asked(), "answer", "end_user", **HAPPY | {"attitude": "dissatisfied"})
    assert CallBack.objects.get().words == "满意度调查：服务态度不满意。"


def test_who_is_satisfied_is_not_called(asked: Any, do: Any) -> None:
    response = do(asked(), "answer", "end_user", **HAPPY | {"overall": "acceptable"})
    assert (response.state, response.answered_by) == ("answered", "self")
    assert not CallBack.objects.exists()


@pytest.mark.rule("R-SAT-01")
@pytest.mark.parametrize("channel", ["page", "api"])
def test_who_worked_on_the_ticket_does_not_write_down_its_answer(
    asked: Any, do: Any, cast: Any, channel: str
) -> None:
    response = asked(method="call_back")
    response.incident.assignee = cast.people["service_desk"]
    response.incident.save()
    with pytest.raises(Refused, match="由您处理"):
        do(response, "write_down", "service_desk", channel=channel, opinion="23 日 9 点通话", **HAPPY)
    written = do(response, "write_down", "service_level_manager", opinion="23 日 9 点通话", **HAPPY)
    assert written.answered_by == "phone"


def test_a_questionnaire_is_answered_by_nobody_else(asked: Any, do: Any) -> None:
    response = asked()
    with pytest.raises(Refused, match="不能代记"):
        do(response, "write_down", "service_desk", opinion="代填", **HAPPY)
    with pytest.raises(Refused, match="本人"):
        do(response, "answer", "drafter", **HAPPY)


def test_all_that_is_asked_is_answered(asked: Any, do: Any) -> None:
    with pytest.raises(Refused, match="请评价“技术水平”") as refused:
        do(asked(), "answer", "end_user", **HAPPY | {"skill": ""})
    assert refused.value.status == 422


def test_only_what_is_asked_has_to_be_answered(asked: Any, do: Any) -> None:
    response = asked(indicators=["effect", "overall"])
    assert do(response, "answer", "end_user", effect="satisfied", overall="satisfied").state == "answered"


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page_takes_an_answer_in_one_go(asked: Any, client_of: Callable[[str], Client]) -> None:
    response, client = asked(), client_of("end_user")
    address = f"/m/satisfaction/{response.pk}/"
    assert address in client.get("/m/satisfaction/").content.decode()
    assert "响应速度" in client.get(address).content.decode()
    half = client.post(address, {"speed": "satisfied", "words": "还行"})
    assert half.status_code == 422
    assert "请评价" in half.content.decode()
    assert "还行" in half.content.decode()
    assert client.post(address, HAPPY | {"words": "很好"}).status_code == 302
    response.refresh_from_db()
    assert (response.state, response.words) == ("answered", "很好")
    again = client.post(address, HAPPY)
    assert again.status_code == 409


def test_another_one_s_page_is_not_there(asked: Any, client_of: Callable[[str], Client]) -> None:
    response = asked()
    for name in ("drafter", "service_desk"):
        assert client_of(name).get(f"/m/satisfaction/{response.pk}/").status_code == 404


@pytest.mark.rule("R-SAT-01")
def test_an_unhappy_answer_through_the_api_is_called_back_too(
    asked: Any, api_of: Callable[..., Client]
) -> None:
    response = asked()
    answer = api_of("end_user").post(
        f"/api/v1/survey_response/{response.pk}/answer", HAPPY | {"effect": "dissatisfied"}, content_type="application/json"
    )  # fmt: skip
    assert answer.status_code == 200, answer.content.decode()
    assert CallBack.objects.filter(incident=response.incident).exists()
