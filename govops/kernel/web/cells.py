"""A value as a table cell or a line of the form: the same for lists, pages and panels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import models
from django.template.loader import render_to_string

from govops.kernel.attributes import ValuesField
from govops.kernel.organization.models import Person
from govops.kernel.records import facts, kinds
from govops.kernel.records.fields import ChoicesField, ReferencesField, RowsField
from govops.kernel.records.models import Record
from govops.kernel.records.sight import Sight
from govops.kernel.registers.declarations import Column, Register
from govops.kernel.registers.typed_values import lines_of

_BY_NAME = {
    "approving": "accent", "approved": "green", "refused": "red", "draft": "muted", "cancelled": "muted", "archived": "muted",
    "closed": "muted", "done": "green", "active": "green", "open": "amber", "inside": "amber", "lost": "red", "stopped": "red",
}  # fmt: skip


def tone_of(register: Register, state: str) -> str:
    """The tone of a state's chip."""
    return register.chip_tones.get(state) or _BY_NAME.get(state, "accent")


def state_chip(register: Register, record: Any) -> dict[str, str]:
    """{text, tone} of the record's state."""
    if register.process is None:
        return {"text": "", "tone": "muted"}
    return {
        "text": _state_words(register).get(record.state, record.state),
        "tone": tone_of(register, record.state),
    }


@cache
def _state_words(register: Register) -> dict[str, str]:
    states = register.process.states.choices if register.process else []
    return {str(value): str(label) for value, label in states}


def cell(register: Register, column: Column, record: Any, sight: Sight) -> dict[str, Any]:
    """One cell of the list, as the reader of `sight` may see it."""
    made = _value(register, column.name, record, sight, kind=column.kind)
    made["label"] = (
        register.column_title(column)
        if column.title or not hasattr(register, f"show_{column.name}")
        else column.name
    )
    if column.second:
        made["sub"] = _words(register, column.second, record, sight)
    return made


def look_over(sight: Sight, columns: Iterable[Column], records: Sequence[Any]) -> None:
    """Settle together what the cells of these columns name."""
    names = {name for column in columns for name in (column.name, column.second) if name}
    sight.look_over(records, names)


def _words(register: Register, name: str, record: Any, sight: Sight) -> str:
    show = getattr(register, f"show_{name}", None)
    if show is not None:
        told = show(record)
        return told if isinstance(told, str) else str(told.get("text", ""))
    return facts.words(record, name, named=sight.name_of)


Teller = Callable[[Any, Sight], dict[str, Any]]


def _value(register: Register, name: str, record: Any, sight: Sight, *, kind: str = "") -> dict[str, Any]:
    return _teller(register, name, kind)(record, sight)


@cache
def _teller(register: Register, name: str, kind: str) -> Teller:
    """How the cells of one column are told; decided once for all rows."""
    if show := getattr(register, f"show_{name}", None):
        return lambda record, sight: _shown(show(record))
    if name == "state":
        return lambda record, sight: {"kind": "chip", **state_chip(register, record)}
    if name == "number":
        return lambda record, sight: {"kind": "number", "text": record.number}
    field: Any = register.model._meta.get_field(name)
    if isinstance(field, models.ForeignKey) and field.remote_field.model is Person:
        return lambda record, sight: _unless_empty("person", getattr(record, name))
    if isinstance(field, models.DateTimeField):
        return lambda record, sight: _unless_empty("when", getattr(record, name))
    if isinstance(field, models.BooleanField):
        return lambda record, sight: _yes_or_no(getattr(record, name))
    return lambda record, sight: {
        "text": facts.words(record, name, named=sight.name_of),
        "kind": kind or "text",
    }


def _shown(told: Any) -> dict[str, Any]:
    return {"text": told} if isinstance(told, str) else dict(told)


def _unless_empty(kind: str, value: Any) -> dict[str, Any]:
    return {"kind": kind, "value": value} if value else {"text": ""}


def _yes_or_no(value: Any) -> dict[str, Any]:
    return {"kind": "chip", "text": "是" if value else "否", "tone": "accent" if value else "muted"}


def definition(register: Register, record: Any, names: tuple[str, ...], sight: Sight) -> list[dict[str, Any]]:
    """The fields as the paper form orders them, for the reader of `sight`: {label, value, wide, chip, url}."""
    return [line for name in names for line in _lines(register, record, name, sight)]


def is_asked(register: Register, record: Any, name: str) -> bool:
    """Whether a field belongs to this record's form: answered, or asked by what another says (`asked_when`)."""
    when = register.asked_when.get(name)
    field: Any = record._meta.get_field(name)
    unanswered: tuple[Any, ...] = (None, "", [], field.get_default())
    if when is None or getattr(record, name) not in unanswered:
        return True
    other, wanted = when.split("=")
    value = getattr(record, other)
    given = "true" if value is True else str(value)
    return given in wanted.split("|") or (wanted == "*" and value not in (None, "", False))


def _lines(register: Register, record: Any, name: str, sight: Sight) -> list[dict[str, Any]]:
    """One line a field; of typed values one line an attribute."""
    field: Any = record._meta.get_field(name)
    if isinstance(field, ValuesField):
        return [{"label": title, "value": words} for title, words in lines_of(field, record)]
    return [_line(register, record, name, sight)]


def whole_rows(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same lines; one that is left alone in its row takes the whole row, so that no half row stays empty."""
    alone: dict[str, Any] | None = None
    for line in [*lines, {"section": ""}]:
        if "section" in line or line.get("wide"):
            if alone is not None:
                alone["fill"] = True
            alone = None
        else:
            alone = None if alone is not None else line
    return lines


def _line(register: Register, record: Any, name: str, sight: Sight) -> dict[str, Any]:
    field: Any = record._meta.get_field(name)
    words = facts.words(record, name, named=sight.name_of)
    line: dict[str, Any] = {"label": str(field.verbose_name), "value": words}
    value = getattr(record, name)
    if isinstance(field, models.ForeignKey) and value is not None:
        line |= _reference(field, value, sight)
    elif isinstance(field, models.TextField | RowsField) or (
        isinstance(field, ReferencesField | ChoicesField) and len(value) > 2
    ):
        line["wide"] = True
    if isinstance(field, RowsField) and value:
        line["rows"] = {
            "columns": [c.title for c in field.columns],
            "rows": [[field.cell(c, row) for c in field.columns] for row in value],
        }
        line["html"] = render_to_string("records/rows.html", {"rows": line["rows"]})
    return line


def _reference(field: Any, value: Any, sight: Sight) -> dict[str, Any]:
    if isinstance(value, Person):
        return {"value": f"{value.name}（{value.unit.short_name}）"}
    if isinstance(value, Record) and sight.may_name(value):
        return {"value": str(value), "url": f"/r/{kinds.of(type(value)).code}/{value.pk}/"}
    return {"value": sight.name_of(value)}
