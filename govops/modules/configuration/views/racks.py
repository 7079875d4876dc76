"""机柜图."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access import table
from govops.kernel.access.answers import Refused
from govops.kernel.web.pages import page
from govops.modules.configuration.pictures import elevation, places, racks
from govops.modules.configuration.views import asking

#: racks on one page; a larger room is looked at row by row
MOST = 40


@page("configuration/racks/", name="configuration-racks")
def show(request: HttpRequest) -> HttpResponse:
    """The racks of a room, unit by unit; or one of them with its list."""
    actor = asking.reader(request)
    where = places.places(actor)
    rooms = where.rooms()
    one = where.by_id.get(asking.number_in(request, "rack") or 0)
    if "rack" in request.GET and (one is None or not one.is_rack):
        raise Refused("没有找到这个机柜，可能已报废，或者您无权查看。", status=404)
    room = _room(request, where, one, rooms)
    standing = [one] if one else where.racks_in(room.id) if room else []
    found = racks.filled(standing[:MOST], actor)
    context = {
        "title": one.name if one else "机柜图",
        "subtitle": _told(room, found),
        "crumbs": [{"title": "资源"}, *([{"title": "机柜图", "url": f"?room={room.id}"}] if one and room else []), {"title": one.name if one else "机柜图"}],
        "tabs": {
            "kind": "views",
            "items": [{"title": r.name, "url": f"?room={r.id}", "active": r == room} for r in rooms if where.racks_in(r.id)],
        },
        "room": room,
        "one": found[0] if one else None,
        "elevation": elevation.drawn(found) if found else None,
        "clashing": [rack for rack in found if rack.has_clashes],
        "left_out": max(0, len(standing) - MOST),
        "export": asking.export(actor, one.name if one else "机柜图"),
        "may_register": bool(table.may(actor, "write", "configuration_item")),
    }  # fmt: skip
    return render(request, "configuration/racks.html", context)


def _room(
    request: HttpRequest, where: places.Places, rack: places.Place | None, rooms: list[places.Place]
) -> places.Place | None:
    if rack is not None:
        return where.room_of(rack.id)
    asked = where.by_id.get(asking.number_in(request, "room") or 0)
    return asked or next((one for one in rooms if where.racks_in(one.id)), None)


def _told(room: places.Place | None, found: list[racks.Rack]) -> str:
    if not found:
        return "先登记机房和机柜，再为设备填写所在机柜和 U 位。"
    free, all_units = sum(rack.free for rack in found), sum(rack.height for rack in found)
    return f"{room.name if room else ''}　{len(found)} 个机柜，{all_units} U，空闲 {free} U"
