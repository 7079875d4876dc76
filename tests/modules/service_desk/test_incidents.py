"""An incident on its way, its priority, its clocks (R-INC-01)."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.kernel.calendar import clocks
from govops.kernel.messages.models import Message
from govops.kernel.processes.models import ItemStatus, WorkItem
from govops.kernel.registers import lists, site
from govops.modules.knowledge.public import KnowledgeArticle
from govops.modules.service_desk import models
from tests.modules.service_desk.conftest import SOLVED
from tests.moments import at, local

CHANNELS = ["page", "api", "import", "job"]


def clock(ticket: Any, name: str) -> Any:
    return clocks.of(site.of(ticket).code, ticket.pk).filter(name=name).order_by("-id").first()


def todo_of(ticket: Any) -> list[tuple[str, str]]:
    """Whose work it is, and which."""
    items = WorkItem.objects.filter(
        register=site.of(ticket).code, record_id=ticket.pk, status=ItemStatus.OPEN
    )
    return sorted((item.person.name, item.step) for item in items.select_related("person"))


def told(cast: Bureau, username: str) -> list[str]:
    return list(
        Message.objects.filter(person=cast.people[username]).order_by("id").values_list("title", flat=True)
    )


# --- 优先级 ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-INC-01")
@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [("bureau", "high", "P1"), ("unit", "high", "P2"), ("bureau", "low", "P3"), ("person", "high", "P3"), ("person", "low", "P4")],
)  # fmt: skip
def test_the_priority_is_impact_times_urgency(
    incident: Any, impact: str, urgency: str, priority: str
) -> None:
    assert incident(impact=impact, urgency=urgency).priority == priority


@pytest.mark.rule("R-INC-01")
@pytest.mark.parametrize("channel", CHANNELS)
def test_nobody_types_a_priority(incident: Any, channel: str) -> None:
    with pytest.raises(Refused, match="没有“priority”这一项") as refusal:
        incident(channel=channel, priority="P1")
    assert refusal.value.status == 422
    assert not models.Incident.objects.exists()


@pytest.mark.rule("R-INC-01")
def test_a_priority_in_a_move_is_not_taken(incident: Any, do: Any, group: Any) -> None:
    judged = do(
        incident(), "triage", "service_desk", category="desktop", impact="person", urgency="low", group=group, priority="P1"
    )  # fmt: skip
    assert judged.priority == "P4"


@pytest.mark.rule("R-INC-01")
@pytest.mark.parametrize("channel", CHANNELS)
def test_once_taken_up_the_reporter_no_longer_judges(in_progress: Any, change: Any, channel: str) -> None:
    ticket = in_progress()
    with pytest.raises(Refused, match="由服务台判定") as refusal:
        change(ticket, by="end_user", channel=channel, urgency="high")
    assert (refusal.value.rule, refusal.value.field) == ("R-INC-01", "urgency")
    assert change(ticket, by="end_user", channel=channel, location="主楼 305").location == "主楼 305"
    assert change(ticket, by="service_desk", channel=channel, urgency="high").priority == "P3"


@pytest.mark.rule("R-INC-01")
def test_another_priority_gives_the_clocks_other_budgets(incident: Any, change: Any) -> None:
    ticket = incident()
    assert (clock(ticket, "响应").budget_minutes, clock(ticket, "解决").budget_minutes) == (240, 1350)
    changed = change(ticket, by="service_desk", impact="bureau", urgency="high")
    assert (clock(ticket, "响应").budget_minutes, clock(ticket, "解决").budget_minutes) == (15, 120)
    changed.refresh_from_db()
    assert (changed.priority, changed.due_clock, changed.due_at) == ("P1", "响应", local("2026-11-23 09:45"))


# --- 计时 --------------------------------------------------------------------------------------------------------------


def test_a_new_incident_owes_a_response_and_a_solution(incident: Any) -> None:
    ticket = incident(impact="unit", urgency="high")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.due_clock, ticket.due_at) == ("new", "响应", local("2026-11-23 10:00"))
    assert clock(ticket, "解决").due_at == local("2026-11-23 15:00")


def test_taking_it_is_the_response(in_progress: Any, cast: Bureau) -> None:
    ticket = in_progress(impact="unit", urgency="high")
    assert (ticket.state, ticket.assignee) == ("in_progress", cast.people["support_l1"])
    assert clock(ticket, "响应").stopped_at == ticket.responded_at == local("2026-11-23 09:30")
    assert clock(ticket, "到场").due_at == local("2026-11-23 11:30")
    assert (ticket.due_clock, ticket.due_at) == ("到场", local("2026-11-23 11:30"))


def test_being_there_ends_the_clock_of_coming(in_progress: Any, do: Any) -> None:
    ticket = in_progress(impact="unit", urgency="high")
    with at("2026-11-23 10:00"):
        there = do(ticket, "arrive", "support_l1")
        assert (there.arrived_at, there.due_clock) == (local("2026-11-23 10:00"), "解决")
        with pytest.raises(Refused, match="已登记到场"):
            do(ticket, "arrive", "support_l1")


def test_waiting_pauses_the_clocks_with_reason_and_date(in_progress: Any, do: Any, cast: Bureau) -> None:
    ticket = in_progress()
    with at("2026-11-23 10:30"):
        waiting = do(
            ticket, "set_aside", "support_l1", pending_reason="user", pending_until=local("2026-11-24 09:30"), opinion="请告知打印机型号。"
        )  # fmt: skip
    assert (waiting.state, waiting.is_paused) == ("pending", True)
    assert clock(ticket, "解决").paused_at == local("2026-11-23 10:30")
    assert told(cast, "end_user") == ["需要您答复：打印机卡纸"]
    with at("2026-11-24 09:30"):
        again = do(waiting, "take_up_again", "support_l1")
    assert (again.state, again.is_paused, again.pending_reason) == ("in_progress", False, "")
    # 390 working minutes were waited: the deadline, Thursday 09:30, moved by them
    assert clock(ticket, "解决").due_at == again.due_at == local("2026-11-26 17:30")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"pending_until": local("2026-11-24 09:30")}, "pending_reason"),
        ({"pending_reason": "parts"}, "pending_until"),
        ({"pending_reason": "parts", "pending_until": local("2026-11-20 09:30")}, "pending_until"),
        ({"pending_reason": "user", "pending_until": local("2026-11-24 09:30")}, "opinion"),
    ],
)
def test_nobody_waits_without_a_reason_and_a_date(in_progress: Any, do: Any, data: Any, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        do(in_progress(), "set_aside", "support_l1", **data)
    assert (refusal.value.field, refusal.value.status) == (field, 422)


def test_solving_stops_everything(resolved: Any) -> None:
    ticket = resolved()
    assert (ticket.state, ticket.due_clock, ticket.resolved_at) == ("resolved", "", local("2026-11-23 09:30"))
    assert not [one for one in clocks.of("incident", ticket.pk) if one.is_open]
    assert ticket.downtime_minutes == 0


# --- 队列、派单、转派 ----------------------------------------------------------------------------------------------------


def test_a_ticket_without_a_handler_stands_in_the_queue_and_in_nobodys_inbox(
    incident: Any, do: Any, group: Any
) -> None:
    ticket = incident()
    assert todo_of(ticket) == []
    do(ticket, "triage", "service_desk", category="desktop", impact="person", urgency="high", group=group)
    assert todo_of(ticket) == []


def test_dispatched_it_is_the_handlers_work_and_due_with_the_ticket(
    incident: Any, do: Any, group: Any, cast: Bureau, django_capture_on_commit_callbacks: Any
) -> None:
    ticket = incident()
    with django_capture_on_commit_callbacks(execute=True):
        do(ticket, "dispatch", "service_desk", group=group, assignee=cast.people["support_l2"])
    assert todo_of(ticket) == [("朱文杰", "start")]
    ticket.refresh_from_db()
    assert WorkItem.objects.get(record_id=ticket.pk, status="open").due_at == ticket.due_at
    do(ticket, "start", "support_l2")
    assert todo_of(ticket) == [("朱文杰", "resolve")]
    do(ticket, "resolve", "support_l2", **SOLVED)
    assert todo_of(ticket) == [("钱思雨", "confirm")]


def test_work_goes_only_to_people_of_the_group(incident: Any, do: Any, group: Any, cast: Bureau) -> None:
    with pytest.raises(Refused, match="不在“桌面支持组”") as refusal:
        do(incident(), "dispatch", "service_desk", group=group, assignee=cast.people["support_l3"])
    assert refusal.value.field == "assignee"


def test_between_the_lines_and_the_vendor(
    in_progress: Any, do: Any, vendor: Any, cast: Bureau, actor: Any
) -> None:
    ticket = in_progress()
    handed = do(ticket, "hand_on", "support_l1", group=vendor, opinion="换过搓纸轮仍卡，请厂商检修。")
    assert (handed.state, handed.assignee, handed.group) == ("triaged", None, vendor)
    assert told(cast, "wenzihao") == ["转来华信驻场组：打印机卡纸"]
    seen = lists.base(site.get("incident"), actor("wenzihao"))
    assert [row.pk for row in seen] == [ticket.pk], "the vendor sees what lies with the vendor"
    taken = do(ticket, "take", "wenzihao")
    assert taken.assignee == cast.people["wenzihao"]
    do(ticket, "resolve", "wenzihao", **SOLVED)


def test_a_vendor_sees_and_takes_nothing_else(incident: Any, do: Any, vendor: Any, actor: Any) -> None:
    ticket = incident()
    assert list(lists.base(site.get("incident"), actor("wenzihao"))) == []
    with pytest.raises(Refused) as refusal:
        do(ticket, "take", "wenzihao")
    assert refusal.value.status == 403


def test_handing_on_says_why(in_progress: Any, do: Any, vendor: Any) -> None:
    with pytest.raises(Refused, match="须写明原因"):
        do(in_progress(), "hand_on", "support_l1", group=vendor)


# --- 重复与上下级 -------------------------------------------------------------------------------------------------------


def test_a_duplicate_is_merged_and_its_reporter_hears_of_the_end(
    incident: Any, do: Any, cast: Bureau
) -> None:
    main, other = incident(subject="三楼打印机都不能用"), incident(by="drafter", subject="打印机连不上")
    merged = do(other, "merge", "service_desk", merged_into=main)
    assert (merged.state, merged.due_clock, merged.merged_into) == ("merged", "", main)
    do(main, "resolve", "support_l1", **SOLVED)
    assert told(cast, "drafter") == ["已合并处理：打印机连不上", "已解决：打印机连不上"]


def test_what_cannot_be_merged(incident: Any, do: Any) -> None:
    ticket = incident()
    done = do(incident(), "withdraw", "end_user", opinion="自己好了")
    for target, words in ((ticket, "不能并入自己"), (done, "已撤回"), (None, "请选择|须填写")):
        with pytest.raises(Refused, match=words):
            do(ticket, "merge", "service_desk", merged_into=target)
    with pytest.raises(Refused) as refusal:
        do(ticket, "merge", "end_user", merged_into=incident())
    assert refusal.value.status == 403


def test_children_are_solved_with_their_parent(incident: Any, do: Any) -> None:
    parent = incident(subject="核心交换机宕机")
    child = incident(by="service_desk", subject="上不了网", parent=parent.pk)
    with pytest.raises(Refused, match="本身已挂在另一事件之下"):
        incident(by="service_desk", parent=child.pk)
    do(parent, "resolve", "support_l2", **SOLVED)
    child.refresh_from_db()
    assert child.state == "resolved"
    assert child.resolution.startswith(f"随 {parent.number} 一并解决")


# --- 重新打开、撤回 -----------------------------------------------------------------------------------------------------


def test_reopened_it_is_the_same_handlers_again_with_a_new_clock(
    resolved: Any, do: Any, cast: Bureau
) -> None:
    ticket = resolved()
    with pytest.raises(Refused, match="须写明原因"):
        do(ticket, "reopen", "end_user")
    with at("2026-11-23 14:00"):
        again = do(ticket, "reopen", "end_user", opinion="还是卡纸")
    assert (again.state, again.reopened, again.due_clock, again.is_paused) == ("assigned", 1, "解决", False)
    assert todo_of(ticket) == [("徐航", "start")]
    assert told(cast, "support_l1")[-1] == "用户重新打开：打印机卡纸"
    assert [one.stopped_at is None for one in clocks.of("incident", ticket.pk).filter(name="解决")] == [
        False,
        True,
    ]


def test_only_the_reporter_takes_it_back(incident: Any, do: Any) -> None:
    ticket = incident()
    with pytest.raises(Refused) as refusal:
        do(ticket, "withdraw", "service_desk", opinion="不受理")
    assert refusal.value.status == 403
    assert do(ticket, "withdraw", "end_user", opinion="自己好了").state == "withdrawn"


def test_a_solution_is_words_and_a_code(in_progress: Any, do: Any) -> None:
    ticket = in_progress()
    for data, field in (
        (SOLVED | {"resolution": "好了"}, "resolution"),
        (SOLVED | {"closure_code": ""}, "closure_code"),
        (SOLVED | {"category": ""}, "category"),
    ):
        with pytest.raises(Refused) as refusal:
            do(ticket, "resolve", "support_l1", **data)
        assert field in refusal.value.errors or refusal.value.field == field


def test_a_colleague_reports_for_another(create: Any, cast: Bureau, actor: Any, do: Any) -> None:
    ticket = create("incident", by="drafter", subject="不能登录", applicant=cast.people["end_user"].pk)
    assert (ticket.applicant, ticket.created_by) == (cast.people["end_user"], cast.people["drafter"])
    assert ticket.unit == cast.people["end_user"].unit
    for who in ("drafter", "end_user"):
        assert lists.base(site.get("incident"), actor(who)).count() == 1
    assert lists.base(site.get("incident"), actor("oa_admin")).count() == 0


def test_a_good_solution_becomes_a_draft_of_the_knowledge_base(
    in_progress: Any, do: Any, cast: Bureau
) -> None:
    ticket = in_progress()
    do(ticket, "resolve", "support_l1", **SOLVED, into_knowledge=True)
    article = KnowledgeArticle.objects.get()
    assert (article.subject, article.solution, article.source_number) == (
        "打印机卡纸",
        SOLVED["resolution"],
        ticket.number,
    )
    assert article.applicant == cast.people["support_l1"]
