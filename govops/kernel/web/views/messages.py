"""消息: what was told to me. Opening one leads to its record and marks it as read; the bell counts what is left."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.messages.models import Message
from govops.kernel.processes import inbox
from govops.kernel.records.visibility import visible
from govops.kernel.registers import site
from govops.kernel.web.views.common import actor_of, back_of, go, toast, with_params

PATH = "/messages/"
_SIZE = 30


def show(request: HttpRequest) -> HttpResponse:
    """My messages, the newest first: those unread while there are any, or all; a POST marks all as read."""
    actor = actor_of(request)
    if request.method == "POST":
        _read(_mine(actor))
        return go(request, PATH)
    unread = inbox.counts(actor.person)["unread"] if actor.person else 0
    is_all = request.GET.get("view") == "all" or not unread
    rows = _mine(actor) if is_all else _mine(actor).filter(read_at__isnull=True)
    if (before := request.GET.get("before", "")).isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: _SIZE + 1])
    context = {
        "title": "消息",
        "rows": [_told(message) for message in found[:_SIZE]],
        "unread": unread,
        "tabs": {"kind": "views", "items": _tabs(unread, is_all=is_all)},
        "pager": _pager(request, found),
        "here": request.get_full_path(),
    }
    return render(request, "home/messages.html", context)


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """To the record that the message is about; a POST only marks it as read."""
    actor = actor_of(request)
    message = _mine(actor).filter(pk=pk).first()
    if message is None:
        raise Refused("没有这条消息，请从“消息”列表进入。", status=404)
    _read(_mine(actor).filter(pk=pk))
    if request.method == "POST" or message.record_id is None:
        return go(request, back_of(request, PATH))
    if not _may_open(message, actor):
        toast(request, "这条消息所说的单据您现在无权查看，或者已经删除。", tone="warning")
        return go(request, PATH)
    return go(request, site.get(message.register).url(message.record_id))


def _mine(actor: Actor) -> QuerySet[Message]:
    return Message.objects.filter(person=actor.person) if actor.person else Message.objects.none()


def _read(messages: QuerySet[Message]) -> None:
    messages.filter(read_at__isnull=True).update(read_at=moment.now())


def _may_open(message: Message, actor: Actor) -> bool:
    register = site.find(message.register)
    if register is None or not table.may(actor, "read", register.code):
        return False
    rows = register.model._default_manager.filter(pk=message.record_id)
    return visible(rows, actor, register=register.code).exists()


def _told(message: Message) -> dict[str, Any]:
    leads_on = message.record_id is not None and site.find(message.register) is not None
    return {
        "title": message.title,
        "text": message.text,
        "at": message.at,
        "is_new": message.read_at is None,
        "url": f"{PATH}{message.pk}/" if leads_on else "",
        "read_url": f"{PATH}{message.pk}/",
    }


def _tabs(unread: int, *, is_all: bool) -> list[dict[str, Any]]:
    return [
        {"title": "未读", "count": unread, "url": PATH, "active": not is_all},
        {"title": "全部", "url": f"{PATH}?view=all", "active": is_all},
    ]


def _pager(request: HttpRequest, found: list[Message]) -> dict[str, Any] | None:
    """Nothing where all stand on one page."""
    is_later, has_more = "before" in request.GET, len(found) > _SIZE
    if not is_later and not has_more:
        return None
    return {
        "previous_url": with_params(request.GET, before=None) if is_later else "",
        "next_url": with_params(request.GET, before=found[_SIZE - 1].pk) if has_more else "",
        "words": f"本页 {len(found[:_SIZE])} 条，新的在前",
        "target": "",
        "sizes": [],
    }
