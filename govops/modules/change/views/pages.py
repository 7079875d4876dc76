"""变更概览, 变更日历 and 影响与冲突."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.records.models import Record
from govops.kernel.registers import doors, site
from govops.kernel.registers.declarations import Register
from govops.kernel.web.months import month_in
from govops.kernel.web.pages import page
from govops.kernel.web.record_panels import RecordPanel, on_record_page
from govops.kernel.web.views.common import actor_of, register_of
from govops.modules.change import dashboards
from govops.modules.change.choices import ChangeKind
from govops.modules.change.rules.sources import RECORDS

STAFF = frozenset(
    {
        "change_manager", "cab", "network_engineer", "support_l2", "support_l3", "release_manager", "configuration_manager",
        "incident_manager", "problem_manager", "info_center", "it_lead", "service_level_manager",
    }
)  # fmt: skip
READERS = STAFF | {"service_desk"}
SPANS = {1: "本月", 3: "近三个月", 6: "近半年", 12: "近一年"}


@page("change/", name="change", roles=STAFF)
def overview(request: HttpRequest) -> HttpResponse:
    """变更概览."""
    raw = request.GET.get("months", "")
    months = int(raw) if raw.isdecimal() and len(raw) < 3 and int(raw) in SPANS else 3
    data = dashboards.overview(actor_of(request), months)
    context = {
        **data,
        "title": "变更概览",
        "subtitle": f"指标期间：{data['span'].first} 至 {data['span'].last}",
        "crumbs": [{"title": "变更管理"}, {"title": "变更概览"}],
        "tabs": {
            "kind": "views",
            "items": [
                {"title": word, "url": f"?months={n}", "active": n == months} for n, word in SPANS.items()
            ],
        },
        "may_write": bool(table.may(actor_of(request), "write", "change_request")),
    }
    return render(request, "change/overview.html", context)


@page("change/calendar/", name="change-calendar", roles=READERS)
def calendar(request: HttpRequest) -> HttpResponse:
    """变更日历: a month, or a week in full."""
    actor = actor_of(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in ChangeKind.values else ""
    week = request.GET.get("week", "")
    context: dict[str, Any] = {
        "title": "变更日历",
        "subtitle": "颜色表示类型，灰色为已完成；点击窗口看变更单",
        "crumbs": [{"title": "变更管理"}, {"title": "变更日历"}],
        "kinds": _kind_tabs(request, kind),
        "legend": [*({"title": k.label, "tone": t} for k, t in zip(ChangeKind, ("green", "accent", "amber", "red"), strict=True)), {"title": "已完成", "tone": "muted"}, {"title": "冻结期", "tone": "freeze"}],
        "may_write": bool(table.may(actor, "write", "change_request")),
    }  # fmt: skip
    if week:
        day = _day_in(week)
        context |= {
            "week": dashboards.week_of_changes(day, actor, kind=kind),
            "month_url": f"?month={day:%Y-%m}" + _also(kind),
        }
        return render(request, "change/week.html", context)
    first = month_in(request.GET.get("month", ""))
    if not 2000 <= first.year <= 2100:
        raise Refused("日期超出范围，请核对年份。", field="month", status=422)
    monday = (
        moment.today() if (moment.today().year, moment.today().month) == (first.year, first.month) else first
    )
    context |= {
        "month": dashboards.month_of_changes(first, actor, kind=kind),
        "week_url": f"?week={monday.isoformat()}" + _also(kind),
    }
    return render(request, "change/month.html", context)


def _also(kind: str) -> str:
    return f"&kind={kind}" if kind else ""


def _kind_tabs(request: HttpRequest, kind: str) -> dict[str, Any]:
    place = {name: request.GET[name][:10] for name in ("week", "month") if name in request.GET}
    base = "".join(f"{name}={value}&" for name, value in place.items() if value.replace("-", "").isdigit())
    items = [{"title": "全部", "url": f"?{base}", "active": not kind}]
    items += [
        {"title": k.label, "url": f"?{base}kind={k.value}", "active": kind == k.value} for k in ChangeKind
    ]
    return {"kind": "views", "items": items}


def _day_in(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused("日期应写作 2026-11-23，请重新选择。", field="week", status=422) from None
    if not 2000 <= day.year <= 2100:
        raise Refused("日期超出范围，请核对年份。", field="week", status=422)
    return day


@page("change/<int:pk>/impact/", name="change-impact")
def impact(request: HttpRequest, pk: int) -> HttpResponse:
    """窗口冲突、受影响配置项 and what depends on them: a panel of the record's page, and a page of its own."""
    actor = actor_of(request)
    register = site.get("change_request")
    change = doors.get(register, pk, actor=actor)
    context = {
        **dashboards.surroundings(change, actor),
        "change": change,
        "title": "影响与冲突",
        "subtitle": f"{change.number} {change.title}",
        "crumbs": [
            {"title": "变更管理"},
            {"title": register.title, "url": register.url()},
            {"title": change.number, "url": register.url(pk)},
            {"title": "影响与冲突"},
        ],
    }
    template = "change/surroundings.html" if request.headers.get("HX-Request") else "change/impact.html"
    return render(request, template, context)


@page("change/item/<int:pk>/", name="change-item", roles=READERS)
def of_item(request: HttpRequest, pk: int) -> HttpResponse:
    """The changes of one item: a panel of the item's page, and a page of its own."""
    actor = actor_of(request)
    register = site.get("configuration_item")
    item = doors.get(register, pk, actor=actor)
    context = {
        **dashboards.changes_of(item, actor),
        "title": "变更",
        "subtitle": str(item),
        "back_url": register.url(pk),
        "back_title": register.title,
        "nothing": "还没有变更涉及本配置项。",
        "crumbs": [
            {"title": register.title, "url": register.url()},
            {"title": item.number, "url": register.url(pk)},
            {"title": "变更"},
        ],
        "may_write": bool(table.may(actor, "write", "change_request")),
    }
    template = "change/of_item.html" if request.headers.get("HX-Request") else "change/item.html"
    return render(request, template, context)


@page("change/from/<str:code>/<int:pk>/", name="change-from", roles=READERS)
def from_ticket(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The changes that come from one incident, problem or request: a panel of its page, and a page of its own."""
    if code not in RECORDS:
        raise Refused("变更只能来自事件、问题或服务请求。", status=404)
    actor = actor_of(request)
    register = register_of(code, request)
    record = doors.get(register, pk, actor=actor)
    context = {
        **dashboards.changes_from(record, actor),
        "title": "由此引发的变更",
        "subtitle": f"{record.number} {record.title}",
        "crumbs": [
            {"title": register.title, "url": register.url()},
            {"title": record.number, "url": register.url(pk)},
            {"title": "变更"},
        ],
        "back_url": register.url(pk),
        "back_title": register.title,
        "nothing": f"还没有变更由本{register.title}引发。",
        "may_write": bool(table.may(actor, "write", "change_request")),
    }
    template = "change/of_item.html" if request.headers.get("HX-Request") else "change/item.html"
    return render(request, template, context)


@on_record_page
def conflicts_panel(register: Register, record: Record, actor: Actor) -> RecordPanel | None:
    """On the page of every change that is still under way."""
    if register.code != "change_request" or record.state in {"closed", "cancelled"}:
        return None
    return RecordPanel("change-surroundings", "窗口冲突与配置核对", f"/m/change/{record.pk}/impact/")


@on_record_page
def changes_panel(register: Register, record: Record, actor: Actor) -> RecordPanel | None:
    """On the page of every configuration item."""
    if register.code != "configuration_item" or not actor.roles & READERS:
        return None
    return RecordPanel("item-changes", "变更", f"/m/change/item/{record.pk}/")


@on_record_page
def source_panel(register: Register, record: Record, actor: Actor) -> RecordPanel | None:
    """On the pages of incidents, problems and requests, for those who may ask for a change."""
    if register.code not in RECORDS or not table.scope_of(actor, "write", "change_request"):
        return None
    return RecordPanel("source-changes", "由此引发的变更", f"/m/change/from/{register.code}/{record.pk}/")
