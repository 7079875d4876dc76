"""One verb on many records: at once, or after a dialog that asks once for all of them what the verb asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access.answers import Refused
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Move
from govops.kernel.registers import choosing, doors
from govops.kernel.registers.declarations import Register
from govops.kernel.registers.forms import compile_form
from govops.kernel.web.views.common import actor_of, back_of, dialog, register_of

LIMIT = 200


def chosen(raw: list[str]) -> list[int]:
    """The ids that were ticked, at most LIMIT."""
    return [int(pk) for pk in raw if pk.isdecimal() and len(pk) < 19][:LIMIT]


def perform_all(
    request: HttpRequest, register: Register, verb: str, ids: list[int], data: Mapping[str, Any]
) -> HttpResponse:
    """Each record in its own transaction; the page tells each row its result."""
    results = [_one(request, register, verb, pk, data) for pk in ids]
    context = {
        "register": register,
        "title": "批量办理结果",
        "crumbs": [{"title": register.title, "url": register.url()}, {"title": "批量办理结果"}],
        "results": results,
        "done": sum(1 for row in results if row["ok"]),
        "back": back_of(request, register.url()),
    }
    return render(request, "records/bulk.html", context)


def _one(
    request: HttpRequest, register: Register, verb: str, pk: int, data: Mapping[str, Any]
) -> dict[str, Any]:
    record = None
    try:
        record = doors.get(register, pk, actor=actor_of(request))
        if record.secrecy_level >= 2:
            raise Refused("涉密事项须逐件办理，不能批量。")
        done = engine.perform(register.code, pk, verb, actor=actor_of(request), data=data)
        return {"record": record, "sentence": done.sentence, "ok": True}
    except Refused as refusal:
        return {"record": record, "sentence": refusal.sentence, "ok": False}


def ask(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """The dialog of a bulk verb that asks for something; posted, it is done on all that were ticked."""
    register = register_of(code, request)
    move = register.process.moves.get(verb) if register.process else None
    if move is None or verb not in register.bulk:
        raise Refused(f"“{register.title}”不能批量办理这个动作。", status=404)
    posted = request.POST if request.method == "POST" else None
    form = _form(register, move)(posted)
    for name in move.requires:
        form.fields[name].required = True
    choosing.offer_visible(form, actor_of(request))
    ids = chosen((posted or request.GET).getlist("ids"))
    if posted is not None and form.is_valid():
        opinion = request.POST.get("opinion", "")
        return perform_all(request, register, verb, ids, {**form.cleaned_data, "opinion": opinion})
    context = {
        "register": register,
        "move": move,
        "verb": verb,
        "ids": ids,
        "form": form,
        "opinion": request.POST.get("opinion", ""),
        "back": back_of(request, register.url()),
        "title": f"批量{move.title}",
    }
    return dialog(request, "records/bulk_ask.html", context, status=422 if posted is not None else 200)


def _form(register: Register, move: Move) -> Any:
    return compile_form(register.model, move.asks)


__all__ = ["LIMIT", "ask", "chosen", "perform_all"]
