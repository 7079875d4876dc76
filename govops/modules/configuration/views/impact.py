"""影响与原因 of one item: who and what fails with it, and what could be behind it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.registers import OtherPage
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import with_params
from govops.modules.configuration import hooks
from govops.modules.configuration import impact as answers
from govops.modules.configuration.choices import ItemState, ObjectClass
from govops.modules.configuration.views import asking


@page("configuration/impact/", name="configuration-impact")
def show(request: HttpRequest) -> HttpResponse:
    """Both questions about one item, each answer with its way."""
    actor = asking.reader(request)
    pk = asking.number_in(request, "item") or 0
    item = answers.named([pk], actor).get(pk)
    if item is None:
        raise Refused("没有找到这个配置项，可能已报废，或者您无权查看。", status=404)
    asks_causes = request.GET.get("ask") == "causes"
    context: dict[str, Any] = {
        "title": f"{item.name}：影响与原因",
        "export": with_params(request.GET) if table.may(actor, "export", answers.ITEM) else "",
        "item": item,
        "crumbs": [
            {"title": "资源"},
            {"title": "配置项", "url": "/r/configuration_item/"},
            {"title": item.number, "url": item.url},
            {"title": "影响与原因"},
        ],
        "tabs": {
            "kind": "views",
            "items": [
                {
                    "title": "它失效，影响谁",
                    "url": with_params(request.GET, ask=None),
                    "active": not asks_causes,
                },
                {
                    "title": "它不正常，可能因为谁",
                    "url": with_params(request.GET, ask="causes"),
                    "active": asks_causes,
                },
            ],
        },
    }
    if asks_causes:
        context["causes"] = answers.causes([pk], actor)
        return render(request, "configuration/causes.html", context)
    found = answers.impact([pk], actor)
    return render(request, "configuration/impact.html", context | {"impact": found, "tiles": _tiles(found)})


def _tiles(found: answers.Impact) -> list[dict[str, Any]]:
    services = len(found.services)
    return [
        {"title": "受影响的服务", "value": services, "unit": "项", "tone": "red" if services else ""},
        {"title": "受影响的配置项", "value": found.total, "unit": "项", "sub": f"另有 {found.hidden} 项无权查看" if found.hidden else "已计冗余"},
        {"title": "涉及部门", "value": len(found.units), "unit": "个", "sub": "使用或负责"},
        {"title": "涉及人员", "value": found.people, "unit": "人", "sub": "上述部门在岗"},
        {"title": "未了结单据", "value": len(found.tickets), "unit": "张", "sub": f"只查前 {answers.MOST_ASKED} 项" if found.total > answers.MOST_ASKED else "", "tone": "amber" if found.tickets else ""},
    ]  # fmt: skip


def _pages(item: Any, actor: Actor) -> list[OtherPage]:
    """What an item's page offers besides: its impact, its surroundings, its place in a rack or a room."""
    if item.state == ItemState.SCRAPPED:
        return []
    found = [
        OtherPage("影响与原因", "affiliate", f"/m/configuration/impact/?item={item.pk}"),
        OtherPage("拓扑", "topology-star-3", f"/m/configuration/topology/?start={item.pk}"),
    ]
    if item.type.code == "rack":
        found.append(OtherPage("机柜图", "columns-3", f"/m/configuration/racks/?rack={item.pk}"))
    elif item.type.object_class == ObjectClass.PLACE:
        found.append(OtherPage("平面图", "layout-kanban", f"/m/configuration/rooms/?room={item.pk}"))
    elif item.rack_unit and item.location_id:
        found.append(OtherPage("机柜图", "columns-3", f"/m/configuration/racks/?rack={item.location_id}"))
    return found


hooks.pages.append(_pages)
