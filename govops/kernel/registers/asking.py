"""What a move asks for: its fields as a form, and typed input as the values that the engine takes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from govops.kernel.registers.declarations import Register
from govops.kernel.registers.forms import RecordForm, compile_form

_SIGNING = {"signature", "digest", "key_id"}
#: the page offers the same for each verb of an approval (`offers`)
_TAKEN_BY_APPROVALS = {
    "submit": frozenset(_SIGNING),
    "approve": frozenset({"opinion"} | _SIGNING),
    "refuse": frozenset({"opinion"} | _SIGNING),
    "return": frozenset({"opinion", "to_step"} | _SIGNING),
    "transfer": frozenset({"opinion", "people"}),
    "add_signer": frozenset({"opinion", "people"}),
    "take_back": frozenset(),
    "revoke": frozenset({"opinion"}),
    "urge": frozenset({"opinion"}),
    "circulate": frozenset({"opinion", "people"}),
    "read": frozenset(),
}


def fields_of(register: Register, verb: str) -> tuple[str, ...]:
    """The names that the verb asks for; none for the approval's verbs."""
    move = register.process.moves.get(verb) if register.process else None
    return move.asks if move else ()


@cache
def form_of(register: Register, verb: str) -> type[RecordForm]:
    """The form over what the verb asks for. Nothing is required here: the door says what is missing, in its own words."""
    form = compile_form(register.model, fields_of(register, verb))
    for field in form.base_fields.values():
        field.required = False
    return form


def taken_by(register: Register, verb: str) -> frozenset[str]:
    """What the verb takes besides the fields that it asks for: an opinion, people, a step, what signs it."""
    move = register.process.moves.get(verb) if register.process else None
    if move is None:
        return _TAKEN_BY_APPROVALS[verb]
    return frozenset(
        ({"opinion"} if move.opinion != "none" else set()) | (_SIGNING if move.signed else set())
    )


def parse(
    register: Register, verb: str, data: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The asked fields that `data` holds, as Python values, and a sentence for each that cannot be read."""
    fields: dict[str, forms.Field] = form_of(register, verb).base_fields
    values: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, raw in data.items():
        try:
            values[name] = fields[name].clean(raw)
        except ValidationError as error:
            errors[name] = _sentences(str(fields[name].label), error)
    return values, errors


def _sentences(label: str, error: ValidationError) -> list[str]:
    """The sentences of an error, each naming the field (the shared validators do not know it)."""
    return [
        f"“{label}”{sentence}" if one.code == "control" else sentence
        for one in error.error_list
        for sentence in one.messages
    ]
