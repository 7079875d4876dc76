"""The panels of records of other registers that point at a record."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.organization.together import ask_together
from govops.kernel.records.models import Record
from govops.kernel.records.sight import Sight
from govops.kernel.registers import lists, site
from govops.kernel.registers.declarations import Register, Related
from govops.kernel.web import cells
from govops.kernel.web.around import Around
from govops.kernel.web.views.common import link

_MOST, _COLUMNS = 10, 5


def panels(
    register: Register, record: Record, actor: Actor, there: Around, sight: Sight
) -> list[dict[str, Any]]:
    """{title, url, tools, is_empty, table} of each relation that the reader may see; one query for all their rows."""
    shown = [
        (relation, has_some)
        for relation, has_some in zip(register.related, there.related, strict=True)
        if table.scope_of(actor, "read", relation.register)
    ]
    rows = iter(ask_together(*(_pointing(one, record, actor) for one, has_some in shown if has_some)))
    made = [_panel(register, one, record, next(rows) if has_some else [], sight) for one, has_some in shown]
    return [panel for panel in made if panel is not None]


def _pointing(relation: Related, record: Record, actor: Actor) -> QuerySet[Any]:
    other = site.get(relation.register)
    is_list = isinstance(other.model._meta.get_field(relation.field), ArrayField)
    named = {f"{relation.field}__contains": [record.pk]} if is_list else {relation.field: record.pk}
    return lists.base(other, actor).filter(**named).order_by("-id")[:_MOST]


def _panel(
    register: Register, relation: Related, record: Record, rows: list[Any], sight: Sight
) -> dict[str, Any] | None:
    other = site.get(relation.register)
    may_add = relation.adds is not None and relation.adds(record)
    may_add = may_add and bool(table.may(sight.actor, "write", other.code))
    if relation.is_quiet and not rows and not may_add:
        return None
    return {
        "title": relation.title or other.title,
        "url": link(other.url(), **{relation.field: record.pk}),
        "tools": _adding(register, other, relation, record) if may_add else "",
        "is_empty": relation.is_quiet and not rows,
        "table": _table(other, relation, rows, sight),
    }


def _table(other: Register, relation: Related, rows: list[Any], sight: Sight) -> dict[str, Any]:
    columns = [c for c in other.all_columns if c.name != relation.field and c.shown][:_COLUMNS]
    cells.look_over(sight, columns, rows)
    return {
        "id": f"related-{other.code}",
        "compact": True,
        "columns": [{"title": other.column_title(c)} for c in columns],
        "rows": [
            {"url": other.url(r.pk), "id": r.pk, "cells": [cells.cell(other, c, r, sight) for c in columns]}
            for r in rows
        ],
        "empty": {"icon": other.icon, "title": f"没有{other.title}", "text": ""},
    }


def _adding(register: Register, other: Register, relation: Related, record: Record) -> SafeString:
    """The button that writes down one more, which then points here."""
    address = link(f"{other.url()}new/", **{relation.field: record.pk, "back": register.url(record.pk)})
    return format_html('<a class="button button-small" href="{}">{}</a>', address, other.new_label or "新建")
