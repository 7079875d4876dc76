"""Records as JSON: one compiled function a register, no query a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django.db import models
from django.utils import timezone

from govops.kernel.access.actor import Actor
from govops.kernel.records.fields import ChoicesField, LoadedIds, ReferencesField, RowsField
from govops.kernel.records.models import NeedToKnow, Record
from govops.kernel.registers.declarations import Register

Json = dict[str, Any]
#: field name → id → {"id", "name"}, for the fields that hold several references
Names = dict[str, dict[int, Json]]
_HEAD = (
    "number", "title", "state", "unit", "applicant", "created_by", "created_at", "updated_at", "version",
    "secrecy_level", "secrecy_years", "is_restricted", "network_zone",
)  # fmt: skip
HIDDEN = "（无权查看）"


@cache
def names_of(register: Register) -> tuple[str, ...]:
    """Every field that a record shows, in order: the common head, the form, what moves fill in."""
    return tuple(dict.fromkeys((*_HEAD, *register.fields, *register.shown_fields)))


@cache
def relations(register: Register) -> tuple[str, ...]:
    """The single references to load together with the rows."""
    model = register.model
    return tuple(
        name for name in names_of(register) if isinstance(model._meta.get_field(name), models.ForeignKey)
    )


def one(register: Register, record: Any, actor: Actor) -> Json:
    """One record with its 知悉范围."""
    made = many(register, [record], actor)[0]
    if register.secrecy:
        made["known_to"] = _known_to(register, record) if record.is_restricted else []
    return made


def _known_to(register: Register, record: Any) -> list[Json]:
    rows = NeedToKnow.objects.filter(
        register=register.code, record_id=record.pk, person__isnull=False
    ).order_by("id")
    return [{"id": row.person_id, "name": str(row.person)} for row in rows.select_related("person")]


def many(register: Register, rows: Iterable[Any], actor: Actor) -> list[Json]:
    """The rows as JSON; one query for each field that holds several references, whatever the number of rows."""
    rows = list(rows)
    clearance = actor.person.clearance if actor.person else 0
    names = {field.name: _names(field, rows, clearance) for field in _reference_lists(register)}
    writers = _writers(register)
    made = []
    for row in rows:
        out: Json = {"id": row.pk, "register": register.code}
        for write in writers:
            write(row, out, names, clearance)
        made.append(out)
    return made


@cache
def _reference_lists(register: Register) -> tuple[ReferencesField, ...]:
    found = (register.model._meta.get_field(name) for name in names_of(register))
    return tuple(field for field in found if isinstance(field, ReferencesField))


def _names(field: ReferencesField, rows: list[Any], clearance: int) -> dict[int, Json]:
    lists = [getattr(row, field.attname) or () for row in rows]
    loaded = {row.pk: row for ids in lists if isinstance(ids, LoadedIds) for row in ids.rows}
    missing = {pk for ids in lists for pk in ids} - loaded.keys()
    found = loaded | (field.target._default_manager.in_bulk(missing) if missing else {})
    return {pk: reference(target, clearance) for pk, target in found.items()}


def reference(row: Any, clearance: int) -> Json:
    """A reference as id and name; a record above the reader's clearance, or restricted, keeps its name to itself."""
    if not isinstance(row, Record):
        return {"id": row.pk, "name": str(row)}
    hidden = row.is_restricted or row.secrecy_level > clearance
    return {"id": row.pk, "name": HIDDEN if hidden else row.title}


def brief(register: Register, record: Any) -> Json:
    """What a record is and where it stands, without a query: the answer to a move."""
    states = dict(register.process.states.choices) if register.process else {}
    return {
        "id": record.pk,
        "register": register.code,
        "number": record.number,
        "title": record.title,
        "state": record.state,
        "state_label": str(states.get(record.state, record.state)),
        "version": record.version,
        "updated_at": local(record.updated_at),
    }


Writer = Callable[[Any, Json, Names, int], None]


@cache
def _writers(register: Register) -> tuple[Writer, ...]:
    return tuple(_writer(register, name) for name in names_of(register))


def _writer(register: Register, name: str) -> Writer:
    field: Any = register.model._meta.get_field(name)
    labels = (
        dict(register.process.states.choices)
        if name == "state" and register.process
        else dict(field.flatchoices or ())
    )
    if isinstance(field, models.ForeignKey):
        return _relation(name, field.attname)
    if isinstance(field, ReferencesField):
        return _relations(name)
    if isinstance(field, ChoicesField):
        return _several(name, field.labels)
    if labels or name == "state":
        return _labelled(name, labels)
    return _plain(name, is_rows=isinstance(field, RowsField))


def _relation(name: str, attname: str) -> Writer:
    def write(row: Any, out: Json, names: Names, clearance: int) -> None:
        out[name] = reference(getattr(row, name), clearance) if getattr(row, attname) is not None else None

    return write


def _relations(name: str) -> Writer:
    def write(row: Any, out: Json, names: Names, clearance: int) -> None:
        known = names[name]
        out[name] = [known.get(pk) or {"id": pk, "name": ""} for pk in getattr(row, name) or ()]

    return write


def _several(name: str, labels: dict[str, str]) -> Writer:
    def write(row: Any, out: Json, names: Names, clearance: int) -> None:
        out[name] = chosen = list(getattr(row, name) or ())
        out[f"{name}_label"] = [str(labels.get(value, value)) for value in chosen]

    return write


def _labelled(name: str, labels: dict[Any, Any]) -> Writer:
    def write(row: Any, out: Json, names: Names, clearance: int) -> None:
        out[name] = value = getattr(row, name)
        out[f"{name}_label"] = str(labels.get(value, "" if value is None else value))

    return write


def _plain(name: str, *, is_rows: bool) -> Writer:
    def write(row: Any, out: Json, names: Names, clearance: int) -> None:
        value = getattr(row, name)
        out[name] = value if is_rows else plain(value)

    return write


def plain(value: Any) -> Any:
    """A value as JSON holds it: moments in ISO local time, decimals as text."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime):
        return local(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    return str(value)


def local(value: datetime | None) -> str | None:
    """ISO 8601 in the bureau's time zone, to the second."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None
