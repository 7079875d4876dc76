"""What happened to a ticket, as its reporter should read it: deeds in plain words, and what was said."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.processes.models import Act
from govops.kernel.records import comments

#: verb → what the reporter reads; other verbs are the desk's own affair
_TOLD = {
    "submit": "提交", "approve": "同意", "refuse": "不同意", "return": "退回修改", "triage": "受理了您的工单", "take": "接手处理",
    "dispatch": "安排了处理人", "start": "开始处理", "hand_on": "转交其他支持组", "arrive": "已到现场", "set_aside": "暂缓处理",
    "take_up_again": "继续处理", "resolve": "已解决", "fulfil": "已办结", "confirm": "确认", "confirm_by_phone": "电话确认",
    "reopen": "反映没有解决", "close": "关闭", "merge": "合并处理", "withdraw": "撤回", "rate": "评价", "rate_closed": "评价",
}  # fmt: skip
#: between handlers, or said in a comment already: the reporter sees that it happened
_WITHOUT_WORDS = frozenset({"hand_on", "dispatch", "take_up_again"})


def story_of(ticket: Any, register: str, actor: Actor) -> list[dict[str, Any]]:
    """{who, what, text, at, said, files}, the newest first: three queries."""
    acts = Act.objects.filter(register=register, record_id=ticket.pk, verb__in=_TOLD).order_by("-id")[:100]
    found = [
        {
            "who": act.signer,
            "what": _TOLD[act.verb],
            "text": "" if act.verb in _WITHOUT_WORDS else act.opinion,
            "at": act.at,
            "said": False,
            "files": [],
        }
        for act in acts
    ]
    found += [
        {
            "who": shown.comment.author.name if shown.comment.author is not None else "系统",
            "what": "留言",
            "text": shown.comment.text,
            "at": shown.comment.at,
            "said": True,
            "files": shown.files,
        }
        for shown in comments.of(ticket, actor)
        if not shown.comment.is_internal
    ]
    return sorted(found, key=lambda one: one["at"], reverse=True)
