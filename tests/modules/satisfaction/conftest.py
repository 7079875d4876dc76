"""Surveys in the common bureau, on Monday 2026-11-23 from 09:30 on, unless a test says `at(...)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import Actor
from govops.kernel.registers import doors, site
from govops.modules.satisfaction.models import SatisfactionSurvey, SurveyResponse
from tests import tickets
from tests.modules.monday import fresh_parameters, monday  # noqa: F401 - fixtures

PEOPLE = ("end_user", "drafter", "maoyiming", "jinzeyu", "registry_clerk", "business_unit")


@pytest.fixture
def ticket(cast: Bureau) -> Callable[..., Any]:
    """`ticket(at="2026-10-08 09:00", by="drafter")`: closed long since, handled by 徐航 (一线)."""

    def made(at: str = "2026-10-08 09:00", **facts: Any) -> Any:
        return tickets.ticket(cast, at=at, **{"assignee": cast.people["support_l1"]} | facts)

    return made


@pytest.fixture
def survey(cast: Bureau, actor: Callable[..., Actor]) -> Callable[..., SatisfactionSurvey]:
    """A draft of 吴小雨 (服务台) about the fourth quarter, asking everybody."""

    def made(by: str = "service_desk", channel: str = "page", **changes: Any) -> Any:
        data = {
            "subject": "2026 年第四季度服务满意度调查", "method": "questionnaire", "first": "2026-10-01", "last": "2026-12-31",
            "audience": "已关闭工单的报告人", "indicators": ["speed", "attitude", "effect", "skill", "overall"], "ratio": "100",
            "reply_by": "2026-12-03",
        }  # fmt: skip
        return doors.create(site.get("satisfaction_survey"), data | changes, actor=actor(by, channel))

    return made


@pytest.fixture
def asked(survey: Any, ticket: Any, do: Any) -> Callable[..., SurveyResponse]:
    """钱思雨 is asked about her one ticket."""

    def made(**changes: Any) -> Any:
        ticket()
        sent = do(survey(**changes), "send", "service_desk")
        return SurveyResponse.objects.get(survey=sent)

    return made


HAPPY = dict.fromkeys(("speed", "attitude", "effect", "skill", "overall"), "satisfied")
