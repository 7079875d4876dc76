"""What the rows of a list refer to, read apart from them: each unit, person or room once, however many rows name it.

A join would carry the same wide row fifty times, and Django would build an object of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import models

from govops.kernel.organization.prepared import Prepared
from govops.kernel.records.fields import LoadedIds, ReferencesField

#: field → what to read of the row it refers to, as `QuerySet.query.select_related` tells it
Wanted = Mapping[str, Any]
Known = dict[type[models.Model], dict[int, models.Model]]


@cache
def rows_of(model: type[models.Model], joined: tuple[str, ...]) -> Prepared[Any]:
    """Rows of `model` by a list of ids, with the rows joined that they refer to."""
    rows = model._default_manager.all()
    if joined:  # without names `select_related` would follow every reference there is
        rows = rows.select_related(*joined)
    return Prepared(lambda ids: rows.filter(pk__among=ids).order_by(), [-(2**62)])


def load(rows: Sequence[Any], wanted: Wanted) -> None:
    """Give each of `rows` (of one model) the rows that its `wanted` fields refer to: one query for each model.

    What those refer to in turn (a person's unit) comes joined with them.
    """
    if not rows or not wanted:
        return
    fields: list[Any] = [type(rows[0])._meta.get_field(name) for name in wanted]
    joined: dict[type[models.Model], dict[str, Any]] = {}
    for field in fields:
        joined.setdefault(field.remote_field.model, {}).update(wanted[field.name])
    known: Known = {model: {} for model in joined}
    # People first: the units they bring along need not be asked for again.
    for model, names in sorted(joined.items(), key=lambda pair: not pair[1]):
        mine = [field for field in fields if field.remote_field.model is model]
        ids = {getattr(row, field.attname) for field in mine for row in rows} - {None, *known[model]}
        for found in rows_of(model, tuple(names))(sorted(ids)) if ids else ():
            known[model][found.pk] = found
            for name in names:
                brought = getattr(found, name)
                if brought is not None:
                    known.setdefault(type(brought), {})[brought.pk] = brought
    for field in fields:
        held = known[field.remote_field.model]
        for row in rows:
            field.set_cached_value(row, held.get(getattr(row, field.attname)))


def load_lists(field: ReferencesField, rows: Sequence[Any]) -> None:
    """Give each record the rows that its list of references names, unless it brings them along: one query for all."""
    bare = [one for one in rows if not isinstance(getattr(one, field.name), LoadedIds)]
    ids = sorted({pk for record in bare for pk in getattr(record, field.name) or []})
    if not ids:
        return
    needed = tuple(one.name for one in field.target._meta.fields if one.many_to_one and not one.null)
    found = {row.pk: row for row in rows_of(field.target, needed)(ids)}
    for record in bare:
        named = [found[pk] for pk in getattr(record, field.name) or [] if pk in found]
        if len(named) == len(getattr(record, field.name) or []):
            setattr(record, field.name, LoadedIds.of(named))
