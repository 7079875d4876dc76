"""Where a ticket stands, in plain words for the one who waits: what happens now, by when, what is asked of him."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.web import words
from govops.modules.service_desk.choices import IncidentState as S
from govops.modules.service_desk.choices import PendingReason
from govops.modules.service_desk.choices import RequestState as R

#: state → the place on the way: 0 提交, 1 受理, 2 处理, 3 解决, 4 确认
_PLACES: dict[str, int] = {
    R.DRAFT: 0, R.APPROVING: 0, R.ACCEPTED: 1, S.NEW: 1, S.TRIAGED: 1, S.ASSIGNED: 2, S.IN_PROGRESS: 2, S.PENDING: 2,
    S.RESOLVED: 4, R.FULFILLED: 4, S.CONFIRMED: 5, S.CLOSED: 5,
}  # fmt: skip
_TONES = {
    S.NEW: "amber", S.TRIAGED: "amber", R.ACCEPTED: "amber", R.APPROVING: "accent", S.ASSIGNED: "accent", S.IN_PROGRESS: "accent",
    S.PENDING: "muted", S.RESOLVED: "green", R.FULFILLED: "green", S.CONFIRMED: "green", R.REFUSED: "red",
}  # fmt: skip
WAYS = {
    "incident": ("提交", "受理", "处理", "解决", "您确认"),
    "service_request": ("提交", "受理", "办理", "办结", "您确认"),
}


@dataclass(frozen=True)
class Progress:
    """`headline` a few words, `sentence` what happens now and by when; `asks`: "answer", "confirm", "rate" or nothing."""

    headline: str
    sentence: str
    tone: str
    asks: str
    steps: list[dict[str, Any]]


def progress_of(ticket: Any, register: str, actor: Actor) -> Progress:
    """The ticket as its reporter should hear of it; its group, assignee and merged_into are read with it."""
    headline, sentence = _said(ticket)
    return Progress(
        headline=headline,
        sentence=sentence,
        tone=_TONES.get(ticket.state, "muted"),
        asks=_asks(ticket, actor),
        steps=_steps(ticket, register),
    )


def moment_words(at: Any) -> str:
    """今天 15:00、明天 09:30、周五 11:20 …"""
    text = words.short(timezone.localtime(at), moment.today())
    return f"今天 {text}" if text[:2].isdigit() and ":" in text and len(text) == 5 else text


def _by_when(ticket: Any, what: str) -> str:
    if not ticket.due_clock or ticket.is_paused:
        return ""
    if ticket.due_at < moment.now():
        return "已超过承诺时间，向您致歉，已升级督促。"
    return f"预计{moment_words(ticket.due_at)} 前{what}。"


def _said(ticket: Any) -> tuple[str, str]:
    state = ticket.state
    group = ticket.group.name if ticket.group is not None else "服务台"
    handler = ticket.assignee.name if ticket.assignee is not None else group
    done = "解决" if hasattr(ticket, "is_major") else "办结"
    if state == S.PENDING and ticket.pending_reason == PendingReason.USER:
        return "等您答复", "处理人有问题要问您，答复后继续处理。"
    if state == S.PENDING:
        reason = PendingReason(ticket.pending_reason).label
        return "暂缓处理", f"{reason}，预计{moment_words(ticket.pending_until)} 继续处理。"
    if state == S.MERGED:
        return "已合并处理", f"与 {ticket.merged_into.number} 是同一故障，正在一并处理，解决后通知您。"
    fixed = {
        R.DRAFT: ("草稿", "尚未提交。"),
        R.APPROVING: ("等待审批", "正由您的部门主管领导审批，同意后随即受理。"),
        R.REFUSED: ("未批准", "部门主管领导没有同意，理由见下面的经过。"),
        S.NEW: ("已收到", f"已交{group}，{_by_when(ticket, '响应') or '会尽快受理。'}"),
        S.TRIAGED: ("已受理", f"正由{group}安排处理人，{_by_when(ticket, '响应') or '很快就有人处理。'}"),
        R.ACCEPTED: ("已受理", f"正由{group}安排处理人，{_by_when(ticket, '响应') or '很快就有人办理。'}"),
        S.ASSIGNED: ("已派单", f"已派给{handler}，{_by_when(ticket, done)}"),
        S.IN_PROGRESS: ("正在处理", f"{handler}正在处理，{_by_when(ticket, done)}"),
        S.RESOLVED: (f"已{done}，请您确认", "没有问题请点“确认”；还有问题请点“没有解决”，会接着处理。"),
        R.FULFILLED: (f"已{done}，请您确认", "没有问题请点“确认”；还有问题请点“没有办好”，会接着办。"),
        S.CONFIRMED: ("已确认", "谢谢您的确认。"),
        S.CLOSED: ("已关闭", "此单已办完。"),
        S.WITHDRAWN: ("已撤回", "您已撤回，不再处理。"),
        R.CANCELLED: ("已撤回", "您已撤回，不再处理。"),
    }
    headline, sentence = fixed[state]
    return headline, sentence.rstrip("，") if sentence.endswith("。") else sentence.rstrip("，") + "。"


def _asks(ticket: Any, actor: Actor) -> str:
    if actor.person is None or actor.person.pk != ticket.applicant_id:
        return ""
    if ticket.state == S.PENDING and ticket.pending_reason == PendingReason.USER:
        return "answer"
    if ticket.state in {S.RESOLVED, R.FULFILLED}:
        return "confirm"
    if ticket.state in {S.CONFIRMED, S.CLOSED} and ticket.rated_at is None:
        return "rate"
    return ""


def _steps(ticket: Any, register: str) -> list[dict[str, Any]]:
    """提交 → 受理 → 处理 → 解决 → 您确认, with the moments that are known; none for what ended otherwise."""
    place = _PLACES.get(ticket.state)
    if place is None:
        return []
    times = (ticket.created_at, ticket.responded_at, None, ticket.resolved_at, ticket.confirmed_at)
    states = ["done" if index < place else "current" if index == place else "future" for index in range(5)]
    who = ("", "", ticket.assignee.name if ticket.assignee is not None and place >= 2 else "", "", "")
    return [
        {"title": title, "state": state, "people": person, "when": when if state != "future" else None}
        for title, state, when, person in zip(WAYS[register], states, times, who, strict=True)
    ]
