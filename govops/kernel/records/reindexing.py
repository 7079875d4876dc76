"""Writing anew what the search looks at, by the same rule as saving: for records that were saved before the rule changed.

Past the store, as nobody changed the records. It may run while people work: each row is written by itself, so that
nobody waits for more than one row, and a row that somebody saved meanwhile is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.db.models import QuerySet

from govops.kernel.jobs import defer
from govops.kernel.records import facts, kinds, referring
from govops.kernel.records.fields import ReferencesField
from govops.kernel.records.kinds import Kind
from govops.kernel.search.bigrams import vector_literal

JOB = "records.reindex_search"
#: rows that one job looks at before it makes room for others
SLICE = 5_000
#: rows that are read at once
_PART = 200
#: how often a row is read again that others save all the time; each of them writes its search text itself
_TRIES = 3


@dataclass(frozen=True)
class Progress:
    """How far it is: the id of the last row, how many were looked at, how many of them read otherwise than before."""

    last: int = 0
    looked_at: int = 0
    written: int = 0
    is_done: bool = False


def reindex(
    rows: QuerySet[Any],
    *,
    after: int = 0,
    most: int | None = None,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    """Write anew the search text of `rows` (all of one kind) with an id beyond `after`, by their ids, `most` at most."""
    kind = kinds.of(rows.model)
    progress = Progress(last=after)
    while True:
        size = _PART if most is None else min(_PART, most - progress.looked_at)
        part = list(rows.filter(pk__gt=progress.last).order_by("pk")[:size])
        if part:
            progress = Progress(
                part[-1].pk, progress.looked_at + len(part), progress.written + _write(kind, part)
            )
        if len(part) < size:
            return Progress(progress.last, progress.looked_at, progress.written, is_done=True)
        tell(progress)
        if progress.looked_at == most:
            return progress


def reindex_slice(code: str, *, after: int = 0) -> Progress:
    """The next rows of a register; the rest is handed to another job."""
    progress = reindex(kinds.get(code).model._default_manager.all(), after=after, most=SLICE)
    if not progress.is_done:
        defer(JOB, register=code, after=progress.last)
    return progress


def leave_to_jobs(codes: Sequence[str]) -> None:
    """Leave whole registers to the background, all or none."""
    with transaction.atomic():
        for code in codes:
            defer(JOB, register=code)


def _write(kind: Kind, rows: Sequence[Any]) -> int:
    """How many of the rows read otherwise now."""
    written, table = 0, kind.model._meta.db_table
    for _ in range(_TRIES):
        _load(kind.model, rows)
        with connection.cursor() as cursor:
            for row in rows:
                row.title = kind.title_of(row)[:200]  # not saved: what was signed under its title keeps it
                vector = vector_literal(facts.search_text(row, kind.searched))
                cursor.execute(
                    f'UPDATE "{table}" SET search_vector = %s::tsvector WHERE id = %s AND version = %s'  # noqa: S608
                    " AND search_vector IS DISTINCT FROM %s::tsvector",
                    [vector, row.pk, row.version, vector],
                )
                written += cursor.rowcount
        rows = _saved_since(rows)
        if not rows:
            break
    return written


def _saved_since(rows: Sequence[Any]) -> list[Any]:
    """Those that somebody else has saved since they were read, as they are now."""
    read = {row.pk: row.version for row in rows}
    now = type(rows[0])._default_manager.filter(pk__in=read)
    others = [pk for pk, version in now.values_list("pk", "version") if version != read[pk]]
    return list(now.filter(pk__in=others)) if others else []


def _load(model: type[models.Model], rows: Sequence[Any]) -> None:
    """What the rows refer to, each once: their search text names it."""
    fields = model._meta.fields
    referring.load(rows, {one.name: {} for one in fields if isinstance(one, models.ForeignKey)})
    for field in fields:
        if isinstance(field, ReferencesField):
            referring.load_lists(field, rows)
