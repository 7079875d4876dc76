"""我的工单: all of one's own, and one page for each in plain words: what happens, by when, what is asked of me."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.processes import engine
from govops.kernel.records import attachments, comments
from govops.kernel.records.visibility import visible
from govops.kernel.web.attached import loose
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, go, toast
from govops.modules.service_desk.choices import IncidentState, RequestState, Satisfaction
from govops.modules.service_desk.dashboards import self_service as gathered
from govops.modules.service_desk.dashboards.progress import progress_of
from govops.modules.service_desk.dashboards.story import story_of
from govops.modules.service_desk.models import OPEN_INCIDENT, OPEN_REQUEST

OPEN = {"incident": OPEN_INCIDENT, "service_request": OPEN_REQUEST}
REOPENABLE = {
    "incident": (IncidentState.RESOLVED, IncidentState.CONFIRMED),
    "service_request": (RequestState.FULFILLED, RequestState.CONFIRMED),
}
RATING = ("satisfaction", "satisfaction_words")


@page("service_desk/mine/", name="service-desk-mine")
def mine(request: HttpRequest) -> HttpResponse:
    """我的工单."""
    actor = actor_of(request)
    is_over = request.GET.get("view") == "over"
    context = {
        "title": "我的工单",
        "crumbs": [{"title": "服务台"}, {"title": "我的工单"}],
        "tabs": {
            "kind": "views",
            "items": [
                {"title": "在办", "url": "?", "active": not is_over},
                {"title": "已办完", "url": "?view=over", "active": is_over},
            ],
        },
        "mine": gathered.mine(actor, live=not is_over),
        "is_over": is_over,
    }
    return render(request, "service_desk/mine.html", context)


@page("service_desk/mine/<slug:register>/<int:pk>/", name="service-desk-follow")
def follow(request: HttpRequest, register: str, pk: int) -> HttpResponse:
    """One ticket, told to the one who waits for it."""
    actor = actor_of(request)
    ticket = _ticket(register, pk, actor)
    if request.method != "POST":
        return _shown(request, ticket, register, actor)
    do = _DEEDS.get(request.POST.get("do", ""))
    if do is None:
        raise Refused("没有这个操作，请刷新页面后重试。", status=422)
    try:
        sentence = do(request, ticket, register, actor)
    except Refused as refusal:
        fresh = _ticket(register, pk, actor)
        return _shown(request, fresh, register, actor, error=refusal.sentence, status=refusal.status)
    toast(request, sentence)
    return go(request, request.path)


def _ticket(register: str, pk: int, actor: Actor) -> Any:
    model = gathered.MODELS.get(register)
    rows = gathered.with_people(model.objects.filter(pk=pk), register) if model is not None else None
    found = visible(rows, actor, register=register).first() if rows is not None else None
    if found is None:
        raise Refused("没有找到这张工单，可能已被撤回，或者不是您提出的。", status=404)
    return found


def _shown(
    request: HttpRequest, ticket: Any, register: str, actor: Actor, *, error: str = "", status: int = 200
) -> HttpResponse:
    progress = progress_of(ticket, register, actor)
    is_mine = actor.person is not None and actor.person.pk in {ticket.applicant_id, ticket.created_by_id}
    is_the_reporter = actor.person is not None and actor.person.pk == ticket.applicant_id
    may_reopen = is_the_reporter and ticket.state in REOPENABLE[register]
    context = {
        "title": ticket.subject,
        "subtitle": f"{ticket.number}　{ticket.item.name if ticket.item else '故障报告'}",
        "crumbs": [{"title": "我的工单", "url": "/m/service_desk/mine/"}, {"title": ticket.number}],
        "ticket": ticket,
        "register": register,
        "progress": progress,
        "faces": [{"value": value, "label": label} for value, label in Satisfaction.choices],
        "story": story_of(ticket, register, actor),
        "files": attachments.of(register, ticket.pk),
        "may_say": ticket.state not in {"draft", "withdrawn", "cancelled", "merged", "closed", "refused"},
        "may_withdraw": is_mine and ticket.state in OPEN[register],
        "may_reopen": may_reopen,
        "done_word": "解决" if register == "incident" else "办好",
        "loose": loose(_files(request), actor),
        "error": error,
        "typed": {name: request.POST.get(name, "") for name in ("do", "text", "opinion", *RATING)},
        "record_url": f"/r/{register}/{ticket.pk}/",
    }
    return render(request, "service_desk/follow.html", context, status=status)


def _files(request: HttpRequest) -> list[int]:
    return [int(pk) for pk in request.POST.getlist("files") if pk.isdecimal() and len(pk) < 19]


# --- what one may do there -------------------------------------------------------------------------------------------


def _say(request: HttpRequest, ticket: Any, register: str, actor: Actor) -> str:
    comments.add(ticket, text=request.POST.get("text", ""), actor=actor, files=tuple(_files(request)))
    return "已留言，处理人会看到。"


def _confirm(request: HttpRequest, ticket: Any, register: str, actor: Actor) -> str:
    engine.perform(register, ticket.pk, "confirm", actor=actor, data=_rated(request))
    return "谢谢您的确认。"


def _rate(request: HttpRequest, ticket: Any, register: str, actor: Actor) -> str:
    verb = "rate_closed" if ticket.state == IncidentState.CLOSED else "rate"
    engine.perform(register, ticket.pk, verb, actor=actor, data=_rated(request))
    return "谢谢您的评价。"


def _rated(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:300] for name in RATING}


def _reopen(request: HttpRequest, ticket: Any, register: str, actor: Actor) -> str:
    data = {"opinion": request.POST.get("opinion", "")}
    engine.perform(register, ticket.pk, "reopen", actor=actor, data=data)
    return "已转回处理人，会接着处理。"


def _withdraw(request: HttpRequest, ticket: Any, register: str, actor: Actor) -> str:
    data = {"opinion": request.POST.get("opinion", "")}
    engine.perform(register, ticket.pk, "withdraw", actor=actor, data=data)
    return "已撤回。"


_DEEDS: dict[str, Callable[[HttpRequest, Any, str, Actor], str]] = {
    "say": _say, "confirm": _confirm, "rate": _rate, "reopen": _reopen, "withdraw": _withdraw,
}  # fmt: skip
