"""A record as it stood before somebody set hands on it: what changed is told, and written, against it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models

from govops.kernel.records import facts
from govops.kernel.records.models import Record

_KEPT_BY_THE_STORE = frozenset({"id", "version", "updated_at", "search_vector"})


@cache
def _columns(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    """(name, attribute) of every field that a person or an effect may change."""
    return tuple(
        (field.name, field.attname)
        for field in model._meta.concrete_fields
        if field.name not in _KEPT_BY_THE_STORE
    )


#: values that nobody can change
_FIXED = frozenset({str, int, bool, float, type(None), datetime, date, Decimal})


def _kept(value: Any) -> Any:
    """A value that stays as it is when the record's own list or table is changed."""
    if type(value) is list:
        return [_kept(one) for one in value]
    if type(value) is dict:
        return {key: _kept(one) for key, one in value.items()}
    return deepcopy(value) if isinstance(value, list | dict) else value


class Snapshot:
    """The row of `record` at this moment."""

    def __init__(self, record: Record) -> None:
        self._row = {
            name: value if type(value) in _FIXED else _kept(value) for name, value in vars(record).items()
        }

    def changed(self, record: Record) -> list[str]:
        """The names of the fields whose value is another now."""
        now, row = vars(record), self._row
        return [
            name
            for name, attribute in _columns(type(record))
            if attribute in now and (attribute not in row or now[attribute] != row[attribute])
        ]

    def told(self, record: Record, names: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Their plain values before and now, without the title, which other fields make."""
        was = {
            name: facts.plain_value(self._row.get(attribute))
            for name, attribute in _columns(type(record))
            if name in names and name != "title"
        }
        return was, facts.plain(record, was)
