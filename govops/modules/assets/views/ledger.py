"""资产台账: filter, tick, and print labels or write the paper that moves what was ticked."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.answers import Refused
from govops.kernel.organization.models import Person, Unit
from govops.kernel.records.counting import COUNT_LIMIT
from govops.kernel.registers import doors
from govops.kernel.sheets.plan import SheetColumn
from govops.kernel.web.pages import page
from govops.kernel.web.views import forms
from govops.kernel.web.views.common import actor_of, go, register_of, with_params
from govops.modules.assets.dashboards import labels, ledger
from govops.modules.assets.depreciation import Terms
from govops.modules.assets.models.hand_overs import MOST_THINGS
from govops.modules.assets.things import money
from govops.modules.assets.views.common import STAFF, filter_of, workbook
from govops.modules.configuration.public import ConfigurationItem, Funding, ItemState

HOME = "/m/assets/ledger/"
READERS = STAFF | {"unit_head"}
PAPERS = {"hand_over": "填写交接单", "scrap_request": "填写报废单"}
_MOST_ROWS = 20_000
COLUMNS = (
    SheetColumn("number", "配置项编号"), SheetColumn("asset", "资产编号"), SheetColumn("card", "财务卡片号"), SheetColumn("name", "名称"),
    SheetColumn("type", "类型"), SheetColumn("brand", "品牌"), SheetColumn("model", "型号"), SheetColumn("serial", "序列号"),
    SheetColumn("unit", "责任部门"), SheetColumn("custodian", "责任人"), SheetColumn("place", "位置"), SheetColumn("funding", "资金来源"),
    SheetColumn("bought", "购置日期", "date"), SheetColumn("original", "原值（元）", "decimal"), SheetColumn("years", "折旧年限", "integer"),
    SheetColumn("net", "净值（元）", "decimal"), SheetColumn("warranty", "保修期止", "date"), SheetColumn("state", "状态"),
)  # fmt: skip
TITLES = (
    "资产",
    "资产编号",
    "品牌型号",
    "责任部门",
    "位置",
    "资金、购置",
    "原值（元）",
    "净值（元）",
    "状态",
)


@page("assets/ledger/", name="assets-ledger", roles=READERS)
def index(request: HttpRequest) -> HttpResponse:
    """The assets with their totals."""
    actor, today, params = actor_of(request), moment.today(), request.GET
    items = ledger.chosen(params, actor)
    sums = ledger.sums(items, today)
    found = ledger.page(items, params, total=min(sums.count, COUNT_LIMIT + 1))
    terms = Terms.in_force()
    context = {
        "title": "资产台账",
        "subtitle": f"在账的实物与软件资产 {sums.count:,} 项，原值 {money(sums.original)} 元，净值 {money(sums.net)} 元（{today}）",
        "crumbs": [{"title": "资源"}, {"title": "资产台账"}],
        "filters": _filters(request),
        "table": {
            "id": "rows", "caption": "资产台账", "columns": [{"title": title, "class": "cell-amount" if title.endswith("（元）") else ""} for title in TITLES],
            "rows": [ledger.row(item, today, terms) for item in found.rows],
            "selectable": bool(found.rows),
            "bulk": {"url": f"{HOME}selected/", "back": request.get_full_path(), "actions": _actions(request), "all_count": sums.count if sums.count > len(found.rows) else None},
            "empty": {"icon": "cash", "title": "没有符合条件的资产", "text": "放宽条件再看；资产在“配置项”登记。", "actions": [{"url": HOME, "label": "看全部", "primary": False}]},
        },
        "pager": {
            "previous_url": with_params(params, drop=("after",), before=found.previous_cursor) if found.previous_cursor else "",
            "next_url": with_params(params, drop=("before",), after=found.next_cursor) if found.next_cursor else "",
            "words": f"{sums.count:,} 项",
        },
        "export_url": f"{HOME}export/?{params.urlencode()}",
        "may_export": bool(table.may(actor, "export", ledger.REGISTER)),
    }  # fmt: skip
    return render(request, "assets/ledger.html", context)


def _actions(request: HttpRequest) -> list[dict[str, str]]:
    actor = actor_of(request)
    told = [{"value": "labels", "label": "打印标签"}] if actor.roles & labels.PRINTERS else []
    return told + [
        {"value": code, "label": title} for code, title in PAPERS.items() if table.may(actor, "write", code)
    ]


def _filters(request: HttpRequest) -> dict[str, Any]:
    """Chips that are also the address."""
    this_year = moment.today().year
    years = [("none", "未填"), *((str(year), f"{year} 年") for year in range(this_year, this_year - 12, -1))]
    choices = (
        ("object_class", "大类", [(one.value, one.label) for one in ledger.CLASSES]),
        ("funding", "资金来源", [*Funding.choices, ("none", "未填")]),
        ("state", "状态", list(ItemState.choices)),
        ("bought", "购置年份", years),
    )
    picked: tuple[tuple[str, str, str, type], ...] = (
        ("owner_unit", "责任部门", "units", Unit), ("custodian", "责任人", "people", Person),
        ("location", "位置", "configuration_item", ConfigurationItem),
    )  # fmt: skip
    made = [filter_of(request, name, title, options=options) for name, title, options in choices]
    made += [
        filter_of(request, name, title, kind=kind, model=model, at="ledger")
        for name, title, kind, model in picked
    ]
    q = request.GET.get("q", "")
    active = [chip for one in made for chip in one.pop("active")]
    if q:
        active.append(
            {"label": f"含“{q}”", "remove_url": with_params(request.GET, drop=("q", "after", "before"))}
        )
    return {
        "action": HOME, "hidden": [], "active": active, "available": made, "clear_url": HOME if active else "",
        "search": {"name": "q", "value": q, "placeholder": "名称、编号、序列号", "hidden": _kept(request, "q")},
    }  # fmt: skip


def _kept(request: HttpRequest, but: str) -> list[dict[str, str]]:
    return [
        {"name": name, "value": value}
        for name, values in request.GET.lists()
        if name not in {but, "after", "before"}
        for value in values
        if value
    ]


@page("assets/ledger/selected/", name="assets-ledger-selected", roles=READERS)
def selected(request: HttpRequest) -> HttpResponse:
    """What was ticked, or all that matches, goes on to its labels or its paper."""
    move, back = request.POST.get("move", ""), QueryDict(request.POST.get("back", "").partition("?")[2])
    is_everything = bool(request.POST.get("all_matching"))
    if move == "labels" and is_everything:
        return go(request, f"/m/assets/labels/?{_filters_of(back) or urlencode({'state': 'in_use'})}")
    ids = [pk for pk in request.POST.getlist("ids") if pk.isdecimal() and len(pk) < 19]
    if is_everything:
        rows = ledger.chosen(back, actor_of(request)).order_by("pk").values_list("pk", flat=True)
        ids = [str(pk) for pk in rows[: MOST_THINGS + 1]]
    if not ids:
        raise Refused("请先勾选资产，再选择要办的事。", status=422)
    if move == "labels":
        return go(request, f"/m/assets/labels/?{urlencode({'ids': ids}, doseq=True)}")
    if move not in PAPERS:
        raise Refused("没有这个办理动作，请从页面下方的按钮选择。", status=404)
    if len(ids) > MOST_THINGS:
        raise Refused(f"一张单最多 {MOST_THINGS} 项，请缩小范围后分开办理。", status=422)
    return go(request, f"/m/assets/papers/{move}/?{urlencode({'items': ids}, doseq=True)}")


def _filters_of(query: QueryDict) -> str:
    kept = query.copy()
    for name in ledger.OWN:
        kept.pop(name, None)
    return kept.urlencode()


@page("assets/papers/<slug:kind>/", name="assets-paper")
def paper(request: HttpRequest, kind: str) -> HttpResponse:
    """A new hand-over or scrap request with many items filled in; posted, it is saved as any other."""
    if kind not in PAPERS:
        raise Refused("没有这种单据。", status=404)
    register = register_of(kind, request, operation="write")
    if request.method == "POST":
        return forms.new(request, kind)
    ids = [int(pk) for pk in request.GET.getlist("items") if pk.isdecimal() and len(pk) < 19]
    initial = {**forms._initial(register, request), "items": ids[:MOST_THINGS]}
    return forms._page(request, register, doors.form_of(register)(initial=initial))


@page("assets/ledger/export/", name="assets-ledger-export", roles=READERS)
def export(request: HttpRequest) -> HttpResponse:
    """The ledger as a workbook."""
    today, terms = moment.today(), Terms.in_force()
    items = ledger.chosen(request.GET, actor_of(request), operation="export").order_by("number")
    if items.count() > _MOST_ROWS:
        raise Refused(f"一次最多导出 {_MOST_ROWS:,} 项，请按部门或大类分次导出。", status=422)
    rows = (ledger.sheet_row(item, today, terms) for item in items.iterator(chunk_size=2000))
    return workbook(request, f"资产台账 {today}", COLUMNS, rows, register=ledger.REGISTER)
