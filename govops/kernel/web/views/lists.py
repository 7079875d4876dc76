"""The list of a register: saved views, filters as chips that are also the address, rows, keyset paging."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.organization.together import Together
from govops.kernel.processes.declarations import Move
from govops.kernel.records.models import ColumnChoice, SavedView
from govops.kernel.records.sight import Sight
from govops.kernel.registers import lists, site
from govops.kernel.registers.declarations import Column, Register
from govops.kernel.web import bulk_pages, cells
from govops.kernel.web.views.common import actor_of, link, register_of, with_params
from govops.kernel.web.views.list_filters import filters_of

SIZES = (20, 50, 100)


def show(request: HttpRequest, code: str) -> HttpResponse:
    """One page of the list."""
    register = register_of(code, request)
    actor = actor_of(request)
    params = _params(register, request)
    everything = lists.base(register, actor)
    size = int(str(params["size"])) if params.get("size") in {str(s) for s in SIZES} else 50
    choices, saved = _chosen(code, actor.person.pk if actor.person else None)
    views = _views(register, saved)
    total, *of_views = lists.counts(
        register,
        actor,
        [(params, lists.count_limit(params) + 1), *((_with_ranges(query), 1000) for _, query in views)],
    )
    found = lists.narrowed(register, everything, params, actor)
    page = lists.page(register, found, params, size=size, total=total)
    columns = _columns(register, choices[0] if choices else None)
    here = request.get_full_path()
    context = {
        "register": register,
        "title": register.title,
        "subtitle": _subtitle(page),
        "crumbs": _crumbs(register),
        "tabs": _tabs(register, request, views, of_views),
        "filters": filters_of(register, params, columns, here, actor),
        "table": _table(register, page, columns, params, here, actor),
        "pager": _pager(page, params, size),
        "may_write": register.by_hand and bool(table.may(actor, "write", code)),
        "may_export": bool(table.may(actor, "export", code)),
        "new_label": register.new_label or f"新建{register.title}",
        "query_string": params.urlencode(),
    }
    return render(request, "records/list.html", context)


def _params(register: Register, request: HttpRequest) -> QueryDict:
    """The address's parameters; an address without any opens the first view."""
    if request.GET or not register.views:
        return _with_ranges(request.GET)
    return lists._querydict(register.views[0].query)


def _with_ranges(given: QueryDict) -> QueryDict:
    copy = given.copy()
    for edge in ("from", "to"):
        if copy.get(f"date_{edge}"):
            copy[edge] = copy.pop(f"date_{edge}")[-1]
        copy.pop(f"date_{edge}", None)
    copy.pop("all", None)
    return copy


def _subtitle(page: lists.Page) -> str:
    return f"共 {'超过 ' if page.more_than else ''}{page.count:,} 条"


def _crumbs(register: Register) -> list[dict[str, str]]:
    module = next((m for m in site.all_modules() for e in m.menu if e.register == register.code), None)
    return (
        [{"title": module.title}, {"title": register.title}]
        if module and module.title != register.title
        else [{"title": register.title}]
    )


#: the columns that a person chose, and the saved views that the person may use
_chosen = Together(
    lambda code, person: (
        ColumnChoice.objects.filter(register=code, person=person).order_by("id")[:1],
        SavedView.objects.filter(Q(owner=person) | Q(is_shared=True), register=code).order_by("id")[:8],
    ),
    "a register",
    -(2**62),
)


def _columns(register: Register, choice: ColumnChoice | None) -> list[tuple[Column, bool]]:
    """All columns with whether this person wants to see them, in the person's order."""
    everything = register.all_columns
    if choice is None:
        return [(column, column.shown) for column in everything]
    wanted = [c for name in choice.columns for c in everything if c.name == name]
    return [(c, True) for c in wanted] + [(c, False) for c in everything if c not in wanted]


def _views(register: Register, saved: list[SavedView]) -> list[tuple[str, QueryDict]]:
    """The register's own views and the saved ones: title and filters."""
    own = [(view.title, lists._querydict(view.query)) for view in register.views]
    return own + [(view.title, QueryDict(view.query)) for view in saved]


def _tabs(
    register: Register, request: HttpRequest, views: list[tuple[str, QueryDict]], counts: list[int]
) -> dict[str, Any]:
    items = []
    current = _comparable(request.GET) if request.GET else None
    for place, ((title, query), count) in enumerate(zip(views, counts, strict=True)):
        words = "999+" if count >= 1000 else str(count)
        active = current == _comparable(query) if current is not None else place == 0
        items.append(
            {
                "title": title,
                "count": words,
                "url": f"{register.url()}?{query.urlencode() or 'all=1'}",
                "active": active,
            }
        )
    save_url = link(f"{register.url()}views/", query=request.GET.urlencode()) if request.GET else ""
    return {"kind": "views", "items": items, "save_url": save_url}


def _comparable(query: QueryDict) -> dict[str, list[str]]:
    return {
        k: sorted(v)
        for k, v in query.lists()
        if k not in {"after", "before", "sort", "size", "all", "columns"} and any(v)
    }


def _table(
    register: Register,
    page: lists.Page,
    columns: list[tuple[Column, bool]],
    params: QueryDict,
    here: str,
    actor: Actor,
) -> dict[str, Any]:
    shown = [column for column, on in columns if on]
    sort = lists.sorting(register, params)
    heads = []
    for column in shown:
        head: dict[str, Any] = {"title": register.column_title(column)}
        if column.sort:
            name = column.sort.lstrip("-")
            direction = "desc" if sort == f"-{name}" else "asc" if sort == name else ""
            head |= {
                "sorted": direction,
                "sort_url": with_params(
                    params, drop=("after", "before"), sort=name if direction == "desc" else f"-{name}"
                ),
            }
        heads.append(head)
    sight = Sight(actor)
    cells.look_over(sight, shown, page.rows)
    rows = [
        {
            "url": link(register.url(record.pk), back=here),
            "id": record.pk,
            "cells": [
                cells.cell(register, column, record, sight) | ({"class": "cell-title"} if place == 0 else {})
                for place, column in enumerate(shown)
            ],
        }
        for record in page.rows
    ]
    for row in rows:
        if row["cells"]:
            row["cells"][0].setdefault("url", row["url"])
    bulk = _bulk(register, actor)
    return {
        "id": "rows",
        "caption": register.title,
        "columns": heads,
        "rows": rows,
        "selectable": bool(bulk) and bool(rows),
        "bulk": {"url": f"{register.url()}bulk/", "back": here, "actions": bulk, "all_count": None},
        "empty": {}
        if rows
        else _empty(register, params, actor, is_bare=not lists.base(register, actor).exists()),
    }


def _bulk(register: Register, actor: Actor) -> list[dict[str, str]]:
    pages = [
        {"value": bulk_pages.PREFIX + page.key, "label": page.label}
        for page in bulk_pages.offered(register.code, actor)
    ]
    return pages + _bulk_verbs(register)


def _bulk_verbs(register: Register) -> list[dict[str, str]]:
    if register.process is None:
        return []
    actions = (
        [{"value": "approve", "label": "批量同意", "confirm": "对所选各条逐一办理“同意”，确定吗？"}]
        if register.process.approval
        else []
    )
    moves = register.process.moves
    wanted = register.bulk or [
        verb
        for verb, move in moves.items()
        if not move.asks and move.opinion != "required" and not move.is_danger
    ]
    return actions + [_bulk_action(register, verb, moves[verb]) for verb in wanted]


def _bulk_action(register: Register, verb: str, move: Move) -> dict[str, str]:
    """Done at once when nothing is asked; else a dialog asks once for all."""
    label = f"批量{move.title}"
    if move.asks or move.opinion == "required":
        return {"label": label, "dialog_url": f"{register.url()}bulk/{verb}/"}
    return {"value": verb, "label": label, "confirm": f"对所选各条逐一办理“{move.title}”，确定吗？"}


def _empty(register: Register, params: QueryDict, actor: Actor, *, is_bare: bool) -> dict[str, Any]:
    """Why there is nothing and what to do; `is_bare`: this person sees no record of the register at all."""
    narrowed = not is_bare and any(params.getlist(k) for k in params if k not in {"sort", "size"})
    actions = []
    if narrowed:
        actions.append({"url": f"{register.url()}?all=1", "label": "看全部", "primary": False})
    if table.may(actor, "write", register.code):
        actions.append(
            {
                "url": f"{register.url()}new/",
                "label": register.new_label or f"新建{register.title}",
                "primary": True,
                "icon": "plus",
            }
        )
    text = (
        "没有符合条件的记录，可以放宽条件再看。"
        if narrowed
        else register.empty or f"还没有{register.title}，登记后会显示在这里。"
    )
    return {
        "icon": register.icon,
        "title": "没有符合条件的记录" if narrowed else f"还没有{register.title}",
        "text": text,
        "actions": actions,
    }


def _pager(page: lists.Page, params: QueryDict, size: int) -> dict[str, Any]:
    return {
        "previous_url": with_params(params, drop=("after",), before=page.previous_cursor)
        if page.previous_cursor
        else "",
        "next_url": with_params(params, drop=("before",), after=page.next_cursor) if page.next_cursor else "",
        "words": f"{'超过 ' if page.more_than else ''}{page.count:,} 条",
        "sizes": [
            {
                "title": str(s),
                "url": with_params(params, drop=("after", "before"), size=s),
                "active": s == size,
            }
            for s in SIZES
        ],
    }
