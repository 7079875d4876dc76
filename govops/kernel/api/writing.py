"""Records as JSON: one compiled function a register, no query a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django.db import models

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.attributes import ValuesField
from govops.kernel.records.fields import ChoicesField, ReferencesField, RowsField
from govops.kernel.records.models import NeedToKnow, Record
from govops.kernel.records.sight import HIDDEN, Sight
from govops.kernel.registers.declarations import Register

Json = dict[str, Any]
_HEAD = (
    "number", "title", "state", "unit", "applicant", "created_by", "created_at", "updated_at", "version",
    "secrecy_level", "secrecy_years", "is_restricted", "network_zone",
)  # fmt: skip


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
    """The rows as JSON; what they refer to is looked at together, whatever the number of rows."""
    rows = list(rows)
    sight = Sight(actor)
    sight.look_over(rows, names_of(register))
    writers = _writers(register)
    made = []
    for row in rows:
        out: Json = {"id": row.pk, "register": register.code}
        for write in writers:
            write(row, out, sight)
        made.append(out)
    return made


def reference(row: Any, sight: Sight) -> Json:
    """A reference as id and name; a record that the reader may not see keeps its name to itself."""
    if not isinstance(row, Record):
        return {"id": row.pk, "name": str(row)}
    return {"id": row.pk, "name": row.title if sight.may_name(row) else HIDDEN}


def brief(register: Register, record: Any) -> Json:
    """What a record is and where it stands, without a query: the answer to a move."""
    states = register.process.state_words if register.process else {}
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


Writer = Callable[[Any, Json, Sight], None]


@cache
def _writers(register: Register) -> tuple[Writer, ...]:
    return tuple(_writer(register, name) for name in names_of(register))


def _writer(register: Register, name: str) -> Writer:
    field: Any = register.model._meta.get_field(name)
    labels = (
        register.process.state_words
        if name == "state" and register.process
        else dict(field.flatchoices or ())
    )
    if isinstance(field, models.ForeignKey):
        return _relation(name, field.attname)
    if isinstance(field, ReferencesField):
        return _relations(field)
    if isinstance(field, ChoicesField):
        return _several(name, field.labels)
    if labels or name == "state":
        return _labelled(name, labels)
    if isinstance(field, ValuesField):
        return _values(field)
    return _plain(field)


def _relation(name: str, attname: str) -> Writer:
    def write(row: Any, out: Json, sight: Sight) -> None:
        out[name] = reference(getattr(row, name), sight) if getattr(row, attname) is not None else None

    return write


def _relations(field: ReferencesField) -> Writer:
    name = field.name

    def write(row: Any, out: Json, sight: Sight) -> None:
        ids = getattr(row, name) or ()
        known = {one.pk: one for one in field.rows(ids)} if ids else {}
        out[name] = [reference(known[pk], sight) if pk in known else {"id": pk, "name": ""} for pk in ids]

    return write


def _several(name: str, labels: dict[str, str]) -> Writer:
    def write(row: Any, out: Json, sight: Sight) -> None:
        out[name] = chosen = list(getattr(row, name) or ())
        out[f"{name}_label"] = [str(labels.get(value, value)) for value in chosen]

    return write


def _labelled(name: str, labels: dict[Any, Any]) -> Writer:
    def write(row: Any, out: Json, sight: Sight) -> None:
        out[name] = value = getattr(row, name)
        out[f"{name}_label"] = str(labels.get(value, "" if value is None else value))

    return write


def _values(field: ValuesField) -> Writer:
    def write(row: Any, out: Json, sight: Sight) -> None:
        out[field.name] = field.told(getattr(row, field.name))

    return write


#: fields whose value is JSON as it stands
_AS_IT_STANDS = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.AutoField,
    RowsField,
)


def _plain(field: Any) -> Writer:
    name = field.name

    def as_it_stands(row: Any, out: Json, sight: Sight) -> None:
        out[name] = getattr(row, name)

    def as_a_moment(row: Any, out: Json, sight: Sight) -> None:
        out[name] = local(getattr(row, name))

    def as_json_holds_it(row: Any, out: Json, sight: Sight) -> None:
        out[name] = plain(getattr(row, name))

    if isinstance(field, models.DateTimeField):
        return as_a_moment
    return as_it_stands if isinstance(field, _AS_IT_STANDS) else as_json_holds_it


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
    return moment.local(value).isoformat(timespec="seconds") if value else None
