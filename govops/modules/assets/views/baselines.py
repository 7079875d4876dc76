"""基线比较: a baseline with another, or with how things stand; a page and a workbook."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access.answers import Refused
from govops.kernel.records.visibility import visible
from govops.kernel.registers import doors, site
from govops.kernel.sheets.plan import SheetColumn
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of
from govops.modules.assets.actions.baselines import ITEM, still_holds
from govops.modules.assets.comparing import Comparison, Difference, Picture, compare, kept, present
from govops.modules.assets.models import Baseline
from govops.modules.assets.views.common import record_of, workbook

NOW = "now"
MOST = 200
WAYS = {"added": "新增", "removed": "消失", "changed": "改动"}
TONES = {"added": "green", "removed": "red", "changed": "amber"}
COLUMNS = (
    SheetColumn("way", "差异"),
    SheetColumn("register", "对象"),
    SheetColumn("number", "编号"),
    SheetColumn("name", "名称"),
    SheetColumn("field", "项目"),
    SheetColumn("before", "基线"),
    SheetColumn("after", "比较对象"),
)


def _other(request: HttpRequest) -> Baseline | None:
    """The baseline to compare with; None: how things stand now."""
    raw = request.GET.get("with", NOW)
    if raw in {NOW, ""}:
        return None
    if not raw.isdecimal() or len(raw) > 18:
        raise Refused("没有这条基线，请从列表中选择。", status=404)
    found: Any = doors.get(site.get("baseline"), int(raw), actor=actor_of(request))
    return found


def _compared(
    request: HttpRequest, baseline: Baseline, other: Baseline | None, *, held: Picture
) -> Comparison:
    """The earlier one is always the left one; `held` is what the baseline itself holds."""
    pictures = [held, kept(other) if other else present(baseline)]
    if other and other.taken_at and baseline.taken_at and other.taken_at < baseline.taken_at:
        pictures.reverse()
    return compare(pictures[0], pictures[1], actor_of(request))


@page("assets/baselines/<int:pk>/", name="assets-baseline")
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new, gone or changed; and whether the kept rows still match the signed digest."""
    baseline, other = record_of(request, "baseline", pk), _other(request)
    held = kept(baseline)
    found = _compared(request, baseline, other, held=held)
    others = visible(Baseline.objects.exclude(pk=pk), actor_of(request), register="baseline").order_by(
        "-taken_at"
    )[:50]
    holds = still_holds(baseline, ((*key, facts) for key, facts in held.items()))
    way = request.GET.get("way", "")
    shown = getattr(found, way) if way in WAYS else found.all
    context = {
        "title": f"比较：{baseline.name}",
        "subtitle": f"{baseline.number}　与{f'{other.number} {other.name}' if other else '现状'}比较",
        "crumbs": [{"title": "配置基线", "url": "/r/baseline/"}, {"title": baseline.number, "url": f"/r/baseline/{pk}/"}, {"title": "比较"}],
        "baseline": baseline,
        "other": other,
        "others": others,
        "holds": holds,
        "tiles": [
            {"title": WAYS[code], "value": len(getattr(found, code)), "unit": "项", "tone": TONES[code] if getattr(found, code) else "", "url": _url(pk, other, code)}
            for code in WAYS
        ] + [{"title": "未变", "value": found.same, "unit": "项", "url": ""}],
        "rows": [_row(one) for one in shown[:MOST]],
        "is_cut": len(shown) > MOST,
        "most": MOST,
        "total": len(shown),
        "export_url": f"{_url(pk, other, '', 'export/')}",
        "all_url": _url(pk, other, ""),
        "way": way,
    }  # fmt: skip
    return render(request, "assets/baseline.html", context)


def _url(pk: int, other: Baseline | None, way: str, path: str = "") -> str:
    return f"/m/assets/baselines/{pk}/{path}?with={other.pk if other else NOW}" + (
        f"&way={way}" if way else ""
    )


def _row(one: Difference) -> dict[str, Any]:
    kind = "配置项" if one.register == ITEM else "关系"
    return {"one": one, "kind": kind, "way": WAYS[one.way], "tone": TONES[one.way]}


@page("assets/baselines/<int:pk>/export/", name="assets-baseline-export")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The comparison as a workbook, a line a changed fact."""
    baseline = record_of(request, "baseline", pk)
    found = _compared(request, baseline, _other(request), held=kept(baseline))
    rows = [line for one in found.all for line in _lines(one)]
    return workbook(request, f"基线比较 {baseline.number}", COLUMNS, rows, register="baseline")


def _lines(one: Difference) -> list[list[Any]]:
    head = [WAYS[one.way], "配置项" if one.register == ITEM else "关系", one.number, one.name]
    return [[*head, change.title, change.before, change.after] for change in one.changes] or [
        [*head, "", "", ""]
    ]
