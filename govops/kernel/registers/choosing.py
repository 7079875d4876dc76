"""References to other records: one may only choose, and is only offered, what one may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.records import kinds
from govops.kernel.records.models import Record
from govops.kernel.records.visibility import visible


def _target(field: forms.Field) -> type[Record] | None:
    model = getattr(getattr(field, "queryset", None), "model", None)
    return model if isinstance(model, type) and issubclass(model, Record) else None


def offer_visible(form: forms.BaseForm, actor: Actor) -> None:
    """Narrow the choices of a form of one's own (never of a shared one) to the records that `actor` may see."""
    for field in form.fields.values():
        if model := _target(field):
            field.queryset = visible(field.queryset, actor, register=kinds.of(model).code)  # type: ignore[attr-defined]


def held(form: forms.BaseForm, record: Any) -> dict[str, set[int]]:
    """Field → ids of the records that `record` refers to already; these stay whoever changes the rest."""
    found: dict[str, set[int]] = {}
    for name, field in form.fields.items():
        if _target(field):
            value: Any = getattr(record, record._meta.get_field(name).attname, None)
            found[name] = set(value) if isinstance(value, list) else set() if value is None else {value}
    return found


def require_visible(form: forms.ModelForm, actor: Actor, *, before: dict[str, set[int]]) -> None:
    """Refused 422 when a record was chosen that `actor` may not see, in the words for one that is not there."""
    if actor.is_system:
        return
    for name, field in form.fields.items():
        if not (model := _target(field)):
            continue
        chosen = [row for row in _rows(form.cleaned_data.get(name)) if row.pk not in before.get(name, ())]
        code = kinds.of(model).code
        if hidden := _hidden(model, chosen, actor, code):
            raise Refused(f"“{field.label}”：找不到“{hidden}”，请从列表中选择。", field=name, status=422)


def _rows(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(getattr(value, "rows", ())) if isinstance(value, list) else [value]


def _hidden(model: type[Record], chosen: Iterable[Any], actor: Actor, code: str) -> str:
    """The id of the first that is hidden; asks the database only about what a look at the row leaves open."""
    clearance = actor.person.clearance if actor.person else -1
    sees_all = table.scope_of(actor, "read", code) == "all"
    doubtful = [
        row.pk for row in chosen if not sees_all or row.is_restricted or row.secrecy_level > clearance
    ]
    if not doubtful:
        return ""
    seen = set(
        visible(model._default_manager.filter(pk__in=doubtful), actor, register=code).values_list(
            "pk", flat=True
        )
    )
    return next((str(pk) for pk in doubtful if pk not in seen), "")
