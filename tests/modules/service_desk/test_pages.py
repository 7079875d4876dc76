"""自助服务, 我的工单, 服务台 and the board: what people see and do there."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.demo.bureau import Bureau
from govops.kernel.calendar.working_time import held
from govops.kernel.parameters import catalogue
from govops.kernel.records import comments
from govops.modules.service_desk import models
from tests.modules.service_desk.conftest import SOLVED
from tests.modules.service_desk.test_incidents import told
from tests.moments import at, local
from tests.promises.looking import faults_of, text_of

SELF = "/m/service_desk/self/"
MINE = "/m/service_desk/mine/"
DESK = "/m/service_desk/desk/"
BOARD = "/m/service_desk/board/"


def words(answer: Any) -> str:
    return " ".join(text_of(answer.content.decode()))


def questions(client: Any, address: str) -> int:
    """How many questions to the database, when what is remembered for some seconds is not asked for again."""
    with held(), patch.object(catalogue, "_FRESH_SECONDS", float("inf")):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
    return len(queries)


def follow_of(ticket: Any) -> str:
    register = "incident" if isinstance(ticket, models.Incident) else "service_request"
    return f"{MINE}{register}/{ticket.pk}/"


# --- 自助服务 -----------------------------------------------------------------------------------------------------------


def test_the_tiles_are_the_services_in_use(client_of: Any, offer: Any) -> None:
    offer("打印机", kind="incident")
    answer = client_of("end_user").get(SELF)
    assert "打印机" in words(answer)
    assert "桌面系统" in words(answer)
    assert faults_of(answer.content.decode()) == []


def test_what_everybody_suffers_from_stands_on_top(
    client_of: Any, incident: Any, create: Any, cast: Bureau
) -> None:
    ticket = incident(impact="bureau", urgency="high")
    create(
        "major_incident", by="service_desk", incident=ticket.pk, reason="全委邮件中断", public_words="邮件暂不能收发",
        commander=cast.people["support_l3"].pk, expected_at="2026-11-23 11:00",
    )  # fmt: skip
    page = words(client_of("drafter").get(SELF))
    assert "邮件暂不能收发" in page
    assert "预计" in page
    with at("2026-11-23 11:30"):
        assert "仍在抢修" in words(client_of("drafter").get(SELF))


def test_while_one_types_services_are_offered(client_of: Any, offer: Any) -> None:
    offer("打印机", kind="incident")
    client = client_of("end_user")
    assert "打印机" in words(client.get(f"{SELF}suggest/", {"q": "打印机卡纸怎么办"}))
    assert words(client.get(f"{SELF}suggest/", {"q": "打"})) == ""
    assert "仍需帮助" in words(client.get(f"{SELF}suggest/", {"q": "<b>奇怪的事</b>"}))


def test_a_report_takes_one_sentence(client_of: Any, cast: Bureau) -> None:
    client = client_of("end_user")
    page = client.get(f"{SELF}new/", {"subject": "电脑蓝屏"})
    assert 'value="电脑蓝屏"' in page.content.decode()
    answer = client.post(
        f"{SELF}new/", {"subject": "电脑蓝屏", "impact": "person", "urgency": "high", "submission": "k1"}
    )
    ticket = models.Incident.objects.get()
    assert answer.headers["Location"] == follow_of(ticket)
    assert (ticket.applicant, ticket.channel, ticket.priority) == (cast.people["end_user"], "web", "P3")
    client.post(
        f"{SELF}new/", {"subject": "电脑蓝屏", "impact": "person", "urgency": "high", "submission": "k1"}
    )
    assert models.Incident.objects.count() == 1, "a second click reports nothing twice"


def test_a_request_asks_what_its_service_asks(client_of: Any, offer: Any, cast: Bureau) -> None:
    rooms = [{"title": "房间号", "kind": "text", "required": "yes", "choices": "", "key": "room"}]
    item = offer("硒鼓", kind="request", form_fields=rooms)
    client, address = client_of("drafter"), f"{SELF}new/?item={item.pk}"
    assert "房间号" in words(client.get(address))
    given = {"subject": "换硒鼓", "impact": "person", "urgency": "low"}
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "请填写“房间号”。" in words(refused)
    client.post(address, given | {"question_room": "305", "applicant": cast.people["end_user"].pk})
    request = models.ServiceRequest.objects.get()
    assert (request.state, request.answers) == ("accepted", [{"question": "房间号", "answer": "305"}])
    assert (request.applicant, request.created_by) == (cast.people["end_user"], cast.people["drafter"])


def test_no_service_that_is_not_in_use(client_of: Any) -> None:
    assert client_of("end_user").get(f"{SELF}new/?item=999").status_code == 404


# --- 我的工单 -----------------------------------------------------------------------------------------------------------


def test_mine_are_mine_and_no_one_elses(client_of: Any, incident: Any) -> None:
    ticket = incident(subject="我的显示器坏了")
    assert "我的显示器坏了" in words(client_of("end_user").get(MINE))
    assert "我的显示器坏了" not in words(client_of("drafter").get(MINE))
    assert client_of("drafter").get(follow_of(ticket)).status_code == 404


@pytest.mark.parametrize("view", ["", "?view=over"])
def test_the_list_asks_no_more_when_there_is_more(client_of: Any, incident: Any, do: Any, view: str) -> None:
    client = client_of("end_user")

    def asked() -> int:
        return questions(client, f"{MINE}{view}")

    do(incident(), "withdraw", "end_user", opinion="自己好了")
    incident()
    asked()
    before = asked()
    for _ in range(3):
        do(incident(), "withdraw", "end_user", opinion="自己好了")
        incident()
    assert asked() == before


def test_it_is_told_in_plain_words(client_of: Any, incident: Any, do: Any, group: Any) -> None:
    ticket = incident(impact="unit", urgency="high")
    page = client_of("end_user")
    assert "已收到 已交服务台，预计今天 10:00 前响应。" in words(page.get(follow_of(ticket)))
    do(ticket, "triage", "service_desk", category="desktop", impact="unit", urgency="high", group=group)
    assert "正由桌面支持组安排处理人" in words(page.get(follow_of(ticket)))
    do(ticket, "take", "support_l1")
    shown = page.get(follow_of(ticket))
    assert "徐航正在处理，预计今天 11:30 前解决。" in words(shown)
    assert faults_of(shown.content.decode()) == []


def test_an_answer_takes_the_ticket_up_again(client_of: Any, in_progress: Any, do: Any, cast: Bureau) -> None:
    ticket = in_progress()
    do(
        ticket,
        "set_aside",
        "support_l1",
        pending_reason="user",
        pending_until=local("2026-11-24 09:30"),
        opinion="型号？",
    )
    client = client_of("end_user")
    assert "等您答复" in words(client.get(follow_of(ticket)))
    said = client.post(follow_of(ticket), {"do": "say", "text": "惠普 1020"})
    assert said.status_code == 302, words(said)
    ticket.refresh_from_db()
    assert ticket.state == "in_progress"
    assert "惠普 1020" in words(client.get(follow_of(ticket)))
    assert any("用户已答复" in title for title in told(cast, "support_l1"))


def test_internal_remarks_stay_with_the_handlers(client_of: Any, in_progress: Any, actor: Any) -> None:
    ticket = in_progress()
    comments.add(ticket, text="怀疑是他自己拔的线", actor=actor("support_l1"), is_internal=True)
    assert "怀疑" not in words(client_of("end_user").get(follow_of(ticket)))


@pytest.mark.rule("R-SAT-01")
def test_confirm_with_a_rating_in_one_go(client_of: Any, resolved: Any) -> None:
    ticket = resolved()
    client = client_of("end_user")
    page = words(client.get(follow_of(ticket)))
    for face in ("非常满意", "满意", "基本满意", "不满意", "非常不满意"):
        assert face in page
    client.post(
        follow_of(ticket), {"do": "confirm", "satisfaction": "dissatisfied", "satisfaction_words": "太慢"}
    )
    ticket.refresh_from_db()
    assert (ticket.state, ticket.satisfaction) == ("confirmed", "dissatisfied")
    assert models.CallBack.objects.get().words == "太慢"


def test_a_rating_that_does_not_exist_is_refused(client_of: Any, resolved: Any) -> None:
    ticket = resolved()
    answer = client_of("end_user").post(follow_of(ticket), {"do": "confirm", "satisfaction": "wonderful"})
    assert answer.status_code == 422
    ticket.refresh_from_db()
    assert ticket.state == "resolved"


def test_reopen_says_why_and_what_was_typed_stays(client_of: Any, resolved: Any) -> None:
    ticket = resolved()
    client = client_of("end_user")
    assert "须写明原因" in words(client.post(follow_of(ticket), {"do": "reopen", "opinion": " "}))
    client.post(follow_of(ticket), {"do": "reopen", "opinion": "还是卡"})
    ticket.refresh_from_db()
    assert (ticket.state, ticket.reopened) == ("assigned", 1)
    assert client.post(follow_of(ticket), {"do": "explode"}).status_code == 422


# --- 服务台 ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [DESK, BOARD, f"{DESK}caller/"])
def test_the_desk_is_the_staffs(client_of: Any, address: str) -> None:
    assert client_of("end_user").get(address).status_code == 403
    assert client_of("support_l2").get(address).status_code == 200


def test_a_call_is_who_and_what(client_of: Any, cast: Bureau) -> None:
    client = client_of("service_desk")
    answer = client.post(
        DESK,
        {
            "applicant": cast.people["end_user"].pk, "subject": "上不了网", "kind": "incident", "impact": "person", "urgency": "medium",
            "channel": "phone", "item": "", "then": "take",
        },
    )  # fmt: skip
    ticket = models.Incident.objects.get()
    assert answer.headers["Location"] == f"{DESK}?kind=incident&done={ticket.pk}"
    assert (ticket.applicant.name, ticket.channel, ticket.state) == ("钱思雨", "phone", "in_progress")
    assert ticket.assignee == cast.people["service_desk"]
    assert ticket.number in words(client.get(answer.headers["Location"]))


def test_without_a_caller_nothing_is_written_down(client_of: Any) -> None:
    answer = client_of("service_desk").post(DESK, {"subject": "上不了网", "kind": "incident", "impact": "person", "urgency": "low", "channel": "phone"})  # fmt: skip
    assert answer.status_code == 422
    assert "请选择“来电人”。" in words(answer)
    assert not models.Incident.objects.exists()


def test_the_service_decides_the_kind(client_of: Any, offer: Any, cast: Bureau) -> None:
    item = offer("硒鼓", kind="request")
    client_of("service_desk").post(
        DESK,
        {
            "applicant": cast.people["end_user"].pk, "subject": "换硒鼓", "kind": "incident", "impact": "person", "urgency": "low",
            "channel": "phone", "item": item.pk,
        },
    )  # fmt: skip
    assert models.ServiceRequest.objects.get().state == "accepted"


def test_beside_the_form_what_the_caller_has_open(client_of: Any, incident: Any, cast: Bureau) -> None:
    incident(subject="打印机卡纸")
    page = client_of("service_desk").get(f"{DESK}caller/", {"applicant": cast.people["end_user"].pk})
    assert "打印机卡纸" in words(page)
    assert 'hx-swap-oob="true"' in page.content.decode()


def test_the_figures_are_what_one_may_see(client_of: Any, incident: Any, do: Any, cast: Bureau) -> None:
    tickets = [incident() for _ in range(3)]
    do(tickets[0], "take", "service_desk")
    with at("2026-11-23 14:00"):
        page = words(client_of("service_desk").get(DESK))
    assert "未派单 2 件" in page, page[page.index("未派单") :][:80]
    assert "我处理的 1 件" in page


# --- 看板 -------------------------------------------------------------------------------------------------------------


def test_the_board_shows_each_state_and_what_one_may_do(client_of: Any, incident: Any, do: Any) -> None:
    incident(subject="新的一件")
    do(incident(subject="在做的一件"), "take", "support_l2")
    page = client_of("support_l1").get(BOARD)
    shown = page.content.decode()
    assert "新的一件" in shown
    assert "在做的一件" in shown
    assert "in_progress:take:1" in shown
    assert faults_of(shown) == []


def test_moving_a_card_comes_back_to_the_board(client_of: Any, incident: Any) -> None:
    ticket = incident()
    answer = client_of("support_l1").post(
        f"/r/incident/{ticket.pk}/do/", {"move": "take", "back": f"{BOARD}?kind=incident"}
    )
    assert answer.headers["Location"] == f"{BOARD}?kind=incident"


@pytest.mark.parametrize("address", [DESK, BOARD, SELF])
def test_a_page_asks_no_more_when_there_is_more(client_of: Any, incident: Any, do: Any, address: str) -> None:
    client = client_of("service_desk")

    def asked() -> int:
        return questions(client, address)

    def more() -> None:
        incident(by="service_desk")
        do(incident(by="service_desk"), "take", "support_l1")

    more()
    asked()
    before = asked()
    for _ in range(3):
        more()
    assert asked() == before
    assert before <= 22


def test_the_api_is_the_same_desk(api_of: Any, cast: Bureau) -> None:
    client = api_of("end_user")
    made = client.post(
        "/api/v1/incident", json.dumps({"subject": "键盘失灵", "impact": "person", "urgency": "low"}), content_type="application/json"
    )  # fmt: skip
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    taken = api_of("support_l1").post(f"/api/v1/incident/{pk}/take", {}, content_type="application/json")
    assert taken.status_code == 200, taken.content
    solved = api_of("support_l1").post(
        f"/api/v1/incident/{pk}/resolve", json.dumps(SOLVED), content_type="application/json"
    )
    assert solved.status_code == 200, solved.content
    refused = api_of("support_l1").post(f"/api/v1/incident/{pk}/confirm", {}, content_type="application/json")
    assert refused.status_code == 403


# --- 批量 -------------------------------------------------------------------------------------------------------------


def test_many_are_given_to_one_in_a_single_dialog(
    client_of: Any, incident: Any, do: Any, group: Any, cast: Bureau
) -> None:
    first, second = incident(), incident()
    gone = do(incident(), "withdraw", "end_user", opinion="自己好了")
    client, address = client_of("service_desk"), "/r/incident/bulk/dispatch/"
    asked = client.get(address, {"ids": [first.pk, second.pk, gone.pk]}, headers={"HX-Request": "true"})
    assert "对所选 3 条逐一办理" in words(asked)
    given = {
        "ids": [first.pk, second.pk, gone.pk],
        "group": group.pk,
        "assignee": cast.people["support_l2"].pk,
    }
    result = words(client.post(address, given))
    assert "共 3 条，办成 2 条" in result
    assert "“已撤回”状态下不能办理“派单”" in result
    for ticket in (first, second):
        ticket.refresh_from_db()
        assert ticket.assignee == cast.people["support_l2"]


def test_the_bulk_dialog_says_what_is_missing(client_of: Any, incident: Any) -> None:
    ticket = incident()
    refused = client_of("service_desk").post("/r/incident/bulk/dispatch/", {"ids": [ticket.pk]})
    assert refused.status_code == 422
    assert "请选择“支持组”。" in words(refused)
    assert client_of("service_desk").get("/r/incident/bulk/resolve/").status_code == 404
    ticket.refresh_from_db()
    assert ticket.state == "new"
