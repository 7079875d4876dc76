"""The part of a form that follows the kind of thing: an input for every attribute that is asked of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.attributes import Attribute, AttributeKind, ValuesField, sealing, targets
from govops.kernel.attributes.cleaning import CLEARED, clean
from govops.kernel.attributes.showing import word
from govops.kernel.registers.widgets import _people_by_words

_HINTS = {
    AttributeKind.ADDRESS: "10.1.2.3、10.1.2.0/24 或 MAC 地址",
    AttributeKind.DATE: "2026-11-23",
}


class ValuesInput(forms.Widget):
    """Real inputs for `attributes`, named `values-of-cpu`; without any, a word on what to choose first."""

    template_name = "ui/values_input.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__()
        self.attributes: tuple[Attribute, ...] | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        start = f"{name}-of-"
        answers = {key.removeprefix(start): data[key] for key in data if key.startswith(start)}
        return answers or data.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and not any(key.startswith(f"{name}-of-") for key in data)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        answers = _mapping(value)
        context["cells"] = [self._cell(name, one, answers.get(one.name)) for one in self.attributes or ()]
        context["is_open"] = self.attributes is not None
        return context

    def _cell(self, name: str, asked: Attribute, value: Any) -> dict[str, Any]:
        own = f"{name}-of-{asked.name}"
        is_set = sealing.is_sealed(value)
        shown = "" if value is None or is_set else value
        cell: dict[str, Any] = {
            "name": own, "id": f"id_{own}", "asked": asked, "value": shown, "is_set": is_set,
            "input": {"date": "date", "secret": "password"}.get(asked.kind, "text"), "hint": _hint(asked), "cleared": CLEARED,
        }  # fmt: skip
        if asked.kind == AttributeKind.REFERENCE and asked.to == targets.PERSON.code:
            cell["picker"] = _people_by_words(own, str(shown), label=asked.title) | {"id": f"id_{own}"}
        return cell


def _hint(asked: Attribute) -> str:
    if asked.kind == AttributeKind.REFERENCE:
        target = targets.find(asked.to)
        return (
            "部门简称或编码" if asked.to == targets.UNIT.code else f"{target.title if target else ''}的编号"
        )
    return _HINTS.get(asked.kind, "")


class ValuesFormField(forms.Field):
    """Takes the page's inputs, a JSON object, or lines `属性：值`; what is right for the kind of thing is checked by `settle`."""

    def __init__(self, field: ValuesField, **kwargs: Any) -> None:
        super().__init__(widget=ValuesInput(), **kwargs)
        self.values = field

    def to_python(self, value: Any) -> dict[str, Any]:
        if value in (None, ""):
            return {}
        if isinstance(value, str):
            value = self._read(value.strip())
        if not isinstance(value, Mapping):
            raise ValidationError(f"“{self.label}”应为“属性：值”的若干行，或一个 JSON 对象。")
        return dict(value)

    def _read(self, text: str) -> Any:
        if text.startswith("{"):
            try:
                return json.loads(text)
            except (ValueError, RecursionError):
                raise ValidationError(f"“{self.label}”不是正确的 JSON 对象，请核对格式。") from None
        answers = {}
        for line in filter(str.strip, text.splitlines()):
            title, colon, answer = line.replace("：", ":", 1).partition(":")
            if not colon:
                raise ValidationError(f"“{self.label}”每行写作“属性：值”，请核对：{line[:40]}")
            answers[title.strip()] = answer.strip()
        return answers

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True

    def ask(self, attributes: tuple[Attribute, ...]) -> None:
        """Show inputs for these."""
        self.widget.attributes = attributes


def _mapping(value: Any) -> dict[str, Any]:
    """What was typed, or kept, as a mapping; nothing from a text that is none."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    return dict(value) if isinstance(value, Mapping) else {}


def settle(record: Any, name: str, *, kept: Mapping[str, Any] | None, actor: Actor) -> None:
    """Check the values in the field `name` of a record about to be saved; Refused 422 with a sentence for each attribute.

    `kept`: what the record held before. Called by a register's `prepare`.
    """
    field: Any = record._meta.get_field(name)
    reader = None if actor.is_system else actor
    try:
        values = clean(field.of(record), getattr(record, name) or {}, kept=kept, actor=reader)
    except ValidationError as error:
        sentences = [sentence for told in error.message_dict.values() for sentence in told]
        raise Refused(sentences[0], field=name, status=422, errors={name: sentences}) from None
    setattr(record, name, values)


def lines_of(field: ValuesField, record: Any) -> list[tuple[str, str]]:
    """(title, words) of every attribute that is asked of the record, answered or not."""
    values = field.value_from_object(record) or {}
    asked = field.of(record)
    known = {one.name for one in asked}
    told = [(one.title, word(one, values.get(one.name))) for one in asked]
    return told + [(key, word(Attribute(key, key), raw)) for key, raw in values.items() if key not in known]
