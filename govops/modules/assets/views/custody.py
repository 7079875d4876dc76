"""我的资产: what stands in one's name, and one's word once a year that it is there; how far all are with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.answers import Refused
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, go, toast
from govops.modules.assets.actions.custody import Word, say
from govops.modules.assets.dashboards import custody
from govops.modules.assets.views.common import STAFF

HOME = "/m/assets/mine/"
READERS = STAFF | {"unit_head"}


@page("assets/mine/", name="assets-mine")
def mine(request: HttpRequest) -> HttpResponse:
    """One's own things; posted, what one says of them."""
    refusal = None
    if request.method == "POST":
        try:
            many = say(_words(request), actor=actor_of(request))
        except Refused as refused:
            refusal = refused
        else:
            toast(request, f"已确认 {many} 项资产，谢谢。")
            return go(request, HOME)
    return _mine(request, refusal)


def _words(request: HttpRequest) -> dict[int, Word]:
    """What was ticked for each thing; what nothing was ticked for is left open."""
    words: dict[int, Word] = {}
    for name, value in request.POST.items():
        pk = name.removeprefix("here-")
        if name != pk and pk.isdecimal() and len(pk) < 19 and value in {"yes", "no"}:
            words[int(pk)] = Word(value == "yes", request.POST.get(f"note-{pk}", ""))
    if not words:
        raise Refused("请逐项选择“在”或“不在”，再点“确认”。", status=422)
    return words


def _mine(request: HttpRequest, refusal: Refused | None) -> HttpResponse:
    actor, year = actor_of(request), moment.today().year
    rows = custody.own(actor, year) if actor.person else []
    said = sum(1 for one in rows if one.said)
    opens = bool(table.scope_of(actor, "read", "configuration_item"))
    context = {
        "title": "我的资产",
        "subtitle": f"{year} 年度自查：共 {len(rows)} 项，已确认 {said} 项" if rows else "您名下没有资产",
        "crumbs": [{"title": "资源"}, {"title": "我的资产"}],
        "rows": [_row(request, one) for one in rows],
        "refusal": refusal,
        "year": year,
        "is_done": bool(rows) and said == len(rows),
        "opens": opens,
    }
    return render(request, "assets/mine.html", context, status=refusal.status if refusal else 200)


def _row(request: HttpRequest, one: custody.Own) -> dict[str, Any]:
    """The thing with what was typed, else what was said, else: it is here."""
    typed = request.POST.get(f"here-{one.item.pk}")
    said = "yes" if one.said is None or one.said.is_here else "no"
    note = request.POST.get(f"note-{one.item.pk}", one.said.note if one.said else "")
    return {"item": one.item, "said": one.said, "here": typed or said, "note": note}


@page("assets/custody/", name="assets-custody", roles=READERS)
def overview(request: HttpRequest) -> HttpResponse:
    """How far the units are, what is said to be away, what the departed have left."""
    actor, year = actor_of(request), moment.today().year
    items = custody.held(actor)
    units = custody.progress(items, year)
    count, said = sum(one.count for one in units), sum(one.said for one in units)
    context = {
        "title": "自查与离岗",
        "subtitle": f"{year} 年度自查：{count:,} 项资产，已确认 {said:,} 项",
        "crumbs": [{"title": "资源"}, {"title": "自查与离岗"}],
        "units": units,
        "missing": custody.missing(items, year),
        "left": custody.left_behind(items),
        "writes": bool(table.may(actor, "write", "hand_over")),
    }
    return render(request, "assets/custody.html", context)
