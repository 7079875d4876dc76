"""版本总览, one system's 版本历史, and a release's 基线与差异."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access import table
from govops.kernel.access.answers import Refused
from govops.kernel.records.visibility import visible
from govops.kernel.registers import doors, site
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, link, typed
from govops.modules.configuration.public import ConfigurationItem
from govops.modules.release import dashboards
from govops.modules.release.actions import snapshots
from govops.modules.release.choices import Environment
from govops.modules.release.dashboards.overview import PAGE

HOME = "/m/release/"
STAFF = frozenset({
    "release_manager", "change_manager", "configuration_manager", "problem_manager", "service_level_manager", "info_center", "it_lead",
    "cab", "network_engineer", "support_l2", "support_l3",
})  # fmt: skip


@page("release/", name="release-overview", roles=STAFF)
def overview(request: HttpRequest) -> HttpResponse:
    """版本总览."""
    text, first = typed(request), _first(request)
    rows, more = dashboards.overview(actor_of(request), text=text, first=first)
    drifting = sum(1 for row in rows if row.drifts)
    context = {
        "title": "版本总览",
        "subtitle": "各系统在开发、测试、预发、生产环境的版本",
        "crumbs": [{"title": "变更与发布"}, {"title": "版本总览"}],
        "rows": rows,
        "environments": [one.label for one in Environment],
        "q": text,
        "drifting": drifting,
        "drifting_words": f"{drifting} 个系统有环境落后于生产，或与配置库不一致，请核对。",
        "may_add": bool(table.may(actor_of(request), "write", "release")),
        "earlier_url": link(HOME, q=text, first=max(0, first - PAGE)) if first else "",
        "later_url": link(HOME, q=text, first=first + PAGE) if more else "",
    }
    return render(request, "release/overview.html", context)


def _first(request: HttpRequest) -> int:
    text = request.GET.get("first", "")
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _system(pk: int, request: HttpRequest) -> ConfigurationItem:
    rows = visible(ConfigurationItem.objects.filter(pk=pk), actor_of(request), register="configuration_item")
    item: ConfigurationItem | None = rows.first()
    if item is None:
        raise Refused("没有找到这个系统，或者您无权查看。", status=404)
    return item


@page("release/system/<int:pk>/", name="release-history", roles=STAFF)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """版本历史 of one system."""
    actor = actor_of(request)
    item = _system(pk, request)
    context = {
        "title": f"{item.name} 版本历史",
        "subtitle": f"{item.number}　配置库登记版本 {item.item_version or '空'}",
        "crumbs": [{"title": "变更与发布"}, {"title": "版本总览", "url": HOME}, {"title": item.name}],
        "item": item,
        "versions": dashboards.history_of(item.pk, actor),
        "may_add": bool(table.may(actor, "write", "software_version")),
        "environments": [one.label for one in Environment],
    }
    return render(request, "release/history.html", context)


@page("release/system/<int:pk>/drift/", name="release-drift", roles=STAFF)
def drift(request: HttpRequest, pk: int) -> HttpResponse:
    """环境差异: what one environment of a system has that another has not, version by version."""
    actor = actor_of(request)
    item = _system(pk, request)
    places = [request.GET.get(name, default) for name, default in (("of", "test"), ("from", "production"))]
    if not set(places) <= set(Environment.values):
        raise Refused("请从开发、测试、预发、生产中选择要比较的环境。", status=422)
    first, second = (Environment(place) for place in places)
    context = {
        "title": f"{item.name} 环境差异",
        "subtitle": f"{first.label}环境与{second.label}环境",
        "crumbs": [{"title": "变更与发布"}, {"title": "版本总览", "url": HOME}, {"title": item.name, "url": f"{HOME}system/{pk}/"}, {"title": "环境差异"}],
        "item": item,
        "pairs": {"kind": "views", "items": [
            {"title": f"{place.label}—生产", "url": f"?of={place}&from=production", "active": place == first}
            for place in Environment if place != Environment.PRODUCTION
        ]},
        **dashboards.drift_of(item, first, second, actor),
    }  # fmt: skip
    return render(request, "release/drift.html", context)


@page("release/<int:pk>/baseline/", name="release-baseline", roles=None)
def baseline(request: HttpRequest, pk: int) -> HttpResponse:
    """基线与差异 of one release: how its items and their relations stood before, and what differs since."""
    register = site.get("release")
    release: Any = doors.get(register, pk, actor=actor_of(request))
    if not release.baseline_at:
        raise Refused("这张发布单还没有开始部署，没有基线。", status=404)
    context = {
        "title": f"基线与差异：{release.title}",
        "crumbs": [{"title": "变更与发布"}, {"title": "发布单", "url": register.url()}, {"title": release.number, "url": register.url(release.pk)}, {"title": "基线与差异"}],
        "release": release,
        "is_whole": snapshots.digest(release.baseline) == release.baseline_digest,
        "is_final": bool(release.after_at),
        "record_url": register.url(release.pk),
        **dashboards.compared(release, actor_of(request)),
    }  # fmt: skip
    return render(request, "release/baseline.html", context)
