"""The list of a register: saved views, filters as chips that are also the address, rows, keyset paging."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.html import format_html

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.processes.declarations import Move
from govops.kernel.records.models import ColumnChoice, SavedView
from govops.kernel.records.sight import Sight
from govops.kernel.registers import lists, narrowing, site
from govops.kernel.registers.declarations import Column, Register
from govops.kernel.registers.pickers import widget_of
from govops.kernel.web import bulk_pages, cells
from govops.kernel.web.views.common import actor_of, link, register_of, with_params

SIZES = (20, 50, 100)


def show(request: HttpRequest, code: str) -> HttpResponse:
    """One page of the list."""
    register = register_of(code, request)
    actor = actor_of(request)
    params = _params(register, request)
    everything = lists.base(register, actor)
    size = int(str(params["size"])) if params.get("size") in {str(s) for s in SIZES} else 50
    views = _views(register, actor)
    total, *of_views = lists.counts(
        register,
        actor,
        [(params, lists.count_limit(params) + 1), *((_with_ranges(query), 1000) for _, query in views)],
    )
    found = lists.narrowed(register, everything, params, actor)
    page = lists.page(register, found, params, size=size, total=total)
    columns = _columns(register, actor)
    here = request.get_full_path()
    context = {
        "register": register,
        "title": register.title,
        "subtitle": _subtitle(page),
        "crumbs": _crumbs(register),
        "tabs": _tabs(register, request, views, of_views),
        "filters": _filters(register, params, columns, here, actor),
        "table": _table(register, page, columns, params, here, actor),
        "pager": _pager(page, params, size),
        "may_write": bool(table.may(actor, "write", code)),
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


def _columns(register: Register, actor: Actor) -> list[tuple[Column, bool]]:
    """All columns with whether this person wants to see them, in the person's order."""
    choice = (
        ColumnChoice.objects.filter(register=register.code, person=actor.person).first()
        if actor.person
        else None
    )
    everything = register.all_columns
    if choice is None:
        return [(column, column.shown) for column in everything]
    wanted = [c for name in choice.columns for c in everything if c.name == name]
    return [(c, True) for c in wanted] + [(c, False) for c in everything if c not in wanted]


def _views(register: Register, actor: Actor) -> list[tuple[str, QueryDict]]:
    """The register's own views and the saved ones that this person may use: title and filters."""
    saved = (
        SavedView.objects.filter(register=register.code)
        .filter(Q(owner=actor.person) | Q(is_shared=True))
        .order_by("id")[:8]
    )
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


def _filters(
    register: Register,
    params: QueryDict,
    columns: list[tuple[Column, bool]],
    here: str,
    actor: Actor,
) -> dict[str, Any]:
    available, active = [], []
    for name in register.filters:
        field: Any = register.model._meta.get_field(name)
        picker = _picker(field, params.getlist(name), actor)
        options = picker.options if picker else _options(register, name, field, actor)
        chosen = params.getlist(name)
        title = str(field.verbose_name)
        if chosen:
            labels = [str(label) for value, label in options if str(value) in chosen]
            active.append(
                {
                    "label": f"{title}：{'、'.join(labels) or '、'.join(chosen)}",
                    "remove_url": _without(params, name),
                }
            )
        available.append(
            {
                "title": title,
                "name": name,
                "kind": "html" if picker else "choices",
                "html": picker.html if picker else "",
                "options": []
                if picker
                else [{"value": v, "label": label, "checked": str(v) in chosen} for v, label in options],
                "hidden": _hidden(params, name),
            }
        )
    date_title = str(register.model._meta.get_field(register.date_field).verbose_name)  # type: ignore[union-attr]
    if params.get("from") or params.get("to"):
        words = f"{date_title}：{params.get('from') or '…'} 至 {params.get('to') or '…'}"
        active.append({"label": words, "remove_url": _without(params, "from", "to")})
    available.append(
        {
            "title": date_title,
            "name": "date",
            "kind": "date",
            "from": params.get("from", ""),
            "to": params.get("to", ""),
            "hidden": _hidden(params, "from", "to"),
        }
    )
    for beyond in (one for one in narrowing.of(register.code) if one.name not in register.filters):
        if values := [value for value in params.getlist(beyond.name) if value]:
            words = "、".join(beyond.words(value) for value in values)
            active.append({"label": f"{beyond.title}：{words}", "remove_url": _without(params, beyond.name)})
    if params.get("me"):
        active.append({"label": "我登记的", "remove_url": _without(params, "me")})
    if params.get("q"):
        active.append({"label": f"含“{params['q']}”", "remove_url": _without(params, "q")})
    return {
        "action": register.url(),
        "hidden": _hidden(params),
        "active": active,
        "available": available,
        "search": {
            "name": "q",
            "value": params.get("q", ""),
            "placeholder": "在此列表中查找",
            "hidden": _hidden(params, "q"),
        },
        "clear_url": f"{register.url()}?all=1" if active else "",
        "columns": {
            "url": f"{register.url()}columns/",
            "return_to": here,
            "items": [
                {"name": c.name, "title": _title(register, c), "shown": on, "fixed": c.name == "title"}
                for c, on in columns
            ],
        },
    }


def _without(params: QueryDict, *names: str) -> str:
    rest = with_params(params, drop=("after", "before", *names))
    return rest if rest != "?" else "?all=1"


def _hidden(params: QueryDict, *but: str) -> list[dict[str, str]]:
    skip = {"after", "before", *but}
    return [{"name": k, "value": v} for k, values in params.lists() if k not in skip for v in values if v]


@dataclass(frozen=True)
class _Picked:
    """A filter that is chosen by typing: its input, and (id, name) of what is chosen."""

    html: str
    options: list[tuple[Any, str]]


def _picker(field: Any, chosen: list[str], actor: Actor) -> _Picked | None:
    """For references to records that are picked rather than listed; None for all other fields."""
    widget = widget_of(field) if isinstance(field, models.ForeignKey) else None
    if widget is None:
        return None
    ids = [int(pk) for pk in chosen if pk.isdecimal() and len(pk) < 19]
    rows = list(_referred(field.remote_field.model, actor).filter(pk__in=ids)) if ids else []
    widget.allow_multiple_selected = True  # type: ignore[attr-defined]
    html = widget.render(field.name, rows, {"id": f"filter-{field.name}"})
    return _Picked(format_html('<div class="field">{}</div>', html), [(row.pk, str(row)) for row in rows])


def _options(register: Register, name: str, field: Any, actor: Actor) -> list[tuple[Any, str]]:
    if name == "state" and register.process is not None:
        return list(register.process.states.choices)
    if field.choices:
        return list(field.flatchoices)
    if isinstance(field, models.BooleanField):
        return [("1", "是"), ("0", "否")]
    if isinstance(field, models.ForeignKey):
        return [(row.pk, str(row)) for row in _referred(field.remote_field.model, actor)[:60]]
    return []


def _referred(model: type[models.Model], actor: Actor) -> Any:
    """The rows a filter offers: of another register only what the reader may see."""
    other = next((one for one in site.all_registers() if one.model is model), None)
    if other is None:
        return model._default_manager.all()
    rows = lists.base(other, actor).order_by("id")
    return other.in_tree(rows) if other.tree else rows


def _title(register: Register, column: Column) -> str:
    return register.column_title(column)


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
        head: dict[str, Any] = {"title": _title(register, column)}
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
