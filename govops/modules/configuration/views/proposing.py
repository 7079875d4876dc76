"""提议修改: the item's own form, filled in as it should be; what differs becomes a proposal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.norms.documents import cited
from govops.kernel.registers import choosing, doors, site
from govops.kernel.registers.forms import RecordForm
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, go, register_of, toast
from govops.kernel.web.views.forms import _data, _placed
from govops.modules.configuration.actions import proposing
from govops.modules.configuration.rules.common import IN_SERVICE

_NOT_ASKED = frozenset({"enters_as"})


@page("configuration/items/<int:pk>/propose/", name="configuration-propose")
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal from the item's form; saved as a draft, to be looked at and submitted."""
    register_of("item_proposal", request, operation="write")
    register, actor = register_of("configuration_item", request), actor_of(request)
    item: Any = doors.get(register, pk, actor=actor)
    if item.state not in IN_SERVICE:
        raise Refused("只有在用的配置项需要提议修改；此配置项可以直接修改。")
    if request.method != "POST":
        return _page(request, item, doors.form_of(register)(initial=doors.current_data(register, item)))
    data = _data(request)
    try:
        rows = proposing.rows_from(item, data)
        if not rows:
            raise Refused("没有任何改动，请先在表单上改为应有的样子。", status=422)
        made = doors.create(
            site.get("item_proposal"),
            {
                "item": item.pk, "changes": rows, "reason": data.get("reason", ""), "reference": data.get("reference", ""),
                "secrecy_level": item.secrecy_level, "secrecy_years": item.secrecy_years or "",
            },
            actor=actor,
        )  # fmt: skip
    except Refused as refusal:
        trail.refusal(actor=actor, refused=refusal, register="item_proposal")
        return _again(request, item, data, refusal)
    toast(request, f"已存为提议 {made.number}，核对后请提交。")
    return go(request, f"/r/item_proposal/{made.pk}/")


def _again(request: HttpRequest, item: Any, data: Any, refusal: Refused) -> HttpResponse:
    form = doors.form_of(site.get("configuration_item"))(data)
    form.is_valid()
    form.errors.clear()
    for name, sentences in refusal.errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
    return _page(request, item, form, refusal)


def _page(request: HttpRequest, item: Any, form: RecordForm, refusal: Refused | None = None) -> HttpResponse:
    register = site.get("configuration_item")
    choosing.offer_visible(form, actor_of(request))
    choosing.offer_narrowed(form, register)
    form.fields["reason"].required = form.fields["reference"].required = True
    sections = [
        {
            "title": section.title,
            "note": "" if section.is_asked_only else section.note,
            "cites": cited(section.cites) if section.cites else "",
            "fields": [_placed(register, form, name) for name in section.fields if name not in _NOT_ASKED],
        }
        for section in register.form
        if set(section.fields) - _NOT_ASKED
    ]
    context = {
        "title": f"提议修改 {item.name}",
        "crumbs": [
            {"title": register.title, "url": register.url()},
            {"title": item.number, "url": register.url(item.pk)},
            {"title": "提议修改"},
        ],
        "sections": sections,
        "refusal": refusal,
        "back": register.url(item.pk),
    }
    return render(request, "configuration/propose.html", context, status=refusal.status if refusal else 200)
