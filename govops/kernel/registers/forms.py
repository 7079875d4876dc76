"""One form a register: the same checks for page, API, workbook and job, with sentences that name the field and the way out."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from copy import copy
from functools import cache
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
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


class SharedFields(dict[str, forms.Field]):
    """Form fields that are only read: a form made from them takes them as they are instead of copying each one."""

    def __deepcopy__(self, memo: Any) -> dict[str, forms.Field]:
        return dict(self)


#: widgets that look at the one entry of their name
_BY_NAME = {
    forms.Widget.value_from_datadict,
    forms.Select.value_from_datadict,  # that of every single choice
    forms.CheckboxInput.value_from_datadict,
    forms.SelectMultiple.value_from_datadict,
    ReferenceSelect.value_from_datadict,
    ReferenceChecks.value_from_datadict,
    PickerInput.value_from_datadict,
}
_CHECKED_BY_FORMS = (models.CharField, models.TextField, models.BooleanField, models.DateField)


def _says_all(model: type[models.Model], name: str, made: forms.Field) -> bool:
    """Whether the form checks of a field everything that the model would check."""
    if isinstance(made, ReferenceField):  # read from the database a moment ago
        return True
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    if isinstance(
        made, RowsFormField | ReferencesFormField | SeveralField
    ):  # by the field's own word, or of its choices
        plain = type(field) in {RowsField, ReferencesField, ChoicesField}
    else:
        plain = isinstance(field, _CHECKED_BY_FORMS) and type(field).clean is models.Field.clean
    demanded = made.required or field.blank or isinstance(field, models.BooleanField)
    return plain and demanded and not field._validators and not model._meta.constraints


class _Judgement(NamedTuple):
    """What is known of a form before anything is asked: which answers become the record's, and who else has a say."""

    taken: tuple[tuple[str, Any, bool], ...]  # name, field of the model, whether that has a default
    model_has_a_say: bool
    may_clash: bool


@cache
def _judgement_of(form: type[RecordForm]) -> _Judgement:
    model, names = form._meta.model, form._meta.fields or ()
    fields = {field.name: field for field in model._meta.fields if field.editable and field.name in names}
    asked = [fields[name] for name in form.base_fields if name in fields]
    has_own_check = any(
        getattr(model, name) is not getattr(models.Model, name)
        for name in ("clean", "clean_fields", "full_clean")
    )
    unsaid = any(field.name not in form._settled() for field in asked)
    whole = [model, *model._meta.all_parents]
    return _Judgement(
        taken=tuple((field.name, field, field.has_default()) for field in asked),
        model_has_a_say=unsaid or has_own_check or any(one._meta.constraints for one in whole),
        may_clash=any(one._meta.unique_together for one in whole)
        or any(
            field.unique or field.unique_for_date or field.unique_for_month or field.unique_for_year
            for field in asked
        ),
    )


class RecordForm(forms.ModelForm):
    """The base of all compiled forms."""

    _checking_uniqueness = False
    _settled_names: ClassVar[frozenset[str]]
    _unsaid_values: ClassVar[dict[str, Any]]

    def _get_validation_exclusions(self) -> set[str]:
        exclude: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        if not self._checking_uniqueness:
            exclude |= self._settled()
        return exclude

    @classmethod
    def _settled(cls) -> frozenset[str]:
        """The fields of which the model can say nothing that the form has not said."""
        if "_settled_names" not in cls.__dict__:
            cls._settled_names = frozenset(
                name for name, field in cls.base_fields.items() if _says_all(cls._meta.model, name, field)
            )
        return cls._settled_names

    @classmethod
    def _unsaid(cls) -> dict[str, Any]:
        """Field → what comes of it when a program does not mention it; without those that then are refused."""
        if "_unsaid_values" not in cls.__dict__:
            cls._unsaid_values = {}
            for name, field in cls.base_fields.items():
                if type(field.widget).value_from_datadict in _BY_NAME:
                    with suppress(ValidationError):
                        cls._unsaid_values[name] = field.clean(field.widget.value_from_datadict({}, {}, name))
        return cls._unsaid_values

    def validate_unique(self) -> None:
        self._checking_uniqueness = True
        super().validate_unique()

    def _clean_fields(self) -> None:
        """As Django's, without making what a page needs to draw each field; no field here is disabled or a file."""
        by_program = type(self.data) is dict and self.prefix is None
        unsaid = self._unsaid() if by_program else {}
        for name, field in self.fields.items():
            if name in unsaid and name not in self.data and field is self.base_fields[name]:
                value = unsaid[name]
                self.cleaned_data[name] = copy(value) if isinstance(value, list | dict) else value
                continue
            try:
                value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                self.cleaned_data[name] = field.clean(value)
            except ValidationError as error:
                for one in error.error_list:
                    if one.code == "control":
                        one.message = f"“{field.label}”{one.message}"
                self.add_error(name, error)

    def _post_clean(self) -> None:
        """As Django's, by what is known of the form: the answers become the record's, and the model has its say.

        What has a default and was left empty takes the default, rather than None where the table wants a value.
        """
        cleaned, judgement = self.cleaned_data, _judgement_of(type(self))
        for name, field, has_default in judgement.taken:
            if name in cleaned:
                value = cleaned[name]
                if has_default and value in (None, "") and not (field.null if value is None else field.blank):
                    value = cleaned[name] = field.get_default()
                if not (has_default and self._is_left_out(name, value)):
                    field.save_form_data(self.instance, value)
        if judgement.model_has_a_say:
            try:
                self.instance.full_clean(exclude=self._get_validation_exclusions(), validate_unique=False)
            except ValidationError as error:
                self._update_errors(error)  # type: ignore[attr-defined]
        if judgement.may_clash and self._validate_unique:  # type: ignore[attr-defined]
            self.validate_unique()

    def _is_left_out(self, name: str, value: Any) -> bool:
        """Whether an answer is empty because nobody was asked; an unticked box is an answer."""
        made = self.fields[name]
        return value in made.empty_values and bool(
            made.widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))
        )

    def first_error(self) -> str:
        return str(next(iter(self.errors.values()))[0])


class _Unseen:
    """A form that is never drawn: nothing is prepared for that, and its fields are shared by all forms of its kind."""

    def __init__(self, data: Any, *, instance: Any = None) -> None:
        model: Any = self._meta.model  # type: ignore[attr-defined]
        self.instance = model.new() if instance is None else instance
        self._validate_unique = False
        super(forms.BaseModelForm, self).__init__(data)  # type: ignore[misc]


def for_checking(form: type[RecordForm]) -> type[RecordForm]:
    """The same form for checking only."""
    made: Any = type(form.__name__, (_Unseen, form), {})
    made.base_fields = SharedFields(form.base_fields)
    checking: type[RecordForm] = made
    return checking


def compile_form(
    model: type[models.Model], names: tuple[str, ...], *, extra: dict[str, forms.Field] | None = None
) -> type[RecordForm]:
    """The form over `names`; labels, help and sentences from the model."""
    editable = [name for name in names if name not in (extra or {})]
    made: dict[str, Any] = {}
    for name in editable:
        field: Any = model._meta.get_field(name)
        found = form_field(field)
        if found is not None:
            if field.has_default() and not isinstance(found, forms.BooleanField):
                found.required = found.required and field.get_default() in (None, "", [])
                if found.initial is None:
                    found.initial = field.get_default
            made[name] = found
    made |= extra or {}
    meta = type("Meta", (), {"model": model, "fields": editable})
    return type(f"{model.__name__}Form", (RecordForm,), {"Meta": meta, **made})
