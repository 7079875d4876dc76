"""机房平面图."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access import table
from govops.kernel.access.answers import Refused
from govops.kernel.web.pages import page
from govops.modules.configuration.pictures import places
from govops.modules.configuration.pictures.rooms import plan_of
from govops.modules.configuration.views import asking


@page("configuration/rooms/", name="configuration-rooms")
def show(request: HttpRequest) -> HttpResponse:
    """One room from above: where each rack stands, how full it is, how warm the room."""
    actor = asking.reader(request)
    where = places.places(actor)
    rooms = where.rooms()
    asked = asking.number_in(request, "room")
    room = where.by_id.get(asked) if asked else next(iter(rooms), None)
    if asked and room is None:
        raise Refused("没有找到这个机房，可能已报废，或者您无权查看。", status=404)
    context = {
        "title": room.name if room else "机房平面图",
        "subtitle": "机柜按“所在排”和“所在列”排在图上，填充条是 U 位占用；点机柜看每一 U。",
        "crumbs": [{"title": "资源"}, {"title": "机房平面图"}],
        "tabs": {
            "kind": "views",
            "items": [{"title": one.name, "url": f"?room={one.id}", "active": one == room} for one in rooms],
        },
        "plan": plan_of(room, where, actor) if room else None,
        "export": asking.export(actor, f"{room.name}平面图" if room else "平面图"),
        "may_register": bool(table.may(actor, "write", "configuration_item")),
    }
    return render(request, "configuration/rooms.html", context)
