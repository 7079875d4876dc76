"""服务台: a call is written down in seconds, by keyboard; beside it the caller's open tickets, above it the queue."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.organization.models import Person
from govops.kernel.processes import engine
from govops.kernel.records.visibility import visible
from govops.kernel.registers import choosing, doors, site, submissions
from govops.kernel.registers.form_fields import worded
from govops.kernel.web.attached import loose
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, go, link, toast
from govops.modules.service_catalogue.public import (
    Impact,
    ServiceCategory,
    ServiceItem,
    ServiceKind,
    Urgency,
    catalogue,
)
from govops.modules.service_desk.choices import Channel
from govops.modules.service_desk.dashboards import devices, queue, self_service
from govops.modules.service_desk.rules.common import STAFF
from govops.modules.service_desk.views.asking import TicketForm, ids_of, items_field

HERE = "/m/service_desk/desk/"
#: the same answers in fewer words: the desk knows them
SHORT = {
    "impact": [(Impact.PERSON.value, "本人"), (Impact.UNIT.value, "本部门"), (Impact.BUREAU.value, "全单位")],
    "urgency": [
        (Urgency.HIGH.value, "不能工作"),
        (Urgency.MEDIUM.value, "受影响"),
        (Urgency.LOW.value, "不急"),
    ],
}
KINDS = {"incident": "incident", "request": "service_request"}


class CallForm(TicketForm):
    """What the desk writes down while somebody talks: who, what; everything else has a default."""

    kind = forms.ChoiceField(
        label="类型", choices=(("incident", "报修"), ("request", "请求")), initial="incident", widget=forms.RadioSelect
    )  # fmt: skip
    item = forms.ChoiceField(label="服务", required=False)
    channel = forms.ChoiceField(label="来源", choices=Channel.choices, initial=Channel.PHONE.value)

    def __init__(self, *args: Any, services: list[ServiceItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = {str(item.pk): item for item in services}
        self.fields["item"].choices = [("", "不确定，先记下"), *_grouped(services)]  # type: ignore[attr-defined]
        self.fields["items"] = items_field()
        self.fields["applicant"].required = True
        worded(self.fields["applicant"], "来电人")
        self.fields["description"].widget.attrs["rows"] = 2
        for name in ("applicant", "subject", "description"):
            self.fields[name].help_text = ""
        for name, choices in SHORT.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The service decides the kind where it takes only one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        item = self.services.get(cleaned.get("item", ""))
        if item is not None and item.kind != ServiceKind.BOTH:
            cleaned["kind"] = item.kind
        if cleaned.get("kind") == "request" and item is None and "item" not in self.errors:
            self.add_error("item", "服务请求须选择“服务”；不确定的请按报修登记。")
        return cleaned


def _grouped(services: list[ServiceItem]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in services:
        groups.setdefault(ServiceCategory(item.group).label, []).append((str(item.pk), item.name))
    return list(groups.items())


@page("service_desk/desk/", name="service-desk-desk", roles=STAFF)
def desk(request: HttpRequest) -> HttpResponse:
    """服务台."""
    actor = actor_of(request)
    services = list(catalogue(actor))
    if request.method == "POST":
        return _register(request, actor, services)
    person = _person(request.GET.get("applicant", ""))
    initial = {"applicant": person, "phone": _phone(person)} if person else {}
    form = CallForm(initial=initial, services=services)
    choosing.offer_visible(form, actor)
    return _page(request, actor, form, caller=person)


@page("service_desk/desk/tiles/", name="service-desk-tiles", roles=STAFF)
def tiles(request: HttpRequest) -> HttpResponse:
    """The figures as they are now; a fragment."""
    return render(request, "service_desk/tiles.html", {"tiles": queue.figures(actor_of(request))})


@page("service_desk/desk/items/", name="service-desk-items", roles=STAFF)
def items(request: HttpRequest) -> HttpResponse:
    """What is known of the items chosen so far: under change, still open, how far their failure reaches; a fragment."""
    return render(
        request,
        "service_desk/item_hints.html",
        _hints(ids_of(request.GET.getlist("items")), actor_of(request)),
    )


def _hints(ids: list[int], actor: Actor) -> dict[str, Any]:
    found = devices.chosen(ids, actor)
    suggestion = devices.suggested([item.pk for item in found], actor)
    return {"known": devices.known(found, actor), "suggestion": suggestion}


@page("service_desk/desk/caller/", name="service-desk-caller", roles=STAFF)
def caller(request: HttpRequest) -> HttpResponse:
    """Who calls, what is open for them, where they sit: a fragment that also fills in telephone and place."""
    actor = actor_of(request)
    person = _person(request.GET.get("applicant", ""))
    context = {
        **_about(person, actor),
        "phone": _phone(person),
        "location": _last_location(person),
        "fills": True,
    }
    return render(request, "service_desk/caller.html", context)


def _person(raw: str) -> Person | None:
    if not raw.isdecimal() or len(raw) > 18:
        return None
    return Person.objects.filter(pk=int(raw), is_active=True).select_related("unit").first()


def _phone(person: Person | None) -> str:
    return (person.phone or person.mobile) if person else ""


def _last_location(person: Person | None) -> str:
    if person is None:
        return ""
    last = (
        self_service.MODELS["incident"].objects.filter(applicant=person).exclude(location="").order_by("-id")
    )
    return next(iter(last.values_list("location", flat=True)[:1]), "")


def _about(person: Person | None, actor: Actor) -> dict[str, Any]:
    if person is None:
        return {"person": None, "tickets": [], "devices": []}
    return {
        "person": person, "tickets": queue.tickets_of(person.pk, actor), "devices": devices.devices_of(person.pk, actor),
    }  # fmt: skip


def _files(request: HttpRequest) -> list[int]:
    return ids_of(request.POST.getlist("files"))


def _register(request: HttpRequest, actor: Actor, services: list[ServiceItem]) -> HttpResponse:
    """登记, and with “登记并领取” take it at once."""
    form = CallForm(request.POST, services=services)
    choosing.offer_visible(form, actor)
    if not form.is_valid():
        return _page(request, actor, form, caller=_person(request.POST.get("applicant", "")), status=422)
    register = site.get(KINDS[form.cleaned_data["kind"]])
    data = {
        **form.data_of_ticket(),
        "channel": form.cleaned_data["channel"],
        "item": int(chosen) if (chosen := form.cleaned_data["item"]) else "",
    }
    try:
        ticket, _repeated = submissions.once(
            request.POST.get("submission", "")[:40],
            actor,
            lambda: doors.create(
                register, data, actor=actor, submit=register.code == "service_request", attachments=tuple(_files(request))
            ),
            register=register.code,
        )  # fmt: skip
    except Refused as refusal:
        for name, sentences in (refusal.errors or {"": [refusal.sentence]}).items():
            form.add_error(name if name in form.fields else None, sentences)
        return _page(
            request, actor, form, caller=_person(request.POST.get("applicant", "")), status=refusal.status
        )
    toast(request, f"已登记 {ticket.number}，优先级 {ticket.priority}。")
    if request.POST.get("then") == "take":
        _take(request, register.code, ticket.pk, actor)
    return go(request, link(HERE, kind=register.code, done=ticket.pk))


def _take(request: HttpRequest, register: str, pk: int, actor: Actor) -> None:
    try:
        toast(request, engine.perform(register, pk, "take", actor=actor).sentence)
    except Refused as refusal:
        toast(request, f"已登记，但没有领取：{refusal.sentence}", tone="warning")


def _page(
    request: HttpRequest, actor: Actor, form: CallForm, *, caller: Person | None, status: int = 200
) -> HttpResponse:
    context = {
        "title": "服务台",
        "subtitle": "来电登记：选人、说一句话、Ctrl+Enter。",
        "crumbs": [{"title": "服务台"}, {"title": "来电登记"}],
        "tiles": queue.figures(actor),
        "form": form,
        "submission": request.POST.get("submission") or uuid4().hex,
        "attachments": loose(_files(request), actor),
        **_hints(ids_of(request.POST.getlist("items")), actor),
        "done": _done(request, actor),
        **_about(caller, actor),
    }
    return render(request, "service_desk/desk.html", context, status=status)


def _done(request: HttpRequest, actor: Actor) -> dict[str, Any] | None:
    """What was written down last, with what usually comes next."""
    register, raw = request.GET.get("kind", ""), request.GET.get("done", "")
    if register not in self_service.MODELS or not raw.isdecimal() or len(raw) > 18:
        return None
    rows = self_service.with_people(self_service.MODELS[register].objects.filter(pk=int(raw)), register)
    ticket = visible(rows, actor, register=register).first()
    return queue.card(ticket, register) if ticket is not None else None
