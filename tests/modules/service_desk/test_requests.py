"""A service request: its own process, with an approval where the catalogue asks for one."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.kernel.calendar import clocks
from govops.modules.service_desk import models
from tests.modules.service_desk.conftest import SOLVED
from tests.modules.service_desk.test_incidents import CHANNELS, clock, todo_of
from tests.moments import local


@pytest.fixture
def ask(create: Any) -> Any:
    """钱思雨 asks for a service."""

    def asked(
        item: Any, *, by: str = "end_user", submit: bool = True, channel: str = "page", **changes: Any
    ) -> Any:
        data = {"subject": "申请更换硒鼓", "item": item.pk, "impact": "person", "urgency": "medium"}
        return create("service_request", by=by, submit=submit, channel=channel, **data | changes)

    return asked


def test_without_approval_it_is_in_the_groups_queue_at_once(ask: Any, offer: Any, group: Any) -> None:
    request = ask(offer())
    assert (request.state, request.group, request.category) == ("accepted", group, "desktop")
    assert (request.due_clock, clock(request, "响应").events.get().reason) == (
        "响应",
        f"按 {request.agreement}",
    )
    assert todo_of(request) == []


def test_with_approval_the_clocks_begin_when_the_head_has_agreed(
    ask: Any, offer: Any, do: Any, cast: Bureau
) -> None:
    request = ask(offer(needs_approval="1"))
    assert request.state == "approving"
    assert todo_of(request) == [("程远航", "head")]
    assert not clocks.of("service_request", request.pk).exists()
    accepted = do(request, "approve", "unit_head")
    assert (accepted.state, accepted.due_at) == ("accepted", local("2026-11-23 15:00"))


def test_refused_it_ends(ask: Any, offer: Any, do: Any) -> None:
    request = do(ask(offer(needs_approval="1")), "refuse", "unit_head", opinion="本部门已有一台")
    assert request.state == "refused"
    with pytest.raises(Refused):
        do(request, "take", "support_l1")


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_request_is_for_a_service_in_use_that_takes_requests(
    ask: Any, offer: Any, create: Any, channel: str
) -> None:
    with pytest.raises(Refused, match="服务目录项") as refusal:
        create("service_request", by="end_user", channel=channel, subject="要一台电脑")
    assert refusal.value.field == "item"
    repairs = offer("维修", kind="incident")
    with pytest.raises(Refused, match="只受理故障报修"):
        ask(repairs, channel=channel)


def test_a_draft_of_the_catalogue_is_not_offered(ask: Any, create: Any, group: Any, cast: Bureau) -> None:
    draft = create(
        "service_item", by="service_level_manager", name="新服务", summary="尚未启用", group="desktop", kind="both", icon="tool",
        goal="目标", audience="全体", content="内容", frequency="按需", service_hours="工作日", delivery="现场", deliverable="结果",
        support_group=group.pk,
    )  # fmt: skip
    with pytest.raises(Refused, match="未在服务目录中启用"):
        ask(draft)


def test_what_the_service_asks_must_be_answered(ask: Any, offer: Any) -> None:
    rooms = [{"title": "房间号", "kind": "text", "required": "yes", "choices": "", "key": "room"}]
    item = offer(form_fields=rooms)
    with pytest.raises(Refused, match="请回答“房间号”") as refusal:
        ask(item)
    assert refusal.value.field == "answers"
    assert ask(item, answers=[{"question": "房间号", "answer": "305"}]).state == "accepted"
    assert ask(item, by="service_desk").state == "accepted", "the desk may ask later"


def test_done_confirmed_and_rated_in_one_go(ask: Any, offer: Any, do: Any) -> None:
    request = ask(offer())
    do(request, "take", "support_l1")
    done = do(
        request,
        "fulfil",
        "support_l1",
        **{k: v for k, v in SOLVED.items() if k != "category"} | {"closure_code": "done"},
    )
    assert todo_of(done) == [("钱思雨", "confirm")]
    confirmed = do(done, "confirm", "end_user", satisfaction="dissatisfied", satisfaction_words="换错型号")
    assert (confirmed.state, confirmed.satisfaction) == ("confirmed", "dissatisfied")
    assert models.CallBack.objects.get().service_request == request


def test_not_done_it_goes_back(ask: Any, offer: Any, do: Any) -> None:
    request = ask(offer())
    do(request, "take", "support_l1")
    do(request, "fulfil", "support_l1", resolution="已更换硒鼓。", closure_code="done")
    again = do(request, "reopen", "end_user", opinion="型号不对")
    assert (again.state, again.reopened, again.due_clock) == ("assigned", 1, "解决")


def test_the_agreements_figures_are_the_clocks(ask: Any, offer: Any) -> None:
    request = ask(offer(), impact="unit", urgency="high")
    assert (clock(request, "响应").budget_minutes, clock(request, "解决").budget_minutes) == (30, 240)
    request.refresh_from_db()
    assert request.agreement


def test_a_withdrawn_request_owes_nothing(ask: Any, offer: Any, do: Any) -> None:
    request = do(ask(offer()), "withdraw", "end_user", opinion="不需要了")
    assert (request.state, request.due_clock) == ("cancelled", "")
    assert not [one for one in clocks.of("service_request", request.pk) if one.is_open]
