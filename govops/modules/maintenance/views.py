"""维护日历: the month's tasks, how it stands, and the standard plans to begin with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from govops.kernel import moment, parameters
from govops.kernel.access import table
from govops.kernel.access.answers import require
from govops.kernel.web.months import month_in, month_page, shifted
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, go, link, toast
from govops.modules.maintenance import standard
from govops.modules.maintenance.dashboards import Month, month_of, year_of
from govops.modules.maintenance.parameters import TIMELINESS

HOME = "/m/maintenance/"
STAFF = frozenset({
    "incident_manager", "service_level_manager", "configuration_manager", "info_center", "network_engineer", "mr_manager",
    "support_l1", "support_l2", "support_l3",
})  # fmt: skip


@page("maintenance/", name="maintenance", roles=STAFF)
def calendar(request: HttpRequest) -> HttpResponse:
    """维护日历."""
    actor = actor_of(request)
    first = month_in(request.GET.get("month", ""))
    month = month_of(first, actor)
    context = {
        "title": "维护日历",
        "subtitle": "按计划和工作日历排定的例行作业",
        "crumbs": [{"title": "变更与发布"}, {"title": "维护日历"}],
        "tiles": _tiles(month, first),
        "calendar": month_page(
            first, month.events, counts=month.counts, url=lambda day: link(HOME, month=f"{day:%Y-%m}"),
            day_url=lambda day: link("/r/maintenance_task/", day=day.isoformat()),
        ),
        "may_plan": bool(table.may(actor, "write", "maintenance_plan")),
    }  # fmt: skip
    return render(request, "maintenance/calendar.html", context)


@page("maintenance/year/", name="maintenance-year", roles=STAFF)
def year(request: HttpRequest) -> HttpResponse:
    """年度计划: every plan by month."""
    raw, now = request.GET.get("year", ""), moment.today().year
    wanted = int(raw) if raw.isdecimal() and len(raw) == 4 and 2000 <= int(raw) <= now + 5 else now
    context = {
        "title": f"{wanted} 年维护计划",
        "subtitle": "每格为已执行 ÷ 应执行；点开看当月作业",
        "crumbs": [{"title": "变更与发布"}, {"title": "维护日历", "url": HOME}, {"title": "年度计划"}],
        "rows": year_of(wanted, actor_of(request)),
        "previous_url": link(f"{HOME}year/", year=wanted - 1),
        "next_url": link(f"{HOME}year/", year=wanted + 1) if wanted < now + 5 else "",
        "months": range(1, 13),
    }
    return render(request, "maintenance/year.html", context)


def _tiles(month: Month, first: date) -> list[dict[str, Any]]:
    goal = float(parameters.value(TIMELINESS.key))
    share = month.timeliness
    tone = "" if share is None else "green" if share >= goal else "red"
    last = shifted(first, 1) - timedelta(days=1)

    def tasks(*outcomes: str) -> str:
        query = urlencode({"outcome": outcomes, "from": first, "to": last}, doseq=True)
        return f"/r/maintenance_task/?{query}"

    return [
        {
            "title": "计划及时完成率", "value": "—" if share is None else f"{share:g}", "unit": "" if share is None else "%", "tone": tone,
            "sub": f"目标 ≥ {goal:g}%，已到期 {month.due} 项",
        },
        {"title": "按期完成", "value": month.on_time, "unit": "项", "url": tasks("on_time")},
        {"title": "逾期", "value": month.late, "unit": "项", "tone": "amber" if month.late else "", "url": tasks("late", "overdue")},
        {"title": "未执行", "value": month.missed, "unit": "项", "tone": "red" if month.missed else "", "url": tasks("missed")},
        {
            "title": "待处理异常", "value": month.findings, "unit": "项", "tone": "red" if month.findings else "",
            "url": "/r/maintenance_finding/?state=open",
        },
    ]  # fmt: skip


@page("maintenance/standard/", name="maintenance-standard", roles=STAFF)
@require_POST
def load_standard(request: HttpRequest) -> HttpResponse:
    """载入标准计划: the standard plans as drafts."""
    actor = actor_of(request)
    require(table.may(actor, "write", "maintenance_plan", title="维护作业计划"), status=403)
    new = standard.load(actor)
    if new:
        toast(request, f"已载入 {new} 项标准计划（草稿），请指定对象和人员后启用。")
    else:
        toast(request, "标准计划已经载入过，没有改动。", tone="info")
    return go(request, "/r/maintenance_plan/")
