"""经历 on the page of an item, fetched once the page stands: what is open on it, and its life in one line."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access.actor import Actor
from govops.kernel.records.models import Record
from govops.kernel.registers import doors
from govops.kernel.registers.declarations import Register
from govops.kernel.web.pages import page
from govops.kernel.web.record_panels import RecordPanel, on_record_page
from govops.kernel.web.views.common import actor_of, go, register_of
from govops.modules.configuration import panels, timelines  # noqa: F401 - the item's own chapters
from govops.modules.configuration.views import asking

ITEM = "configuration_item"
MOST_PAGES = 1000


def address(pk: int) -> str:
    return f"/m/configuration/items/{pk}/life/"


@on_record_page
def panel(register: Register, record: Record, actor: Actor) -> RecordPanel | None:
    return RecordPanel("life", "经历", address(record.pk)) if register.code == ITEM else None


@page("configuration/items/<int:pk>/life/", name="configuration-life")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A fragment to htmx; opened by itself it is the page 历史."""
    register, actor = register_of(ITEM, request), actor_of(request)
    item: Any = doors.get(register, pk, actor=actor)
    if not request.headers.get("HX-Request"):
        return go(request, f"/m/configuration/history/{ITEM}/{pk}/")
    most = panels.MOST_ON_HISTORY if request.GET.get("all") else panels.MOST_EVENTS
    turned = min(max(asking.number_in(request, "page") or 1, 1), MOST_PAGES)
    parts = panels.life_of(item, actor, most=most, page=turned)
    return render(request, "configuration/life.html", {"parts": parts, "address": request.path})
