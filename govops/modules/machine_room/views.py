"""Pages that registers cannot make: the room's dashboard, the guard's door screen, the duty room's wall."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of
from govops.modules.machine_room import dashboards

STAFF = frozenset({"mr_manager", "duty_officer", "security_officer", "guard", "access_card_officer"})
DOOR = frozenset({"guard", "mr_manager", "duty_officer", "security_officer"})


def _room(request: HttpRequest) -> tuple[Any, list[Any]]:
    rooms = list(dashboards.rooms_for(actor_of(request)))
    wanted = request.GET.get("room", "")
    chosen = next((room for room in rooms if str(room.pk) == wanted), rooms[0] if rooms else None)
    if chosen is None:
        raise Refused("还没有启用的机房，请先在“机房”台账登记。", status=404)
    return chosen, rooms


@page("machine_room/", name="machine-room", roles=STAFF)
def dashboard(request: HttpRequest) -> HttpResponse:
    """机房看板."""
    room, rooms = _room(request)
    data = dashboards.room_dashboard(room, actor_of(request))
    context = {
        **data,
        "title": room.name,
        "subtitle": f"{room.location}　管理人员：{room.manager}",
        "crumbs": [{"title": "机房"}, {"title": "机房看板"}],
        "tabs": {
            "kind": "views",
            "items": [{"title": r.name, "url": f"?room={r.pk}", "active": r.pk == room.pk} for r in rooms],
        },
        "tiles": _tiles(data),
        "charts": _charts(data),
        "duty_list": [_duty(duty) for duty in data["duties"]],
    }
    return render(request, "machine_room/dashboard.html", context)


def _tiles(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures of what the reader may see."""
    figures = {
        part: figure for part, figure in _figures(data).items() if data["knows"][part.partition("_")[0]]
    }
    return list(figures.values())


def _figures(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Part of the screen → its figure; the climate has two."""
    latest = data["latest"]
    red = sum(1 for stay in data["inside"] if stay["is_red"])
    alarming = latest is not None and latest["is_out_of_limits"]
    share = data["completeness"]
    return {
        "inside": {
            "title": "现在室内", "value": len(data["inside"]), "unit": "人次", "tone": "red" if red else "",
            "sub": f"其中标红 {red}" if red else "均有依据",
        },
        "permits": {"title": "有效放行单", "value": len(data["permits"]), "unit": "张", "sub": "来访、携物、加班"},
        "climate": {
            "title": "最近温湿度", "value": f"{latest['temperature']:g}" if latest else "—", "unit": "℃", "tone": "red" if alarming else "",
            "sub": f"湿度 {latest['humidity']:g}%　{latest['at']:%m-%d %H:%M}" if latest else "三十天内没有记录",
        },
        "alerts": {
            "title": "未关闭告警", "value": len(data["alerts"]), "unit": "条", "tone": "red" if data["alerts"] else "green",
            "sub": "须有处理结论才能关闭",
        },
        "climate_share": {
            "title": "温湿度记录完整率", "value": f"{share:g}" if share is not None else "—", "unit": "%",
            "tone": "amber" if data["missed"] else "green", "sub": f"本月；各项职责漏检 {len(data['missed'])} 次",
        },
    }  # fmt: skip


def _wall_tiles(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The same figures, with temperature and humidity apart: read from four metres."""
    figures, latest, knows = _figures(data), data["latest"], data["knows"]

    def climate(name: str, title: str, unit: str) -> dict[str, Any]:
        value = f"{latest[name]:g}" if latest else "—"
        sub = f"{latest['at']:%m-%d %H:%M} {latest['patroller']}" if latest else figures["climate"]["sub"]
        return {**figures["climate"], "title": title, "value": value, "unit": unit, "sub": sub}

    told = (
        ("inside", figures["inside"]),
        ("permits", figures["permits"]),
        ("climate", climate("temperature", "温度", "℃")),
        ("climate", climate("humidity", "湿度", "%")),
        ("alerts", figures["alerts"]),
        ("climate", figures["climate_share"]),
    )
    return [figure for part, figure in told if knows[part]]


def _charts(data: dict[str, Any]) -> list[dict[str, Any]]:
    series, limits = data["series"], data["limits"]
    days = [day[5:] for day in series["days"]]

    def chart(name: str, title: str, unit: str, low: float, high: float, area: bool) -> dict[str, Any]:
        values = [v for v in series[name] if v is not None]
        edge = 2 if name == "temperature" else 5
        return {
            "id": f"chart-{name}", "title": title, "sub": "最近 30 天，每日平均", "note": f"正常 {low:g}–{high:g}{unit}", "height": "s",
            "data": {
                "kind": "line", "categories": days, "unit": unit, "series": [{"name": title, "values": series[name], "area": area}],
                "min": min([low, *values]) - edge, "max": max([high, *values]) + edge,
                "marks": [{"name": "下限", "value": low}, {"name": "上限", "value": high}],
            },
            "empty": "最近 30 天没有温湿度记录，请先登记巡检。" if not values else "",
        }  # fmt: skip

    return [
        chart(
            "temperature",
            "温度",
            "℃",
            float(limits["temperature_low"]),
            float(limits["temperature_high"]),
            area=True,
        ),
        chart(
            "humidity", "湿度", "%", float(limits["humidity_low"]), float(limits["humidity_high"]), area=False
        ),
    ]


def _duty(duty: dict[str, Any]) -> dict[str, Any]:
    state = {"green": "done", "red": "late"}.get(duty["tone"], "open")
    return {
        "title": duty["title"],
        "sub": duty["evidence"] or duty["state"],
        "state": state,
        "url": duty["url"],
    }


@page("machine_room/door/", name="machine-room-door", roles=DOOR)
def door(request: HttpRequest) -> HttpResponse:
    """门岗查验: find a permit, check in, check out, check what is carried."""
    actor = actor_of(request)
    room, rooms = _room(request)
    found = dashboards.door(request.GET.get("q", ""), actor, room)
    context = {
        "title": "门岗查验",
        "subtitle": "扫描登记表、携物证明上的二维码，或输入编号、姓名、电话、证件号码、卡号",
        "crumbs": [{"title": "机房"}, {"title": "门岗查验"}],
        "found": found,
        **dashboards.at_the_door(room, actor),
        "room": room,
        "rooms": rooms,
        "back": request.get_full_path(),
    }
    return render(request, "machine_room/door.html", context)


@page("machine_room/wall/", name="machine-room-wall", roles=STAFF)
def wall(request: HttpRequest) -> HttpResponse:
    """The duty room's wall screen."""
    room, rooms = _room(request)
    data = dashboards.room_dashboard(room, actor_of(request))
    charts = [{**chart, "height": "m"} for chart in _charts(data)]
    context = {
        **data,
        "now": moment.now(),
        "tiles": _wall_tiles(data),
        "charts": charts,
        "duty_list": [_duty(d) for d in data["duties"]],
        "rooms": rooms,
    }
    return render(request, "machine_room/wall.html", context)
