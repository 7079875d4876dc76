"""自助服务: tiles and a search that answers while one types; then a short form."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.registers import doors, site, submissions
from govops.kernel.web.attached import loose
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, go, toast
from govops.modules.configuration.public import ConfigurationItem
from govops.modules.service_catalogue.public import ServiceItem, ServiceKind, catalogue
from govops.modules.service_desk.choices import Channel
from govops.modules.service_desk.dashboards import devices
from govops.modules.service_desk.dashboards import self_service as gathered
from govops.modules.service_desk.views.asking import TicketForm

KINDS = {"incident": "incident", "request": "service_request"}
LEAST_TYPED = 2


@page("service_desk/self/", name="service-desk-self")
def home(request: HttpRequest) -> HttpResponse:
    """自助服务."""
    actor = actor_of(request)
    context = {
        "title": "自助服务",
        "crumbs": [{"title": "服务台"}, {"title": "自助服务"}],
        "groups": gathered.tiles(actor),
        "majors": gathered.majors(actor),
        "mine": gathered.mine(actor, most=5),
        "devices": devices.devices_of(actor.person.pk, actor) if actor.person is not None else [],
        "phone": gathered.desk_phone(),
    }
    return render(request, "service_desk/self.html", context)


@page("service_desk/self/suggest/", name="service-desk-suggest")
def suggest(request: HttpRequest) -> HttpResponse:
    """What may help with the words typed so far; a fragment."""
    text = request.GET.get("q", "").strip()[:100]
    found = gathered.suggestions(text, actor_of(request)) if len(text) >= LEAST_TYPED else None
    return render(request, "service_desk/suggestions.html", {"found": found})


@page("service_desk/self/new/", name="service-desk-new")
def new(request: HttpRequest) -> HttpResponse:
    """The short form for a service, or for a trouble that no service names."""
    actor = actor_of(request)
    item = _item(request, actor)
    kind = _kind(request, item)
    if request.method == "POST":
        return _create(request, actor, item, kind)
    own = _devices(actor)
    broken = next((one for one in own if str(one.pk) == request.GET.get("device", "")), None)
    said = request.GET.get("subject", "") or (f"{broken.name}故障" if broken else "")
    initial = {"subject": said[:100], "items": [str(broken.pk)] if broken else [], **_reach(actor)}
    form = TicketForm(initial=initial, item=item, devices=own)
    return _form_page(request, actor, item, kind, form)


def _devices(actor: Actor) -> list[ConfigurationItem]:
    """我的设备: what one has in use."""
    return (
        [one.item for one in devices.devices_of(actor.person.pk, actor)] if actor.person is not None else []
    )


def _item(request: HttpRequest, actor: Actor) -> ServiceItem | None:
    raw = request.GET.get("item", "")
    if not raw:
        return None
    item = catalogue(actor).filter(pk=int(raw) if raw.isdecimal() and len(raw) < 19 else 0).first()
    if item is None:
        raise Refused("没有这项服务，或者已经停用；请回到“自助服务”另选。", status=404)
    return item


def _kind(request: HttpRequest, item: ServiceItem | None) -> str:
    """incident or request: what was chosen where the service takes both, else what it takes."""
    if item is None:
        return "incident"
    if item.kind != ServiceKind.BOTH:
        return str(item.kind)
    return "request" if request.GET.get("kind") == "request" else "incident"


def _reach(actor: Actor) -> dict[str, str]:
    """Where the reporter was reached the last time."""
    person = actor.person
    if person is None:
        return {}
    last = gathered.MODELS["incident"].objects.filter(applicant=person).exclude(location="").order_by("-id")
    location = next(iter(last.values_list("location", flat=True)[:1]), "")
    return {"phone": person.phone or person.mobile, "location": location}


def _files(request: HttpRequest) -> list[int]:
    return [int(pk) for pk in request.POST.getlist("files") if pk.isdecimal() and len(pk) < 19]


def _create(request: HttpRequest, actor: Actor, item: ServiceItem | None, kind: str) -> HttpResponse:
    form = TicketForm(request.POST, item=item, devices=_devices(actor))
    if not form.is_valid():
        return _form_page(request, actor, item, kind, form, status=422)
    register = site.get(KINDS[kind])
    data = {**form.data_of_ticket(), "channel": Channel.WEB.value, "item": item.pk if item else ""}
    try:
        ticket, repeated = submissions.once(
            request.POST.get("submission", "")[:40],
            actor,
            lambda: doors.create(
                register, data, actor=actor, submit=kind == "request", attachments=tuple(_files(request))
            ),
            register=register.code,
        )
    except Refused as refusal:
        for name, sentences in (refusal.errors or {"": [refusal.sentence]}).items():
            form.add_error(name if name in form.fields else None, sentences)
        return _form_page(request, actor, item, kind, form, status=refusal.status)
    sentence = (
        f"{ticket.number} 已经提交过，没有重复提交。"
        if repeated
        else f"已提交，单号 {ticket.number}。进展会随时告知您。"
    )
    toast(request, sentence)
    return go(request, f"/m/service_desk/mine/{register.code}/{ticket.pk}/")


def _form_page(
    request: HttpRequest, actor: Actor, item: ServiceItem | None, kind: str, form: TicketForm, *, status: int = 200
) -> HttpResponse:  # fmt: skip
    name = item.name if item else "报告故障"
    context: dict[str, Any] = {
        "title": name,
        "subtitle": item.content if item else "目录里找不到的，直接告诉我们。",
        "crumbs": [{"title": "自助服务", "url": "/m/service_desk/self/"}, {"title": name}],
        "item": item,
        "kind": kind,
        "both": item is not None and item.kind == ServiceKind.BOTH,
        "form": form,
        "submission": request.POST.get("submission") or uuid4().hex,
        "attachments": loose(_files(request), actor),
        "on_behalf": bool(form.data.get("applicant")) if form.is_bound else False,
        "majors": gathered.majors(actor) if kind == "incident" else [],
    }
    return render(request, "service_desk/new.html", context, status=status)
