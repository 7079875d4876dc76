"""References to other records: one may only choose, and is only offered, what one may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from django import forms

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.records import kinds
from govops.kernel.records.models import Record
from govops.kernel.records.sight import Sight
from govops.kernel.records.visibility import visible
from govops.kernel.registers.declarations import Register
from govops.kernel.registers.typed_values import ValuesFormField


def _target(field: forms.Field) -> type[Record] | None:
    model = getattr(getattr(field, "queryset", None), "model", None)
    return model if isinstance(model, type) and issubclass(model, Record) else None


#: compiled form → its fields that refer to records, as long as there is such a form: dialogs and imports make their own
_references: WeakKeyDictionary[type[forms.BaseForm], tuple[str, ...]] = WeakKeyDictionary()


def _referring(form: forms.BaseForm) -> tuple[str, ...]:
    """The fields of a form that refer to records."""
    kind: Any = type(form)
    if kind not in _references:
        _references[kind] = tuple(name for name, field in kind.base_fields.items() if _target(field))
    return _references[kind]


def offer_visible(form: forms.BaseForm, actor: Actor) -> None:
    """Narrow the choices of a form of one's own (never of a shared one) to the records that `actor` may see."""
    for field in form.fields.values():
        if model := _target(field):
            field.queryset = visible(field.queryset, actor, register=kinds.of(model).code)  # type: ignore[attr-defined]


def offer_narrowed(form: forms.BaseForm, register: Register) -> None:
    """Leave of each narrowed field only what belongs to the answer of the other one: nothing before it was given."""
    for name, by in register.narrowed_by.items():
        field: Any = form.fields[name]
        answer = form[by].value()
        pk = getattr(answer, "pk", answer)
        is_id = str(pk).isdecimal() and len(str(pk)) < 19
        if isinstance(field, ValuesFormField):
            _ask_of(field, form.fields[by].queryset.filter(pk=pk).first() if is_id else None)  # type: ignore[attr-defined]
            continue
        field.queryset = field.queryset.filter(**{by: pk}) if is_id else field.queryset.none()
        if not is_id:
            field.help_text = f"请先选择“{form.fields[by].label}”。"


def _ask_of(field: ValuesFormField, kind: Any) -> None:
    """Show the inputs that the chosen kind of thing asks for; none before it was chosen."""
    if kind is not None:
        field.ask(kind.all_attributes())


def held(form: forms.BaseForm, record: Any) -> dict[str, set[int]]:
    """Field → ids of the records that `record` refers to already; these stay whoever changes the rest."""
    found: dict[str, set[int]] = {}
    for name in _referring(form):
        value: Any = getattr(record, record._meta.get_field(name).attname, None)
        found[name] = set(value) if isinstance(value, list) else set() if value is None else {value}
    return found


def require_visible(
    form: forms.ModelForm, actor: Actor, *, before: dict[str, set[int]], sight: Sight | None = None
) -> None:
    """Refused 422 when a record was chosen that `actor` may not see, in the words for one that is not there."""
    for name, sentence in out_of_sight(form, actor, before=before, sight=sight or Sight(actor)):
        raise Refused(sentence, field=name, status=422)


def out_of_sight(
    form: forms.ModelForm, actor: Actor, *, before: dict[str, set[int]], sight: Sight
) -> Iterator[tuple[str, str]]:
    """(field, sentence) of each field that names a record which `actor` may not see and which was not there `before`."""
    if actor.is_system:
        return
    for name in _referring(form):
        field = form.fields[name]
        chosen = [row for row in _rows(form.cleaned_data.get(name)) if row.pk not in before.get(name, ())]
        sight.look_at(chosen)
        if hidden := next((row for row in chosen if not sight.may_name(row)), None):
            yield name, f"“{field.label}”：找不到“{hidden.pk}”，请从列表中选择。"


def _rows(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(getattr(value, "rows", ())) if isinstance(value, list) else [value]
