"""What the administrators' lists share: filters in the address, pages, work waiting."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from govops.kernel.access.actor import Actor
from govops.kernel.processes import inbox
from govops.kernel.registers import site
from govops.kernel.web.views.common import with_params
from govops.kernel.web.views.panels import table, text

SIZE = 20


def hidden(request: HttpRequest, *but: str) -> list[dict[str, str]]:
    """Every other parameter in force, so that one filter keeps the others."""
    return [
        {"name": k, "value": v}
        for k, values in request.GET.lists()
        if k not in {*but, "page"}
        for v in values
    ]


def search_box(request: HttpRequest, placeholder: str) -> dict[str, Any]:
    return {
        "name": "q",
        "value": request.GET.get("q", ""),
        "placeholder": placeholder,
        "hidden": hidden(request, "q"),
    }


def choice(request: HttpRequest, name: str, title: str, options: list[tuple[str, str]]) -> dict[str, Any]:
    chosen = set(request.GET.getlist(name))
    rows = [{"value": value, "label": label, "checked": value in chosen} for value, label in options]
    return {"name": name, "title": title, "kind": "choices", "options": rows, "hidden": hidden(request, name)}


def active(request: HttpRequest, *told: tuple[str, str, list[tuple[str, str]]]) -> list[dict[str, str]]:
    """The chips of the choices in force: (name, title, options)."""
    chips = []
    for name, title, options in told:
        chosen = [label for value, label in options if value in request.GET.getlist(name)]
        if chosen:
            chips.append(
                {
                    "label": f"{title}：{'、'.join(chosen)}",
                    "remove_url": with_params(request.GET, drop=("page", name)),
                }
            )
    if request.GET.get("q"):
        chips.append(
            {"label": f"查找：{request.GET['q']}", "remove_url": with_params(request.GET, drop=("page", "q"))}
        )
    return chips


def paged(request: HttpRequest, rows: QuerySet[Any], *, size: int = SIZE) -> tuple[list[Any], dict[str, Any]]:
    """One page of an administrator's list (at most some thousand rows) and its pager."""
    number = int(request.GET["page"]) if request.GET.get("page", "").isdigit() else 1
    number = max(1, min(number, 10_000))
    total = rows.count()
    found = list(rows[(number - 1) * size : number * size])
    pager = {
        "previous_url": with_params(request.GET, page=number - 1) if number > 1 else "",
        "next_url": with_params(request.GET, page=number + 1) if number * size < total else "",
        "words": f"共 {total:,} 条" + (f"，第 {number} 页" if total > size else ""), "target": "", "sizes": [],
    }  # fmt: skip
    return found, pager


def waiting(actor: Actor) -> dict[str, Any]:
    """The panel with what waits for this administrator (建户、授权、执行)."""
    if actor.person is None:
        return {}
    items = list(inbox.todo(actor.person)[:20])
    if not items:
        return {}
    rows = []
    for item in items:
        register = site.find(item.register)
        url = f"{register.url(item.record_id)}?back=/" if register else ""
        rows.append(
            {
                "url": url,
                "cells": [
                    text(item.run.title, item.run.number, url=url, **{"class": "cell-title"}),
                    text(item.step_title),
                    {"kind": "when", "value": item.arrived_at},
                ],
            }
        )
    return {
        "kind": "table",
        "title": "待我办理",
        "sub": f"{len(rows)} 项",
        "table": table(("事项", "办理", "到达"), rows, empty={"title": ""}, compact=True),
    }
