"""工单看板."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, with_params
from govops.modules.service_desk.dashboards import board as gathered
from govops.modules.service_desk.rules.common import STAFF

TITLES = {"incident": "事件", "service_request": "服务请求"}


@page("service_desk/board/", name="service-desk-board", roles=STAFF)
def board(request: HttpRequest) -> HttpResponse:
    """By state; a card is moved by its buttons or by dragging."""
    actor = actor_of(request)
    register = "service_request" if request.GET.get("kind") == "service_request" else "incident"
    raw = request.GET.get("group", "")
    group = int(raw) if raw.isdecimal() and len(raw) < 19 else None
    only_mine = request.GET.get("mine") == "1"
    context: dict[str, Any] = {
        "title": "工单看板",
        "subtitle": "最急的在最上面。把卡片拖到下一列，或点卡片上的按钮办理。",
        "crumbs": [{"title": "服务台"}, {"title": "工单看板"}],
        "tabs": {
            "kind": "views",
            "items": [
                {"title": title, "url": with_params(request.GET, kind=code), "active": code == register}
                for code, title in TITLES.items()
            ],
        },
        "register": register,
        "columns": gathered.columns(register, actor, group=group, only_mine=only_mine),
        "groups": gathered.groups(),
        "group": group,
        "only_mine": only_mine,
        "back": request.get_full_path(),
    }
    return render(request, "service_desk/board.html", context)
