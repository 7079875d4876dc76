"""基线比较: a baseline with another, or with how things stand; a page and a workbook."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access.answers import Refused
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.records.visibility import visible
from govops.kernel.sheets.plan import SheetColumn
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of
from govops.modules.assets.actions.baselines import ITEM, RELATION, still_holds
from govops.modules.assets.comparing import Comparison, Difference, Picture, all_kept, compare, kept, present
from govops.modules.assets.models import Baseline
from govops.modules.assets.views.common import record_of, workbook

NOW = "now"
MOST = 200
_CHOICES = 50
WAYS = {"added": "新增", "removed": "消失", "changed": "改动"}
KINDS = {ITEM: "配置项", RELATION: "关系"}
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


def _asked(request: HttpRequest, pk: int) -> tuple[Baseline, Baseline | None, list[Baseline]]:
    """The baseline, the one to compare it with (None: how things stand now), and all others to choose from."""
    rows = visible(Baseline.objects.all(), actor_of(request), register="baseline")
    newest: list[Any] = list(
        rows.select_related("type", "owner_unit", "location").order_by("-taken_at", "-pk")[:_CHOICES]
    )
    known = {one.pk: one for one in newest}
    baseline = _opened(request, known.get(pk), pk)
    raw = request.GET.get("with", NOW)
    other = None
    if raw not in {NOW, ""}:
        if not raw.isdecimal() or len(raw) > 18:
            raise Refused("没有这条基线，请从列表中选择。", status=404)
        other = _opened(request, known.get(int(raw)), int(raw))
    return baseline, other, [one for one in newest if one.pk != pk]


def _opened(request: HttpRequest, known: Baseline | None, pk: int) -> Baseline:
    """As it was read already, unless reading it leaves a trace."""
    if known is not None and not known.is_restricted and known.secrecy_level < SecrecyLevel.CONFIDENTIAL:
        return known
    found: Baseline = record_of(request, "baseline", pk)
    return found


def _compared(request: HttpRequest, baseline: Baseline, other: Baseline | None) -> tuple[Comparison, Picture]:
    """The comparison, the earlier one always on the left; and what the baseline itself holds."""
    pictures = all_kept(baseline, other) if other else [kept(baseline), present(baseline)]
    held = pictures[0]
    if other and other.taken_at and baseline.taken_at and other.taken_at < baseline.taken_at:
        pictures.reverse()
    return compare(pictures[0], pictures[1], actor_of(request)), held


@page("assets/baselines/<int:pk>/", name="assets-baseline")
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new, gone or changed; and whether the kept rows still match the signed digest."""
    baseline, other, others = _asked(request, pk)
    found, held = _compared(request, baseline, other)
    holds = still_holds(baseline, ((*key, facts) for key, facts in held.items()))
    way = request.GET.get("way", "")
    of = request.GET.get("of", "")
    among = getattr(found, way) if way in WAYS else found.all
    shown = [one for one in among if one.register == of] if of in KINDS else among
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
        "kinds": [
            {"title": title, "url": _url(pk, other, way) + f"&of={code}", "active": of == code, "count": sum(1 for one in among if code in {"", one.register})}
            for code, title in (("", "全部"), *KINDS.items())
        ],
    }  # fmt: skip
    return render(request, "assets/baseline.html", context)


def _url(pk: int, other: Baseline | None, way: str, path: str = "") -> str:
    return f"/m/assets/baselines/{pk}/{path}?with={other.pk if other else NOW}" + (
        f"&way={way}" if way else ""
    )


def _row(one: Difference) -> dict[str, Any]:
    kind = KINDS[one.register]
    return {"one": one, "kind": kind, "way": WAYS[one.way], "tone": TONES[one.way]}


@page("assets/baselines/<int:pk>/export/", name="assets-baseline-export")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The comparison as a workbook, a line a changed fact."""
    baseline, other, _others = _asked(request, pk)
    found, _held = _compared(request, baseline, other)
    rows = [line for one in found.all for line in _lines(one)]
    return workbook(request, f"基线比较 {baseline.number}", COLUMNS, rows, register="baseline")


def _lines(one: Difference) -> list[list[Any]]:
    head = [WAYS[one.way], KINDS[one.register], one.number, one.name]
    return [[*head, change.title, change.before, change.after] for change in one.changes] or [
        [*head, "", "", ""]
    ]
