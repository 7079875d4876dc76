"""The JSON type of each form field: what a program must send, how it is described, and the sentence when it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms

from govops.kernel.registers.form_fields import (
    PeopleField,
    ReferenceField,
    ReferencesFormField,
    RowsFormField,
    SeveralField,
)
from govops.kernel.registers.forms import RecordForm
from govops.kernel.registers.typed_values import ValuesFormField

Json = dict[str, Any]
_SCALAR = (str, int, float)

#: kind → what the sentence says it should be
WORDS = {
    "text": "文本",
    "boolean": "true 或 false",
    "integer": "整数",
    "number": "数字",
    "choice": "可选值之一",
    "choices": "可选值的列表",
    "date": "日期文本，如 2026-11-23",
    "datetime": "日期时间文本，如 2026-11-23T14:00",
    "reference": "编号（id）、名称或含 id 的对象",
    "references": "编号（id）或名称的列表",
    "rows": "若干行的列表，每行为一个对象",
    "values": '对象，如 {"cpu": 16}',
}


@dataclass(frozen=True)
class Shape:
    """One field as JSON. `schema` is its OpenAPI schema."""

    name: str
    title: str
    kind: str
    required: bool
    schema: Json

    def fits(self, value: Any) -> bool:
        """Whether the value has the right JSON type; the form judges the rest."""
        if value is None:
            return self.kind != "boolean"
        return _FITS[self.kind](value)

    def taken(self, value: Any) -> Any:
        """The value as the form wants it: references given as objects become their ids."""
        if self.kind == "reference":
            return _id_of(value)
        if self.kind == "references":
            return [_id_of(one) for one in value or []]
        return value


def _id_of(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) else value


def _is_reference(value: Any) -> bool:
    if isinstance(value, dict):
        value = value.get("id")
    return isinstance(value, int | str) and not isinstance(value, bool)


def _is_row(value: Any) -> bool:
    return isinstance(value, dict) and all(
        cell is None or (isinstance(cell, _SCALAR) and not isinstance(cell, bool)) for cell in value.values()
    )


_FITS: dict[str, Any] = {
    "text": lambda v: isinstance(v, str),
    "date": lambda v: isinstance(v, str),
    "datetime": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, _SCALAR) and not isinstance(v, bool),
    "choice": lambda v: isinstance(v, _SCALAR) and not isinstance(v, bool),
    "choices": lambda v: isinstance(v, list) and all(isinstance(one, str) for one in v),
    "reference": _is_reference,
    "references": lambda v: isinstance(v, list) and all(_is_reference(one) for one in v),
    "rows": lambda v: isinstance(v, list) and all(_is_row(one) for one in v),
    "values": lambda v: isinstance(v, dict),
}


def kind_of(field: forms.Field) -> str:
    """The kind of a form field, as in WORDS."""
    for classes, kind in (
        (RowsFormField, "rows"),
        (ValuesFormField, "values"),
        ((PeopleField, ReferencesFormField), "references"),
        (ReferenceField, "reference"),
        (SeveralField, "choices"),
        (forms.BooleanField, "boolean"),
        (forms.ChoiceField, "choice"),
        (forms.DateTimeField, "datetime"),
        (forms.DateField, "date"),
        ((forms.DecimalField, forms.FloatField), "number"),
        (forms.IntegerField, "integer"),
    ):
        if isinstance(field, classes):
            return kind
    return "text"


def shape_of(name: str, field: forms.Field) -> Shape:
    """The shape of one form field."""
    kind = kind_of(field)
    schema: Json = {"title": str(field.label or name), **_schema(kind, field)}
    if field.help_text:
        schema["description"] = str(field.help_text)
    return Shape(name, str(field.label or name), kind, bool(field.required) and kind != "boolean", schema)


REFERENCE_SCHEMA: Json = {
    "anyOf": [
        {"type": "integer", "minimum": 1},
        {"type": "string", "description": "工号、编号、名称等"},
        {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]},
        {"type": "null"},
    ]
}


def _schema(kind: str, field: Any) -> Json:
    if kind == "rows":
        return {"type": ["array", "null"], "maxItems": field.rows.max_rows, "items": _row_schema(field.rows)}
    if kind == "values":
        return {"type": ["object", "null"], "additionalProperties": {"type": ["string", "number", "null"]}}
    if kind == "references":
        return {"type": ["array", "null"], "items": {"anyOf": REFERENCE_SCHEMA["anyOf"][:3]}}
    if kind == "reference":
        return dict(REFERENCE_SCHEMA)
    if kind in {"choice", "choices"}:
        return _choice_schema(kind, field)
    if kind == "boolean":
        return {"type": "boolean"}
    if kind in {"date", "datetime"}:
        return {
            "type": ["string", "null"],
            "examples": ["2026-11-23" if kind == "date" else "2026-11-23T14:00"],
        }
    if kind in {"integer", "number"}:
        limits = {"minimum": getattr(field, "min_value", None), "maximum": getattr(field, "max_value", None)}
        kinds = ["integer", "null"] if kind == "integer" else ["number", "string", "null"]
        return {
            "type": kinds,
            **{key: limit for key, limit in limits.items() if isinstance(limit, int | float)},
        }
    longest = getattr(field, "max_length", None)
    return {"type": ["string", "null"], **({"maxLength": longest} if longest else {})}


def _choice_schema(kind: str, field: Any) -> Json:
    pairs = [(value, str(label)) for value, label in field.choices if value not in ("", None)]
    words = "；".join(f"{value} {label}" for value, label in pairs)
    one: Json = {"enum": [value for value, _ in pairs]}
    if kind == "choices":
        return {"type": ["array", "null"], "items": one, "x-labels": words}
    return {"enum": [*one["enum"], None, *([] if field.required else [""])], "x-labels": words}


def _row_schema(rows: Any) -> Json:
    return {
        "type": "object",
        "properties": {
            column.name: {
                "title": column.title,
                "type": ["string", "integer", "null"],
                "maxLength": column.max_length,
                **(
                    {"x-labels": "；".join(f"{value} {label}" for value, label in column.choices)}
                    if column.choices
                    else {}
                ),
            }
            for column in rows.columns
        },
        "required": [column.name for column in rows.columns if column.required],
        "additionalProperties": False,
    }


@cache
def shapes_of(form: type[RecordForm]) -> dict[str, Shape]:
    """Name → shape of every field of a compiled form."""
    return {name: shape_of(name, field) for name, field in form.base_fields.items()}


def taken(
    shapes: Mapping[str, Shape], body: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """`body` for the form, and a sentence for each value of a wrong type. Unknown names are left for the door to refuse."""
    errors: dict[str, list[str]] = {}
    data: dict[str, Any] = {}
    for name, value in body.items():
        shape = shapes.get(name)
        if shape is None:
            data[name] = value
        elif shape.fits(value):
            data[name] = shape.taken(value)
        else:
            errors[name] = [f"“{shape.title}”应为{WORDS[shape.kind]}，请核对。"]
    return data, errors
