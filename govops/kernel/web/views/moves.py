"""Doing a verb: the decision box, the dialogs, the bulk bar. A refusal changes nothing and keeps the opinion."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.processes import engine, inbox, moving, offers
from govops.kernel.processes.declarations import APPROVAL_VERBS, Deed
from govops.kernel.processes.models import ProcessRun
from govops.kernel.registers import doors, second_look, site
from govops.kernel.registers.declarations import Register
from govops.kernel.registers.forms import compile_form
from govops.kernel.registers.widgets import RowsInput
from govops.kernel.web import bulk_pages
from govops.kernel.web.decision import signing
from govops.kernel.web.views import bulk as bulks
from govops.kernel.web.views import detail
from govops.kernel.web.views.common import actor_of, back_of, go, link, register_of, toast

_DECISIONS = {"approve", "refuse", "return", "transfer"}
#: verbs after which the person stays with the record
_STAYING = {"submit", "urge", "take_back", "revoke", "circulate", "add_signer"}


def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The decision box and the plain buttons: `move` names the verb."""
    register = register_of(code, request)
    if request.method != "POST":
        return go(request, register.url(pk))
    record = doors.get(register, pk, actor=actor_of(request))
    verb = request.POST.get("move", "")
    opinion = request.POST.get("opinion", "")
    try:
        done = engine.perform(
            code, pk, verb, actor=actor_of(request), data=_plain(request), version=_version(request)
        )
    except Refused as refusal:
        fresh = doors.get(register, record.pk, actor=actor_of(request))
        context = detail.page_of(
            request, register, fresh, actor_of(request), error=refusal.sentence, opinion=opinion
        )
        return render(request, "records/detail.html", context, status=refusal.status)
    return _done(request, register, pk, verb, done.sentence)


def _plain(request: HttpRequest) -> dict[str, Any]:
    data: dict[str, Any] = {
        name: request.POST.get(name, "") for name in ("opinion", "signature", "key_id", "digest", "to_step")
    }
    data["people"] = [value for value in request.POST.getlist("people") if value.isdigit()]
    return data


def _version(request: HttpRequest) -> int | None:
    raw = request.POST.get("version", "")
    return int(raw) if raw.isdigit() else None


def _done(request: HttpRequest, register: Register, pk: int, verb: str, sentence: str) -> HttpResponse:
    """Back to the same list and on to the next item."""
    toast(request, sentence)
    back = back_of(request, register.url())
    actor = actor_of(request)
    if back.startswith("/m/"):
        return go(request, back)
    is_from_inbox = back == "/" or back.startswith("/inbox/")
    if actor.person is not None and (verb in _DECISIONS or (is_from_inbox and verb not in _STAYING)):
        following = (
            inbox.todo(actor.person).exclude(register=register.code, record_id=pk).first()
            if is_from_inbox
            else None
        )
        if following is not None:
            toast(request, f"接着办下一件：{following.run.title}", tone="info")
            return go(request, link(site.get(following.register).url(following.record_id), back=back))
        return go(request, back)
    return go(request, link(register.url(pk), back=back))


def do(request: HttpRequest, code: str, pk: int, verb: str) -> HttpResponse:
    """A verb that asks for something, in a dialog that also has an address of its own."""
    register = register_of(code, request)
    actor = actor_of(request)
    record = doors.get(register, pk, actor=actor)
    offer = _offer(register, record, verb, actor)
    form = _move_form(register, record, offer, request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST":
        data = _plain(request)
        try:
            if not form.is_valid():
                first = next(iter(form.errors.values()))[0]
                raise Refused(str(first), status=422, errors=_told(form))
            data |= {name: form.cleaned_data[name] for name in offer.asks if name in form.cleaned_data}
            done = engine.perform(code, pk, verb, actor=actor, data=data, version=_version(request))
            return _done(request, register, pk, verb, done.sentence)
        except Refused as refused:
            refusal = refused
            second_look.complete_move(refused, register, pk, verb, data | form.cleaned_data, actor=actor)
            for name, sentences in refused.errors.items():
                if name in form.fields and name not in form.errors:
                    form.add_error(name, sentences)
    return _dialog(request, register, record, offer, form, refusal)


def _told(form: Any) -> dict[str, list[str]]:
    return {name: [str(one) for one in sentences] for name, sentences in form.errors.items()}


def _offer(register: Register, record: Any, verb: str, actor: Any) -> offers.Offer:
    if register.process is None:
        raise Refused("此类记录没有办理流程。", status=404)
    if verb in APPROVAL_VERBS:
        asks_people = {"transfer": "one", "add_signer": "one", "circulate": "many"}.get(verb, "")
        opinion = {"submit": "none", "refuse": "required", "return": "required"}.get(verb, "optional")
        signed = verb in {"submit", "approve", "refuse", "return"}
        return offers.Offer(
            verb, APPROVAL_VERBS[verb], opinion=opinion, asks_people=asks_people, signed=signed
        )
    if verb not in register.process.moves:
        raise Refused(f"“{register.name_of_form}”没有“{verb}”这个动作。", status=404)
    move = register.process.moves[verb]
    return offers.offer_of(verb, move, moving.refusal_of(move, record, Deed(actor=actor, at=moment.now())))


def _move_form(register: Register, record: Any, offer: offers.Offer, data: Any) -> Any:
    if not offer.asks:
        return django_forms.Form(data)
    assert register.process is not None
    form = compile_form(register.model, offer.asks)
    initial = {name: getattr(record, record._meta.get_field(name).attname) for name in offer.asks}
    made = form(data, initial=initial)
    for name in register.process.moves[offer.verb].requires:
        made.fields[name].required = True
    for field in made.fields.values():
        if isinstance(field.widget, RowsInput | django_forms.Textarea):
            field.look = {"wide": True}  # type: ignore[attr-defined]
    return made


def _dialog(
    request: HttpRequest,
    register: Register,
    record: Any,
    offer: offers.Offer,
    form: Any,
    refusal: Refused | None,
) -> HttpResponse:
    run = ProcessRun.objects.filter(register=register.code, record_id=record.pk).first()
    move = register.process.moves.get(offer.verb) if register.process else None
    passed = (
        offers.situation(run, record, register.process, actor_of(request)).passed
        if run and offer.verb == "return" and register.process
        else []
    )
    context = {
        "register": register,
        "record": record,
        "offer": offer,
        "move": move,
        "form": form,
        "refusal": refusal,
        "more": _said_nowhere(refusal, form),
        "passed": passed,
        "to_step": request.POST.get("to_step", ""),
        "opinion": request.POST.get("opinion", ""),
        "back": back_of(request, register.url()),
        "people_picker": {
            "name": "people",
            "id": "id_people",
            "url": "/pick/people/",
            "multiple": offer.asks_people == "many",
            "values": [],
            "kind": "people",
            "required": True,
        },
        "chain": offers.chain(record, register.process)
        if offer.verb == "submit" and register.process
        else [],
        "attributes": signing(actor_of(request), register, record) if offer.signed else {},
        "title": f"{offer.title}：{record.number}",
    }
    template = "records/move.html" if request.headers.get("HX-Request") else "records/move_page.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


def _said_nowhere(refusal: Refused | None, form: Any) -> list[str]:
    """What a refusal says besides its first sentence, of no field that the dialog shows."""
    errors = refusal.errors if refusal else {}
    elsewhere = (one for name, sentences in errors.items() if name not in form.fields for one in sentences)
    return [one for one in elsewhere if refusal and one != refusal.sentence]


def bulk(request: HttpRequest, code: str) -> HttpResponse:
    """One verb that asks for nothing, on many records; or the page of a module that takes them."""
    register = register_of(code, request)
    ids, move = bulks.chosen(request.POST.getlist("ids")), request.POST.get("move", "")
    if page := bulk_pages.address(code, move, ids, actor_of(request)):
        return go(request, page)
    return bulks.perform_all(request, register, move, ids, _plain(request))
