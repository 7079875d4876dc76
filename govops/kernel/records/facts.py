"""A record's facts as plain values: for the audit trail, for what a signer sees, for export."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.db import models

from govops.kernel import moment
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.records.fields import ChoicesField, ReferencesField, RowsField

_ALREADY_PLAIN = frozenset({str, int, bool, list, dict, type(None)})


def plain(record: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """Field name → JSON-safe value; references as their id, moments in ISO local time."""
    made, field = {}, cast(Any, record._meta.get_field)
    for name in names:
        value = getattr(record, field(name).attname)
        made[name] = value if type(value) in _ALREADY_PLAIN else plain_value(value)
    return made


def plain_value(value: Any) -> Any:
    """One value, JSON-safe."""
    if type(value) in _ALREADY_PLAIN:
        return value
    if isinstance(value, datetime):
        return moment.local(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "isoformat"):
        return value.isoformat(timespec="minutes")
    return value


def words(record: models.Model, name: str, *, named: Callable[[Any], str] = str) -> str:
    """A field as people read it: labels of choices, names of references, 是/否, local time.

    `named` says what a referred row is called; whoever shows it to a reader gives `Sight(reader).name_of`.
    """
    field: Any = record._meta.get_field(name)
    if isinstance(field, RowsField):
        return field.to_lines(getattr(record, name))
    if told := getattr(field, "words_of", None):
        return str(told(record))
    value = getattr(record, name)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return moment.local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(field, ReferencesField):
        return "、".join(named(row) for row in field.rows(value))
    if isinstance(field, ChoicesField):
        return "、".join(field.labels.get(item, item) for item in value)
    return named(value) if isinstance(value, models.Model) else str(value)


def search_text(record: models.Model, names: Iterable[str]) -> str:
    """What the search of a record looks at: number, title and the named fields."""
    parts = [record.number, record.title, *(_searched(record, name) for name in names)]  # type: ignore[attr-defined]
    return "\n".join(part for part in parts if part)


def _searched(record: models.Model, name: str) -> str:
    told = getattr(record._meta.get_field(name), "searched_words", None)
    return str(told(record)) if told else words(record, name, named=_openly)


def _openly(row: models.Model) -> str:
    """What everybody may search a referred row by: of one that is known to few the number, for a hit would tell its name."""
    is_discreet = (
        getattr(row, "is_restricted", False) or getattr(row, "secrecy_level", 0) >= SecrecyLevel.CONFIDENTIAL
    )
    return str(row.number if is_discreet else row)  # type: ignore[attr-defined]


def verbose_name(record: models.Model | type[models.Model], name: str) -> str:
    """What people call a field of the record."""
    field: Any = record._meta.get_field(name)
    return str(field.verbose_name)
