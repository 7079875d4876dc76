"""服务指标: values against targets, twelve periods of trend, every number a way to its records."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from govops.kernel.access import table
from govops.kernel.access.answers import Refused
from govops.kernel.norms.obligations import Period
from govops.kernel.records.visibility import visible
from govops.kernel.registers import doors, site
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, go, toast
from govops.modules.reports import workload as works
from govops.modules.reports.choices import READERS, ReportKind, ReportState
from govops.modules.reports.gathering import Figures, gather, repeated_things
from govops.modules.reports.indicators import BY_CODE, INDICATORS, Indicator, told
from govops.modules.reports.measures import INCIDENTS, url_of
from govops.modules.reports.models import ServiceReport
from govops.modules.reports.periods import after, before, chosen, short, until, words

STAFF = frozenset(READERS)
KINDS = {ReportKind.WEEK: "周", ReportKind.MONTH: "月", ReportKind.QUARTER: "季", ReportKind.YEAR: "年"}
HEADLINES = ("tickets", "incident_resolution", "resolve_on_time", "agreement_met", "satisfaction", "majors")
CHARTED = ("tickets", "incident_resolution", "repair_time", "respond_on_time", "resolve_on_time", "agreement_met", "first_line", "satisfaction")  # fmt: skip
HOME = "/m/reports/"


def address(kind: ReportKind, period: Period, path: str = "") -> str:
    return f"{HOME}{path}?kind={kind.value}&at={period.first.isoformat()}"


def _frame(request: HttpRequest, path: str = "") -> dict[str, Any]:
    """What the pages share: the period, its neighbours, and the way from one page to the other."""
    kind, period = chosen(request.GET.get("kind", ""), request.GET.get("at", ""))
    actor = actor_of(request)
    report = (
        visible(ServiceReport.objects.filter(kind=kind, first=period.first), actor, register="service_report")
        .exclude(state__in=(ReportState.CANCELLED, ReportState.REFUSED))
        .first()
    )
    return {
        "kind": kind,
        "period": period,
        "title": "服务指标",
        "subtitle": f"{words(kind, period)}（{period.first} 至 {period.last}）",
        "crumbs": [{"title": "服务报告"}, {"title": "服务指标"}],
        "tabs": {
            "kind": "views",
            "items": [
                {"title": f"按{word}", "url": address(one, period, path), "active": one == kind}
                for one, word in KINDS.items()
            ],
        },
        "earlier_url": address(kind, before(kind, period), path),
        "later_url": address(kind, after(kind, period), path),
        "pages": [
            {"title": "指标", "url": address(kind, period), "active": path == ""},
            {"title": "工作量", "url": address(kind, period, "workload/"), "active": path == "workload/"},
            {"title": "重复事件", "url": address(kind, period, "repeated/"), "active": path == "repeated/"},
        ],
        "report": report,
        "may_report": bool(table.may(actor, "write", "service_report")),
    }


@page("reports/", name="reports", roles=STAFF)
def index(request: HttpRequest) -> HttpResponse:
    """The indicators of one period."""
    frame = _frame(request)
    kind, period = frame["kind"], frame["period"]
    figures = gather(kind, until(kind, period), actor_of(request))
    last = before(kind, period)
    rows = [
        {**told(one, figures, period, last), "tone": _tone(one, figures, period), "lists": one.drilled(figures, period)}
        for one in INDICATORS
    ]  # fmt: skip
    by_code = {row["code"]: row for row in rows}
    context = {
        **frame,
        "rows": rows,
        "tiles": [_tile(by_code[code]) for code in HEADLINES],
        "charts": [_chart(BY_CODE[code], figures) for code in CHARTED],
    }
    return render(request, "reports/indicators.html", context)


def _tone(one: Indicator, figures: Figures, period: Period) -> str:
    met = one.is_met(one.compute(figures, period))
    return {True: "green", False: "red", None: ""}[met]


def _tile(row: dict[str, Any]) -> dict[str, Any]:
    change = row["change"]
    way = "" if not change else f"比上期{'升' if change > 0 else '降'} {abs(change):,.1f}".removesuffix(".0")
    first = row["lists"][0].url if row["lists"] else ""
    return {
        "title": row["title"], "value": row["shown"], "unit": row["unit"] if row["value"] is not None else "", "tone": row["tone"],
        "sub": f"目标 {row['target']}" if row["target"] else "", "trend": {"words": way or "与上期持平", "tone": "muted"}, "url": first,
    }  # fmt: skip


def _chart(one: Indicator, figures: Figures) -> dict[str, Any]:
    values = [one.compute(figures, period) for period in figures.periods]
    goal = one.goal()
    known = [value for value in values if value is not None]
    data: dict[str, Any] = {
        "kind": "line" if one.bottom else "bar",
        "categories": [short(figures.kind, period) for period in figures.periods],
        "unit": one.unit,
        "series": [{"name": one.title, "values": values, "area": bool(one.bottom)}],
        "links": [address(figures.kind, period) for period in figures.periods],
    }
    if goal is not None and known:
        data["marks"] = [{"name": "目标", "value": goal}]
    if one.unit == "%" and known:
        data |= {"max": 100, "min": max(0, int(min([*known, goal or 100])) // 10 * 10 - 10)}
    return {
        "id": f"chart-{one.code}",
        "title": one.title,
        "sub": "近十二期",
        "height": "s",
        "data": data,
        "empty": "这几期没有数据。" if not known else "",
    }


@page("reports/workload/", name="reports-workload", roles=STAFF)
def workload(request: HttpRequest) -> HttpResponse:
    """工作量特征: tickets by category, channel, priority and unit."""
    frame = _frame(request, "workload/")
    lines = works.workload(frame["period"], actor_of(request))
    panels = [
        {"title": title, "lines": lines[name], "most": max((line.total for line in lines[name]), default=0)}
        for name, title in works.DIMENSIONS.items()
    ]
    context = {**frame, "title": "工作量", "panels": panels}
    return render(request, "reports/workload.html", context)


@page("reports/repeated/", name="reports-repeated", roles=STAFF)
def repeated(request: HttpRequest) -> HttpResponse:
    """What failed again within thirty days, by kind and thing, each with its incidents."""
    frame = _frame(request, "repeated/")
    found = repeated_things(frame["period"], actor_of(request))
    names = site.get("service_item").model._default_manager.in_bulk(
        [item for _c, _s, item, _n in found if item]
    )
    model: Any = site.get("incident").model
    labels = dict(model._meta.get_field("category").flatchoices)
    things = [
        {
            "category": labels.get(category) or works.UNSAID,
            "title": system or (names[item].name if item in names else ""),
            "number": number,
            "url": _incidents(category, system, item, frame["period"]),
        }
        for category, system, item, number in found
    ]
    return render(request, "reports/repeated.html", {**frame, "title": "重复事件", "things": things})


def _incidents(category: str, system: str, item: int | None, period: Period) -> str:
    drill = {"category": [category], **({"system": [system]} if system else {"item": [str(item)]})}
    return url_of(INCIDENTS, {key: value for key, value in drill.items() if value[0]}, period)


@page("reports/make/", name="reports-make", roles=STAFF)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """生成报告: one click; the draft opens as a document."""
    kind, period = chosen(request.POST.get("kind", ""), request.POST.get("at", ""))
    fields = ServiceReport._meta
    data = {
        "kind": kind.value, "first": period.first, "purpose": fields.get_field("purpose").get_default(),
        "readers": fields.get_field("readers").get_default(),
    }  # fmt: skip
    try:
        made = doors.create(site.get("service_report"), data, actor=actor_of(request))
    except Refused as refusal:
        toast(request, refusal.sentence, tone="error")
        return go(request, address(kind, period))
    toast(request, "已起草，文字可以修改；期满后提交审核。")
    return go(request, f"{HOME}{made.pk}/")
