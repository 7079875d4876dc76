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

#: lines that the page lists; the workbook has all
MOST_LISTED = 100


@page("configuration/impact/", name="configuration-impact")
def show(request: HttpRequest) -> HttpResponse:
    """Both questions about one item, each answer with its way."""
    actor = asking.reader(request)
    pk = asking.number_in(request, "item") or 0
    asks_causes = request.GET.get("ask") == "causes"
    found = answers.causes([pk], actor) if asks_causes else answers.impact([pk], actor, most=MOST_LISTED)
    item = next(iter(found.symptoms if isinstance(found, answers.Causes) else found.starts), None)
    if item is None:
        raise Refused("没有找到这个配置项，可能已报废，或者您无权查看。", status=404)
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
    if isinstance(found, answers.Causes):
        return render(request, "configuration/causes.html", context | {"causes": found})
    context |= {"impact": found, "tiles": _tiles(found), "classes": _classes(found)}
    return render(request, "configuration/impact.html", context)


def _tiles(found: answers.Impact) -> list[dict[str, Any]]:
    services, whole = found.service_count, found.served.whole
    asked = f"只查前 {answers.MOST_ASKED:,} 项" if found.total > answers.MOST_ASKED else ""
    return [
        {"title": "受影响的服务", "value": services, "unit": "项", "tone": "red" if services else ""},
        {"title": "受影响的配置项", "value": f"{found.total:,}", "unit": "项", "sub": f"另有 {found.hidden:,} 项无权查看" if found.hidden else "已计冗余"},
        {"title": "涉及部门", "value": len(found.units), "unit": "个", "sub": "使用部门；未登记的按责任部门"},
        {"title": "涉及人员", "value": found.people, "unit": "人", "sub": f"{whole.name}在岗，含各下级部门" if whole else "上述部门及其下级在岗"},
        {"title": "未了结单据", "value": len(found.tickets), "unit": "张", "sub": asked, "tone": "amber" if found.tickets else ""},
    ]  # fmt: skip


def _classes(found: answers.Impact) -> str:
    """“信息服务 12 · 应用系统 30”: how many of each class."""
    return " · ".join(f"{ObjectClass(code).label} {many:,}" for code, many in found.classes.items())


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
