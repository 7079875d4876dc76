"""Naming what a record refers to: a reader is told only the names of records that he may see himself.

People and units are known to everybody. What is referred to is looked at together: one query for each kind of record
on a page, and none where the rows themselves settle it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import models

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.records import kinds, referring
from govops.kernel.records.fields import ReferencesField
from govops.kernel.records.models import Record
from govops.kernel.records.visibility import visible

#: what stands in the place of a name that the reader may not learn
HIDDEN = "（无权查看）"


class Sight:
    """Which records one reader may see, remembered while a page, a workbook or an answer is made."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self._known: dict[tuple[type[Record], int], bool] = {}

    def may_name(self, row: Any) -> bool:
        """Whether the reader may learn that row's name; asks the database unless it was looked at before."""
        if not isinstance(row, Record) or self.actor.is_system:
            return True
        if (type(row), row.pk) not in self._known:
            self.look_at([row])
        return self._known[type(row), row.pk]

    def name_of(self, row: Any) -> str:
        """The row's own words, or `HIDDEN`."""
        return str(row) if self.may_name(row) else HIDDEN

    def look_at(self, rows: Iterable[Any]) -> None:
        """Settle many rows at once, so that asking about each costs nothing more."""
        if self.actor.is_system:
            return
        doubtful: dict[type[Record], set[int]] = {}
        for row in rows:
            if not isinstance(row, Record) or (type(row), row.pk) in self._known:
                continue
            if self._is_plainly_seen(row):
                self._known[type(row), row.pk] = True
            else:
                doubtful.setdefault(type(row), set()).add(row.pk)
        for model, ids in doubtful.items():
            chosen = model._default_manager.filter(pk__in=ids)
            seen = set(
                visible(chosen, self.actor, register=kinds.of(model).code).values_list("pk", flat=True)
            )
            self._known |= {(model, pk): pk in seen for pk in ids}

    def look_over(self, records: Sequence[Any], names: Iterable[str]) -> None:
        """Settle what the fields `names` of these records (all of one kind) refer to, as far as it was read with them."""
        if not records:
            return
        single, several = _references(records[0]._meta.model, tuple(names))
        for field in several:
            referring.load_lists(field, records)
            self.look_at(row for record in records for row in field.rows(getattr(record, field.name)))
        for field in single:
            self.look_at(getattr(one, field.name) for one in records if field.is_cached(one))

    def _is_plainly_seen(self, row: Record) -> bool:
        person = self.actor.person
        return (
            person is not None
            and not row.is_restricted
            and row.secrecy_level <= person.clearance
            and table.scope_of(self.actor, "read", kinds.of(row).code) == "all"
        )


@lru_cache(maxsize=1_000)
def _references(model: type[models.Model], names: tuple[str, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Which of the fields `names` refer to one record, and which to several; people and units are known to everybody."""
    fields = [field for field in model._meta.fields if field.name in names]
    single = [
        one
        for one in fields
        if isinstance(one, models.ForeignKey) and issubclass(one.remote_field.model, Record)
    ]
    return tuple(single), tuple(one for one in fields if isinstance(one, ReferencesField))
