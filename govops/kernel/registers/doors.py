"""Create and change records: the one way for page, API, workbook and job."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django import forms
from django.forms.models import model_to_dict

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused, require
from govops.kernel.audit import trail
from govops.kernel.organization import journeys
from govops.kernel.organization.models import Person
from govops.kernel.organization.prepared import Prepared
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed, Guard
from govops.kernel.processes.models import ProcessRun
from govops.kernel.processes.together import begin_all
from govops.kernel.records import facts, referring, store
from govops.kernel.records.models import NeedToKnow, Record
from govops.kernel.records.snapshots import Snapshot
from govops.kernel.records.visibility import may_see, visible
from govops.kernel.registers import choosing, secrecy
from govops.kernel.registers.declarations import Register
from govops.kernel.registers.form_fields import PeopleField, ReferenceField
from govops.kernel.registers.forms import RecordForm, compile_form, for_checking

SECRECY_FIELDS = ("secrecy_level", "secrecy_years", "known_to")
_forms: dict[str, type[RecordForm]] = {}
_checking_forms: dict[str, type[RecordForm]] = {}


def form_of(register: Register) -> type[RecordForm]:
    """The register's form: its fields, the applicant one acts for, and 密级与知悉范围."""
    if register.code not in _forms:
        extra: dict[str, forms.Field] = {"applicant": _applicant_field()}
        names = register.fields
        if register.secrecy:
            names = (*names, "secrecy_level", "secrecy_years")
            extra["known_to"] = PeopleField(
                label="知悉范围", required=False, help_text="留空表示不限定到人；涉密信息必须指定。"
            )
        _forms[register.code] = compile_form(register.model, names, extra=extra)
    return _forms[register.code]


def _checking_form_of(register: Register) -> type[RecordForm]:
    if register.code not in _checking_forms:
        _checking_forms[register.code] = for_checking(form_of(register))
    return _checking_forms[register.code]


def _applicant_field() -> forms.Field:
    from govops.kernel.registers.widgets import PickerInput

    return ReferenceField(
        Person.objects.filter(is_active=True).select_related("unit"), label="申请人", required=False, widget=PickerInput("people"),
        help_text="替他人登记时填写；留空即本人。",
    )  # fmt: skip


def create(
    register: Register,
    data: Mapping[str, Any],
    *,
    actor: Actor,
    submit: bool = False,
    submits_next: bool = False,
    attachments: tuple[int, ...] = (),
    signature: Mapping[str, Any] | None = None,
    wrong: Mapping[str, list[str]] | None = None,
) -> Record:
    """A new record from what was typed, or `Refused` with all that is wrong with it, field by field, and nothing saved.

    `submits_next`: the writer means to submit it once it is saved, so a refusal tells what must be true then as well.
    `wrong`: field → sentences of what was found wrong before it came here, for whoever read it could not put it in `data`.
    """
    try:
        with journeys.deed(), trail.gathered():
            record = _create(register, data, actor, wrong)
            if attachments:
                from govops.kernel.records import attachments as files

                files.adopt(attachments, register=register.code, record_id=record.pk, actor=actor)
            if submit and register.process and register.process.approval:
                return engine.perform_within(register.code, record.pk, "submit", actor=actor, data=signature)
            return record
    except Refused as refusal:
        _look_again(refusal, register, data, actor=actor, submit=submit or submits_next)
        engine.remember(refusal, actor=actor, register=register.code, verb="新建")
        raise


def _look_again(refusal: Refused, register: Register, data: Mapping[str, Any], **what: Any) -> None:
    """Tell in the refusal all else that is wrong with what was filled in."""
    from govops.kernel.registers import second_look

    second_look.complete(refusal, register, data, **what)


def _create(
    register: Register, data: Mapping[str, Any], actor: Actor, wrong: Mapping[str, list[str]] | None = None
) -> Record:
    require(table.may(actor, "write", register.code, title=register.title), status=403)
    form = _checking_form_of(register)(_without_foreign(register, data))
    record: Any = _filled(form, wrong)
    choosing.require_visible(form, actor, before={})
    begin(register, record, form, actor)
    known = known_to(form)
    _finish(register, record, actor, known)
    store.create(record, actor=actor)
    _set_known(register, record, known)
    if register.process is not None:
        begin_all([record])
    register.saved(record, actor, created=True)
    return record


def begin(register: Register, record: Any, form: RecordForm, actor: Actor) -> None:
    """What a new record begins with: its state, whose it is, and of which unit."""
    record.state = register.initial_state()
    record.applicant = form.cleaned_data.get("applicant") or actor.person
    record.unit = record.applicant.unit if record.applicant else None


def update(
    register: Register,
    pk: int,
    data: Mapping[str, Any],
    *,
    actor: Actor,
    version: int | None,
    partial: bool = True,
    wrong: Mapping[str, list[str]] | None = None,
) -> Record:
    """Change a record's fields, or `Refused` with all that is wrong, and nothing changed.

    `version` is the one the person saw; `wrong` as in `create`.
    """
    try:
        with journeys.deed(), trail.gathered():
            return _update(register, pk, data, actor, version, partial, wrong)
    except Refused as refusal:
        _look_again(refusal, register, data, actor=actor, pk=pk, partial=partial)
        engine.remember(refusal, actor=actor, register=register.code, record_id=pk, verb="修改")
        raise


def _update(
    register: Register, pk: int, data: Mapping[str, Any], actor: Actor, version: int | None, partial: bool,
    wrong: Mapping[str, list[str]] | None = None,
) -> Record:  # fmt: skip
    require(table.may(actor, "write", register.code, title=register.title), status=403)
    record = (
        visible(
            register.model._default_manager.select_for_update(of=("self",)),
            actor,
            register=register.code,
            operation="write",
        )
        .filter(pk=pk)
        .first()
    )
    if record is None:
        raise Refused("没有找到这条记录，或者您无权修改。", status=404)
    if version is not None and version != record.version:
        raise store.stale(record)
    may_edit(register, record)
    before = Snapshot(record)
    form = checking_form(register, _without_foreign(register, data), record, partial=partial)
    held = choosing.held(form, record)
    record = _filled(form, wrong)
    choosing.require_visible(form, actor, before=held)
    known = known_to(form)
    _finish(register, record, actor, known)
    _only_open_fields(register, record, before)
    store.update(record, before=before, actor=actor)
    _set_known(register, record, known)
    ProcessRun.objects.filter(register=register.code, record_id=record.pk).update(
        title=record.title, secrecy_level=record.secrecy_level
    )
    register.saved(record, actor, created=False)
    return record


def checking_form(
    register: Register, data: Mapping[str, Any], record: Record | None, *, partial: bool
) -> RecordForm:
    """The form on `record`, or on a new one; with `partial`, what `data` does not mention stays as it is."""
    if partial and record is not None:
        data = current_data(register, record) | dict(data)
    return _checking_form_of(register)(data, instance=record)


def _only_open_fields(register: Register, record: Record, before: Snapshot) -> None:
    """Refused when a field changed that the process does not open in this state."""
    for name, sentence in closed_fields(register, record, before):
        raise Refused(sentence, field=name, status=422)


def closed_fields(register: Register, record: Record, before: Snapshot) -> Iterator[tuple[str, str]]:
    """(field, sentence) of each field that changed although the process does not open it in this state."""
    if register.process is None:
        return
    for name in before.changed(record):
        if name in register.fields and not register.process.may_edit(record, name):
            yield name, f"“{facts.verbose_name(record, name)}”在当前状态下不能修改，请恢复原值。"


def may_edit(register: Register, record: Record) -> None:
    """Refused unless the process lets the record be edited in its state."""
    if register.process is not None and not register.process.may_edit(record):
        state = register.process.state_words.get(record.state, record.state)
        raise Refused(f"“{state}”的{register.name_of_form}不能修改；确需修改请先取回，或请审批人退回。")


def current_data(register: Register, record: Record) -> dict[str, Any]:
    """The record as the form would post it."""
    data = model_to_dict(record, fields=[*register.fields, "secrecy_level", "secrecy_years"])
    data["applicant"] = record.applicant_id
    known = NeedToKnow.objects.filter(register=register.code, record_id=record.pk, person__isnull=False)
    data["known_to"] = list(known.values_list("person_id", flat=True))
    return data


def _without_foreign(register: Register, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """`data`, refused when it holds a field that the form does not have (among them `state`)."""
    known = form_of(register).base_fields
    errors: dict[str, list[str]] = {}
    for key in data:
        if key not in known and key.rpartition("-")[0].rpartition("-")[0] not in known:
            sentence = f"“{register.name_of_form}”没有“{key}”这一项，请删去后重试。"
            if key in {"state", "number", "version", "created_by", "unit"}:
                sentence = f"“{key}”由系统维护，不能直接填写；状态只能通过办理动作改变。"
            errors[key] = [sentence]
    if errors:
        raise Refused(next(iter(errors.values()))[0], status=422, errors=errors)
    return data


def _filled(form: RecordForm, wrong: Mapping[str, list[str]] | None = None) -> Any:
    """The record with the answers of the form; Refused with what the form says of them, besides what is `wrong` already."""
    if wrong or not form.is_valid():
        errors = dict(wrong or {})
        errors |= {k: [str(e) for e in v] for k, v in form.errors.items() if k not in errors}
        raise Refused(next(iter(errors.values()))[0], status=422, errors=errors)
    return form.instance


def known_to(form: RecordForm) -> list[Person]:
    """The people of the 知悉范围."""
    return list(form.cleaned_data.get("known_to") or [])


def _finish(register: Register, record: Any, actor: Actor, known: list[Person]) -> None:
    register.prepare(record, actor)
    record.title = register.title_of(record)[:200]
    record.is_restricted = bool(known)
    deed = Deed(actor=actor, at=moment.now(), data={"known_to": known})
    for guard in guards_of(register):
        require(guard(record, deed))


@cache
def guards_of(register: Register) -> tuple[Guard, ...]:
    """What must be true of every record that is saved, in this order."""
    return (*(secrecy.GUARDS if register.secrecy else ()), *register.guards)


def _set_known(register: Register, record: Record, known: list[Person]) -> None:
    if not known and record.version == 1:
        return
    rows = NeedToKnow.objects.filter(register=register.code, record_id=record.pk)
    before = set(rows.values_list("person_id", flat=True)) if record.version > 1 else set()
    if before == {person.pk for person in known}:
        return
    rows.delete()
    NeedToKnow.objects.bulk_create(
        NeedToKnow(register=register.code, record_id=record.pk, person=person) for person in known
    )


@cache
def _by_id(model: type[Record]) -> Prepared[Any]:
    return Prepared(lambda pk: model._default_manager.filter(pk=pk).order_by(), -(2**62))


@cache
def _referred(register: Register) -> dict[str, Any]:
    """The references that the page of a record shows, people with their unit: read with the record."""
    wanted: dict[str, Any] = {}
    for name in ("unit", "applicant", "created_by", *register.fields, *register.shown_fields):
        field: Any = register.model._meta.get_field(name)
        if field.many_to_one:
            wanted[name] = {"unit": {}} if field.remote_field.model is Person else {}
    return wanted


def get(register: Register, pk: int, *, actor: Actor) -> Record:
    """The record, if `actor` may see it; else 404 as if it were not there. Reading a sensitive one is recorded."""
    record = _by_id(register.model).first(pk)
    if record is None or not may_see(record, actor, register=register.code):
        raise Refused("没有找到这条记录，可能已被删除，或者不在您的知悉范围内。", status=404)
    referring.load([record], _referred(register))
    if record.secrecy_level >= 2 or record.is_restricted:
        trail.record(
            actor=actor, operation="read", register=register.code, record_id=record.pk, number=record.number,
            secrecy_level=record.secrecy_level, summary=store.discreet_title(record),
        )  # fmt: skip
    return record
