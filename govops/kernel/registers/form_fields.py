"""The fields of forms: what people type, in the ways they type it, with sentences that name the field and the way out."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from govops.kernel.attributes import ValuesField
from govops.kernel.organization.models import Person, Unit
from govops.kernel.organization.prepared import Prepared
from govops.kernel.records.fields import CONTROL, ChoicesField, LoadedIds, ReferencesField, RowsField
from govops.kernel.registers.pickers import widget_of
from govops.kernel.registers.references import resolve, resolve_all
from govops.kernel.registers.typed_values import ValuesFormField
from govops.kernel.registers.widgets import PickerInput, ReferenceChecks, ReferenceSelect, RowsInput

DATETIME_FORMATS = [
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y年%m月%d日 %H:%M",
]
DATE_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]
#: beyond these a date is a slip of the finger, and counting working days up to it would take for ever
YEARS = (1900, 2199)
_SAMPLE_ID = -(2**62)


class RowsFormField(forms.Field):
    """Accepts the page's table, a JSON list, or lines with `|`."""

    def __init__(self, field: RowsField, **kwargs: Any) -> None:
        super().__init__(widget=RowsInput(field), **kwargs)
        self.rows = field

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        if isinstance(value, str):
            text = value.strip()
            value = self._from_json(text) if text.startswith("[") else self.rows.from_lines(text)
        return self.rows.checked(value)

    def _from_json(self, text: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise ValidationError(f"“{self.label}”不是正确的列表，请核对格式。") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True


class Prompt(forms.ModelChoiceField):
    """A choice among rows that finds one by its id without compiling the query each time."""

    def _set_queryset(self, queryset: Any) -> None:
        super()._set_queryset(queryset)  # type: ignore[misc]
        self.by_ids: Prepared[Any] = Prepared(
            lambda ids: queryset.filter(pk__among=ids).order_by(), [_SAMPLE_ID]
        )

    queryset = property(forms.ModelChoiceField._get_queryset, _set_queryset)  # type: ignore[attr-defined]


class ReferenceField(Prompt):
    """A reference by id (a number, or what was picked) or, in text, by natural key."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if isinstance(value, self.queryset.model):
            value = value.pk
        try:
            return resolve(self.queryset, value, by_ids=self.by_ids)
        except LookupError as error:
            raise ValidationError(f"“{self.label}”：{error}，请从列表中选择。") from None


class PeopleField(forms.ModelMultipleChoiceField):
    """Several people."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Person.objects.filter(is_active=True).select_related("unit"),
            widget=PickerInput("people", multiple=True),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        try:
            found = resolve_all(self.queryset, list(value or []))  # type: ignore[arg-type]
        except LookupError as error:
            raise ValidationError(f"“{self.label}”：{error}，请从列表中选择。") from None
        if self.required and not found:
            raise ValidationError(f"请选择“{self.label}”。")
        return found


class ReferencesFormField(Prompt, forms.ModelMultipleChoiceField):
    """Several references as ids; accepts names and numbers, as a list or joined by 、."""

    def __init__(self, field: ReferencesField, **kwargs: Any) -> None:
        queryset = field.target._default_manager.all()
        if hasattr(field.target, "is_active"):
            queryset = queryset.filter(is_active=True)
        widget: forms.Widget = ReferenceChecks()
        if field.target is Person:
            queryset, widget = queryset.select_related("unit"), PickerInput("people", multiple=True)
        super().__init__(queryset, widget=widget_of(field, multiple=True) or widget, **kwargs)

    def clean(self, value: Any) -> Any:
        wanted = value.split("、") if isinstance(value, str) else list(value or [])
        try:
            found = resolve_all(
                self.queryset, [one for one in wanted if str(one).strip()], by_ids=self.by_ids
            )
        except LookupError as error:
            raise ValidationError(f"“{self.label}”：{error}，请从列表中选择。") from None
        if self.required and not found:
            raise ValidationError(f"请选择“{self.label}”。")
        return LoadedIds.of(found)


class SeveralField(forms.MultipleChoiceField):
    """Several choices by value or label, as a list or joined by 、."""

    def __init__(self, field: ChoicesField, **kwargs: Any) -> None:
        super().__init__(choices=list(field.labels.items()), widget=forms.CheckboxSelectMultiple, **kwargs)
        self.by_label = {label: value for value, label in field.labels.items()}

    def to_python(self, value: Any) -> list[str]:
        wanted = value.split("、") if isinstance(value, str) else list(value or [])
        return [self.by_label.get(str(one).strip(), str(one).strip()) for one in wanted if str(one).strip()]


def no_control_characters(value: Any) -> None:
    """Text may hold line breaks and tabs, and nothing else that cannot be seen."""
    if isinstance(value, str) and CONTROL.search(value):
        raise ValidationError("含有不可见的控制字符，请删去后重新输入。", code="control")


def _one_line(label: str) -> Callable[[Any], None]:
    def check(value: Any) -> None:
        if isinstance(value, str) and ("\n" in value or "\r" in value):
            raise ValidationError(f"“{label}”只能写一行，请删去换行。")

    return check


def _year_check(label: str) -> Callable[[Any], None]:
    def check(value: Any) -> None:
        if not YEARS[0] <= value.year <= YEARS[1]:
            raise ValidationError(f"“{label}”的年份应在 {YEARS[0]} 至 {YEARS[1]} 之间，请核对。")

    return check


def form_field(field: Any, **kwargs: Any) -> forms.Field | None:
    """The form field of a model field."""
    label = str(field.verbose_name)
    if isinstance(field, RowsField):
        made: forms.Field = RowsFormField(
            field, label=label, required=not field.blank, help_text=field.help_text
        )
    elif isinstance(field, ReferencesField):
        made = ReferencesFormField(field, label=label, required=not field.blank, help_text=field.help_text)
    elif isinstance(field, ChoicesField):
        made = SeveralField(field, label=label, required=not field.blank, help_text=field.help_text)
    elif isinstance(field, ValuesField):
        made = ValuesFormField(field, label=label, required=not field.blank, help_text=field.help_text)
    elif isinstance(field, models.ForeignKey):
        made = _reference(field, label)
    elif isinstance(field, models.DateTimeField):
        widget: forms.Widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        made = forms.DateTimeField(
            label=label,
            required=not field.blank,
            input_formats=DATETIME_FORMATS,
            widget=widget,
            help_text=field.help_text,
        )
    elif isinstance(field, models.DateField):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        made = forms.DateField(
            label=label,
            required=not field.blank,
            input_formats=DATE_FORMATS,
            widget=widget,
            help_text=field.help_text,
        )
    else:
        found = field.formfield(**kwargs)
        if found is None:
            return None
        made = found
        if isinstance(field, models.TextField):
            made.widget.attrs["rows"] = 3
        # The model's own bounds are looked at here, where the sentence names the field.
        bounds = MinValueValidator | MaxValueValidator
        made.validators += [copy(one) for one in field._validators if isinstance(one, bounds)]
    return worded(made, label)


def _reference(field: Any, label: str) -> ReferenceField:
    model = field.remote_field.model
    queryset = model._default_manager.all()
    if hasattr(model, "is_active"):
        queryset = queryset.filter(is_active=True)
    widget: forms.Widget = ReferenceSelect()
    if model is Person:
        queryset, widget = queryset.select_related("unit"), PickerInput("people")
    elif model is Unit:
        widget = PickerInput("units")
    return ReferenceField(
        queryset,
        label=label,
        required=not field.blank,
        widget=widget_of(field) or widget,
        help_text=field.help_text,
        empty_label="请选择",
    )


def worded(made: forms.Field, label: str) -> forms.Field:
    made.label = label
    words = {
        "required": f"请填写“{label}”。",
        "invalid": f"“{label}”填写有误，请核对格式。",
        "invalid_choice": f"“{label}”没有“%(value)s”这个选项，请从列表中选择。",
        "invalid_list": f"“{label}”应为列表。",
    }
    if isinstance(made, forms.ChoiceField | forms.ModelChoiceField):
        words["required"] = f"请选择“{label}”。"
    if isinstance(made.widget, forms.Select) and not isinstance(
        made, forms.ModelChoiceField
    ):  # its choices would be asked of the database
        made.widget.choices = [
            (value, "请选择" if value in ("", None) else text) for value, text in made.widget.choices
        ]
    if isinstance(made, forms.DateTimeField):
        words["invalid"] = f"“{label}”应为日期和时间，如 2026-11-23 14:00。"
    elif isinstance(made, forms.DateField):
        words["invalid"] = f"“{label}”应为日期，如 2026-11-23。"
    elif isinstance(made, forms.IntegerField | forms.DecimalField):
        words["invalid"] = f"“{label}”应为数字。"
    made.error_messages |= words
    for validator in made.validators:
        _word_validator(validator, label)
    if isinstance(made, forms.CharField):
        made.validators.append(no_control_characters)
        if type(made.widget) is forms.TextInput:
            made.validators.append(_one_line(label))
    if isinstance(made, forms.DateField | forms.DateTimeField):
        made.validators.append(_year_check(label))
    return made


def _word_validator(validator: Any, label: str) -> None:
    label = label.replace("%", "%%")  # 相对湿度（%）
    words = {
        "max_length": f"“{label}”不能超过 %(limit_value)d 个字，现有 %(show_value)d 个，请缩短。",
        "min_value": f"“{label}”不能小于 %(limit_value)s。",
        "max_value": f"“{label}”不能大于 %(limit_value)s。",
        "max_digits": f"“{label}”的位数过多，请核对。",
    }
    if words.get(getattr(validator, "code", "")):
        validator.message = words[validator.code]
