"""盘点明细: one text box for scanner, keyboard or camera; what was counted, what is still to be found; the report."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from govops.kernel.access import table
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.organization.models import Person
from govops.kernel.printing import verification
from govops.kernel.printing.forms import record_pdf
from govops.kernel.records.visibility import visible
from govops.kernel.registers import site
from govops.kernel.web.pages import page
from govops.kernel.web.paper import paper_of
from govops.kernel.web.views.common import actor_of, typed
from govops.modules.assets.actions import counting
from govops.modules.assets.actions.counting import Counted, Seen
from govops.modules.assets.choices import CountedBy, StocktakeState
from govops.modules.assets.dashboards import stocktakes as gathered
from govops.modules.assets.models import StocktakeDifference
from govops.modules.assets.views.common import may, record_of, sent
from govops.modules.configuration.public import ConfigurationItem, ItemState, ObjectClass

LATEST = "latest"
_MOST_PLACES = 20


def _address(pk: int, path: str = "") -> str:
    return f"/m/assets/stocktakes/{pk}/{path}"


@page("assets/stocktakes/<int:pk>/", name="assets-stocktake")
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines; while it is being counted also the box to count with."""
    stocktake = record_of(request, "stocktake", pk)
    actor = actor_of(request)
    barred = counting.may_count(stocktake, actor)
    seen, told = Seen(), None
    if request.method == "POST":
        if barred:
            raise Refused(barred, status=403)
        seen, told = _count(request, stocktake)
    context = {**_frame(request, stocktake), "barred": barred, "seen": seen, "told": told}
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    is_part = htmx and not htmx.history_restore_request
    return render(request, "assets/counted.html" if is_part else "assets/stocktake.html", context)


def _count(request: HttpRequest, stocktake: Any) -> tuple[Seen, Counted]:
    words = request.POST.get("words", "")[:300]
    try:
        seen = Seen(
            place=_place(request), custodian=_custodian(request), note=request.POST.get("note", "").strip()[:200],
            way=CountedBy.CAMERA if request.POST.get("way") == CountedBy.CAMERA else CountedBy.SCAN,
        )  # fmt: skip
        is_sure = bool(words.strip()) and request.POST.get("confirm", "") == " ".join(words.split())
        return seen, counting.count(stocktake, words, seen, actor=actor_of(request), surplus=is_sure)
    except Refused as refusal:
        return Seen(), Counted(refusal.sentence, "red")


def _place(request: HttpRequest) -> Any:
    raw = request.POST.get("place", "")
    if not raw.isdecimal() or len(raw) > 18:
        return None
    found = _places(request).filter(pk=int(raw)).first()
    if found is None:
        raise Refused("“当前位置”不是房间、机房或机柜，请重新选择。", status=422)
    return found


def _places(request: HttpRequest) -> Any:
    """Rooms, machine rooms and racks that a counter may name."""
    return ConfigurationItem.objects.filter(
        counting.entrusted(actor_of(request)), type__object_class=ObjectClass.PLACE
    ).exclude(state=ItemState.SCRAPPED)


@page("assets/stocktakes/<int:pk>/places/", name="assets-stocktake-places")
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """What the picker of 当前位置 asks: places by name or number, with what they lie in."""
    record_of(request, "stocktake", pk)
    text = typed(request)
    named = Q(name__icontains=text) | Q(number__icontains=text)
    found = list(
        _places(request).filter(named).select_related("location").order_by("name")[: _MOST_PLACES + 1]
    )
    rows = [
        {"id": one.pk, "label": one.name, "note": one.location.name if one.location else one.number}
        for one in found[:_MOST_PLACES]
    ]
    answer = {"results": rows, "more": len(found) > _MOST_PLACES, "heading": "房间、机房、机柜"}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _custodian(request: HttpRequest) -> Person | None:
    raw = request.POST.get("custodian", "")
    if not raw.isdecimal() or len(raw) > 18:
        return None
    return Person.objects.filter(pk=int(raw), is_active=True).first()


def _frame(request: HttpRequest, stocktake: Any) -> dict[str, Any]:
    shown = request.GET.get("result", LATEST if stocktake.state == StocktakeState.COUNTING else "missing")
    progress = gathered.progress(stocktake)
    known = {LATEST, *(one["key"] for one in progress["results"])}
    shown = shown if shown in known else LATEST
    tabs = [
        {"title": "最近清点", "url": f"{_address(stocktake.pk)}?result={LATEST}", "active": shown == LATEST}
    ]
    tabs += [
        {
            "title": one["title"], "count": one["count"], "active": shown == one["key"], "tone": one["tone"] if one["tone"] == "red" else "",
            "url": f"{_address(stocktake.pk)}?result={one['key']}",
        }
        for one in progress["results"]
    ]  # fmt: skip
    lines = gathered.rows(stocktake, actor_of(request), result=shown)
    return {
        "title": f"{stocktake.name} · 清点",
        "subtitle": f"{stocktake.number}　{StocktakeState(stocktake.state).label}",
        "crumbs": [{"title": "资产盘点", "url": "/r/stocktake/"}, {"title": stocktake.number, "url": f"/r/stocktake/{stocktake.pk}/"}, {"title": "清点"}],
        "stocktake": stocktake,
        "progress": progress,
        # Within the page: the place and the person that were told stay in their boxes.
        "tabs": {"kind": "line", "items": tabs, "target": "#counted"},
        "lines": [{"one": line, "tone": gathered.tone(line.result)} for line in lines],
        "most": gathered.MOST,
        "is_full": len(lines) >= gathered.MOST,
        "address": _address(stocktake.pk),
        "opens_items": table.scope_of(actor_of(request), "read", "configuration_item") == "all",
    }  # fmt: skip


@page("assets/stocktakes/<int:pk>/report/", name="assets-stocktake-report")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """盘点报告: the form with its figures and every difference, as PDF; recorded."""
    stocktake, actor = record_of(request, "stocktake", pk), actor_of(request)
    may(request, "print", "stocktake")
    paper = paper_of(
        site.get("stocktake"),
        stocktake,
        actor,
        address=request.build_absolute_uri("/verify/"),
        acts=True,
        files=True,
    )
    paper["title"] = "资产盘点报告"
    paper["tables"] = [*paper["tables"], _differences(stocktake, actor)]  # type: ignore[list-item]
    trail.record(
        actor=actor, operation="print", register="stocktake", record_id=stocktake.pk, number=stocktake.number,
        secrecy_level=stocktake.secrecy_level, summary="打印资产盘点报告",
    )  # fmt: skip
    verification.remember(paper["verification"]["code"], "stocktake", stocktake.pk)
    return sent(record_pdf(paper), "application/pdf", f"资产盘点报告 {stocktake.number}.pdf")


def _differences(stocktake: Any, actor: Any) -> dict[str, Any]:
    rows = visible(
        StocktakeDifference.objects.filter(stocktake=stocktake), actor, register="stocktake_difference"
    ).select_related("item")
    states = site.get("stocktake_difference").process.state_words  # type: ignore[union-attr]
    return {
        "title": "盘点差异",
        "columns": ["编号", "资产", "差异", "账面", "实际", "处理意见", "状态"],
        "widths": [2.2, 3, 1.5, 2.2, 2.2, 1.6, 1.4],
        "rows": [
            [
                one.number, f"{one.item.number} {one.item.name}" if one.item else "（台账外）", one.get_kind_display(), one.expected,
                one.seen, one.get_decision_display(), states.get(one.state, ""),
            ]
            for one in rows.order_by("id")
        ],
    }  # fmt: skip
