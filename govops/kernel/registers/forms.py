"""One form a register: the same checks for page, API, workbook and job."""

from __future__ import annotations

from contextlib import suppress
from copy import copy
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from govops.kernel.records.fields import ChoicesField, ReferencesField, RowsField
from govops.kernel.registers.form_fields import (
    ReferenceField,
    ReferencesFormField,
    RowsFormField,
    SeveralField,
    form_field,
)
from govops.kernel.registers.widgets import PickerInput, ReferenceChecks, ReferenceSelect


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
    if isinstance(made, RowsFormField | ReferencesFormField | SeveralField):
        # They ask the field itself, or take nothing but rows and choices that are there.
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
    _own_judgement: ClassVar[_Judgement]

    # What is found out of a form is kept by its class, and goes with it: dialogs and imports make classes of their own.

    @classmethod
    def _judgement(cls) -> _Judgement:
        if "_own_judgement" not in cls.__dict__:
            cls._own_judgement = _judgement_of(cls)
        return cls._own_judgement

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
        cleaned, judgement = self.cleaned_data, self._judgement()
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
