"""拓扑图."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.answers import require
from govops.kernel.audit import trail
from govops.kernel.records.choices import NetworkZone
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, with_params
from govops.modules.configuration.choices import ObjectClass
from govops.modules.configuration.impact import ITEM
from govops.modules.configuration.pictures import places
from govops.modules.configuration.pictures.past import topology_as_of
from govops.modules.configuration.pictures.topology import MOST, Topology, Wanted, topology
from govops.modules.configuration.views import asking

#: services and rooms that are offered to begin at; the rest is in the filters
MOST_BEGINNINGS = 12
STEPS = (("1", "1 步"), ("2", "2 步"), ("3", "3 步"), ("4", "4 步"))


@page("configuration/topology/", name="configuration-topology")
def show(request: HttpRequest) -> HttpResponse:
    """Items by class from the services down, and what joins them."""
    actor = asking.reader(request)
    wanted, day = _wanted(request), asking.past_day(request)
    found = topology_as_of(wanted, actor, asking.end_of(day)) if day else topology(wanted, actor)
    context = {
        "title": "拓扑图",
        "subtitle": _told(found, wanted, day),
        "crumbs": [{"title": "资源"}, {"title": "拓扑图"}],
        "filters": _filters(request, wanted, found),
        "data": found.data,
        "total": found.total,
        "is_summed_up": found.is_summed_up,
        "begin_at": _beginnings(request, found) if found.is_summed_up else [],
        "most": MOST,
        "is_narrow": wanted.is_narrow,
        "day": day,
        "today": moment.today(),
        "kept": [(key, value) for key, value in request.GET.items() if key != "date"],
        "export": asking.export(actor, "拓扑图"),
    }
    return render(request, "configuration/topology.html", context)


def _beginnings(request: HttpRequest, found: Topology) -> list[dict[str, object]]:
    """Where a picture of so many things is better begun: at a service, or in a room."""

    def to(name: str, pk: int) -> str:
        changed: dict[str, Any] = {name: pk}
        return with_params(request.GET, **changed)

    rooms = [(place.id, place.name) for place in found.places.rooms()]
    asked = (("service", "从服务看起", found.services), ("place", "从机房看起", rooms))
    return [
        {
            "title": title,
            "more": max(0, len(rows) - MOST_BEGINNINGS),
            "items": [{"name": label, "url": to(name, pk)} for pk, label in rows[:MOST_BEGINNINGS]],
        }
        for name, title, rows in asked
        if rows and not request.GET.get(name)
    ]


def _wanted(request: HttpRequest) -> Wanted:
    return Wanted(
        zone=asking.word_in(request, "zone", NetworkZone.values),
        object_class=asking.word_in(request, "class", ObjectClass.values),
        type=asking.number_in(request, "type"),
        place=asking.number_in(request, "place"),
        service=asking.number_in(request, "service"),
        start=asking.number_in(request, "start"),
        steps=int(asking.word_in(request, "steps", dict(STEPS)) or 2),
    )


def _filters(request: HttpRequest, wanted: Wanted, found: Topology) -> dict[str, object]:
    asked: list[tuple[str, str, asking.Choices]] = [
        ("service", "服务", found.services),
        ("zone", "所在网络", NetworkZone.choices),
        ("place", "位置", places.choices(found.places.by_id.values())),
        ("class", "大类", ObjectClass.choices),
        ("type", "类型", [(one.pk, one.name) for one in found.types]),
    ]
    if wanted.start:
        names = [(row[0], row[1]) for row in found.data.get("items", ()) if row[0] == wanted.start]
        asked += [("start", "中心", names), ("steps", "范围", STEPS)]
    return asking.filters(request, *asked)


def _told(found: Topology, wanted: Wanted, day: date | None) -> str:
    scope = f"{day:%Y 年 %-m 月 %-d 日}的" if day else ""
    scope += "符合条件的" if wanted.is_narrow else "全部"
    way = "点一组看其中各项。" if found.is_summed_up else "点组展开，点配置项看它的关系。"
    return f"{scope} {found.total} 项，自上而下按大类排列。{way}"


@page("configuration/picture/", name="configuration-picture")
@require_POST
def exported(request: HttpRequest) -> HttpResponse:
    """A picture is about to be saved as a file: allowed? Then it is written down."""
    actor = actor_of(request)
    require(table.may(actor, "export", ITEM, title="配置项"), status=403)
    kind = "PNG" if request.POST.get("kind") == "png" else "SVG"
    address = request.POST.get("address", "")[:200]
    trail.record(actor=actor, operation="export", register=ITEM, summary=f"导出图片（{kind}）：{address}")
    return HttpResponse(status=204)
