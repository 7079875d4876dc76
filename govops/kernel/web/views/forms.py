"""Filling in and changing a form; what was typed stays when it is refused."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.forms import (
    BooleanField,
    CheckboxSelectMultiple,
    ChoiceField,
    DateField,
    DateTimeField,
    Textarea,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Denied, Refused, require
from govops.kernel.audit import trail
from govops.kernel.norms.documents import cited, cited_together
from govops.kernel.processes import engine, offers
from govops.kernel.processes.declarations import Deed
from govops.kernel.records.facts import verbose_name
from govops.kernel.registers import choosing, doors, submissions
from govops.kernel.registers.declarations import Register
from govops.kernel.registers.form_fields import ReferenceField
from govops.kernel.registers.forms import RecordForm
from govops.kernel.registers.typed_values import ValuesInput
from govops.kernel.registers.widgets import PickerInput, RowsInput
from govops.kernel.signatures.keys import active_key
from govops.kernel.web.attached import loose
from govops.kernel.web.form_manners import manners_of
from govops.kernel.web.views import detail
from govops.kernel.web.views.common import actor_of, back_of, go, link, register_of, toast

_OWN = {
    "csrfmiddlewaretoken",
    "back",
    "submission",
    "submit",
    "files",
    "version",
    "digest",
    "signature",
    "key_id",
}


def new(request: HttpRequest, code: str) -> HttpResponse:
    """A new form, saved as a draft or submitted at once."""
    register = register_of(code, request, operation="write")
    if not register.by_hand:
        raise Refused(f"“{register.name_of_form}”由系统产生，不能手工新建。", status=404)
    if request.method == "POST":
        return _create(request, register)
    return _page(request, register, doors.form_of(register)(initial=_initial(register, request)))


def _initial(register: Register, request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    initial = {"applicant": actor.person, **register.initial(actor)}
    names = {*register.fields}
    initial |= {
        name: given[0] if len(given) == 1 else given for name, given in request.GET.lists() if name in names
    }
    if source := request.GET.get("copy"):
        require(table.may(actor, "copy", register.code, title=register.title), status=403)
        record = doors.get(register, int(source) if source.isdigit() and len(source) < 19 else 0, actor=actor)
        trail.record(
            actor=actor,
            operation="copy",
            register=register.code,
            record_id=record.pk,
            number=record.number,
            summary="复制为新单据",
        )
        initial |= doors.current_data(register, record)
    return initial


def _data(request: HttpRequest) -> Any:
    data = request.POST.copy()
    for name in _OWN:
        data.pop(name, None)
    for name in [key for key in data if "__index__" in key]:
        del data[name]
    return data


def _files(request: HttpRequest) -> list[int]:
    """What was uploaded for this form before it is saved."""
    return [int(pk) for pk in request.POST.getlist("files") if pk.isdigit() and len(pk) < 19]


def _create(request: HttpRequest, register: Register) -> HttpResponse:
    actor = actor_of(request)
    submit = request.POST.get("submit") == "1"
    files = tuple(_files(request))
    key = request.POST.get("submission", "")[:40]
    data = _data(request)
    try:
        record, repeated = submissions.once(
            key,
            actor,
            lambda: doors.create(register, data, actor=actor, attachments=files, submits_next=submit),
            register=register.code,
        )
    except Refused as refusal:
        return _refused(request, register, data, refusal)
    back = back_of(request, register.url())
    url = link(register.url(record.pk), back=back)
    if repeated:
        toast(request, f"{record.number} 已经登记过，没有重复登记。", tone="info")
        return go(request, url)
    if not submit:
        is_draft = register.process is not None and register.process.approval is not None
        toast(request, f"已存为草稿 {record.number}。" if is_draft else f"已登记 {record.number}。")
        # Whoever came from a page of work (the door) goes on there.
        return go(request, back if back.startswith("/m/") and not is_draft else url)
    return _submitted(request, register, record.pk, url)


def _submitted(request: HttpRequest, register: Register, pk: int, url: str) -> HttpResponse:
    """Submit at once; one who signs with a key is led to the dialog that asks for it."""
    actor = actor_of(request)
    if actor.person is not None and active_key(actor.person) is not None:
        return go(request, link(f"{register.url(pk)}do/submit/", back=back_of(request, register.url())))
    try:
        done = engine.perform(register.code, pk, "submit", actor=actor)
        toast(request, f"已提交。{done.sentence}")
    except Refused as refusal:
        toast(request, f"已存为草稿，没有提交：{refusal.sentence}", tone="warning")
    return go(request, url)


def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a draft."""
    register = register_of(code, request, operation="write")
    actor = actor_of(request)
    record = doors.get(register, pk, actor=actor)
    doors.may_edit(register, record)
    if request.method == "POST":
        data = _data(request)
        try:
            record = doors.update(register, pk, data, actor=actor, version=_version(request), partial=False)
        except Refused as refusal:
            if refusal.status == 404:
                raise
            return _refused(request, register, data, refusal, record=record)
        toast(request, f"{record.number} 已保存。")
        return go(request, link(register.url(pk), back=back_of(request, register.url())))
    return _page(
        request,
        register,
        doors.form_of(register)(initial=doors.current_data(register, record)),
        record=record,
    )


def _version(request: HttpRequest) -> int:
    """The version that the writer saw, which the form carries: nobody overwrites what he has not read."""
    raw = request.POST.get("version", "")
    if not re.fullmatch(r"[0-9]{1,18}", raw):
        raise Refused(
            "提交的内容没有带上打开时的版本号，无法判断其间是否有人改过，没有保存；请重新打开此单再修改。"
        )
    return int(raw)


def _refused(
    request: HttpRequest, register: Register, data: Any, refusal: Refused, record: Any = None
) -> HttpResponse:
    """The form again, with what was typed and a sentence at each field that is wrong."""
    form = doors.form_of(register)(data)
    form.is_valid()
    form.errors.clear()
    for name, sentences in refusal.errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
    return _page(request, register, form, record=record, refusal=refusal)


def _page(
    request: HttpRequest,
    register: Register,
    form: RecordForm,
    *,
    record: Any = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    choosing.offer_visible(form, actor_of(request))
    choosing.offer_narrowed(form, register)
    sections = [
        {
            "title": s.title,
            "note": s.note,
            "cites": cited(s.cites) if s.cites else "",
            "fields": [_placed(register, form, n) for n in s.fields],
        }
        for s in register.form
    ]
    actor = actor_of(request)
    faults = [bound for bound in form if bound.errors] if refusal else []
    context = {
        "register": register,
        "record": record,
        "form": form,
        "sections": sections,
        "secrecy_fields": [
            form[n] for n in ("secrecy_level", "secrecy_years", "known_to") if n in form.fields
        ],
        "title": f"修改{register.name_of_form}" if record else register.new_label or f"新建{register.title}",
        "crumbs": [
            {"title": register.title, "url": register.url()},
            {"title": record.number if record else "新建"},
        ],
        "article": cited_together(register.cites),
        "back": back_of(request, register.url(record.pk) if record else register.url()),
        "refusal": refusal,
        "faults": faults,
        "fault_count": len(faults) + (len(form.non_field_errors()) if refusal else 0),
        "submission": request.POST.get("submission") or uuid4().hex,
        # What was refused keeps the version that its writer saw: nobody overwrites what he has not read.
        "version": request.POST.get("version", "") if refusal else record.version if record else "",
        "can_submit": bool(register.process and register.process.approval),
        "only_saved": "" if record else _why_only_saved(register, _chosen(register, form), actor),
        "attachments": detail.attached(register, record) if record else loose(_files(request), actor),
        "is_elsewhere": _on_behalf(register, form),
        "applicant_title": verbose_name(register.model, "applicant"),
        "actor": actor,
    }
    return render(request, "records/form.html", context, status=refusal.status if refusal else 200)


def _on_behalf(register: Register, form: RecordForm) -> Any:
    """Whose record it is to be, where one writes for somebody else; called what the register calls that person."""
    if "applicant" not in form.fields:
        return None
    form.fields["applicant"].label = verbose_name(register.model, "applicant")
    return form["applicant"]


def _placed(register: Register, form: RecordForm, name: str) -> dict[str, Any]:
    """A field and its place on the form: long texts and tables take the whole row."""
    wide = isinstance(form.fields[name].widget, Textarea | RowsInput | ValuesInput | CheckboxSelectMultiple)
    by = register.narrowed_by.get(name, "")
    manners = manners_of(register.code)
    return {
        "bound": form[name],
        "wide": wide,
        "show_when": register.asked_when.get(name, ""),
        "narrowed_by": _selector(form, by) if by else "",
        "by": by,
        "choices_url": f"{register.url()}choices/{name}/" if by else "",
        "starred": name in manners.starred,
        "starred_when": manners.starred_when.get(name, ""),
        "follows": manners.follows.get(name),
    }


def _selector(form: RecordForm, name: str) -> str:
    """What changes in the page when that field is answered: its input, or the picker around it."""
    is_picked = isinstance(form.fields[name].widget, PickerInput)
    return f"[data-name={name}]" if is_picked else f"#{form[name].id_for_label}"


def choices(request: HttpRequest, code: str, field: str) -> HttpResponse:
    """A narrowed field again, after the answer that it depends on has changed; what is still offered stays chosen."""
    register = register_of(code, request, operation="write")
    if field not in register.narrowed_by:
        raise Refused("没有这个栏目，请刷新页面后重试。", status=404)
    form = doors.form_of(register)(initial=_given(register, request, field))
    choosing.offer_visible(form, actor_of(request))
    choosing.offer_narrowed(form, register)
    return render(request, "records/choices.html", {"one": _placed(register, form, field)})


def _given(register: Register, request: HttpRequest, field: str) -> dict[str, Any]:
    """What is chosen now: the other field's answer, and of this one what can be an id."""
    by = register.narrowed_by[field]
    widget = doors.form_of(register).base_fields[field].widget
    if isinstance(widget, ValuesInput):
        return {by: request.GET.get(by, ""), field: widget.value_from_datadict(request.GET, {}, field)}
    chosen = [pk for pk in request.GET.getlist(field) if pk.isdecimal() and len(pk) < 19]
    is_several = isinstance(widget, CheckboxSelectMultiple)
    return {by: request.GET.get(by, ""), field: chosen if is_several else (chosen or [""])[0]}


def chain(request: HttpRequest, code: str) -> HttpResponse:
    """The whole way with names for a form that is being filled in (what was typed decides which steps apply)."""
    register = register_of(code, request, operation="write")
    actor = actor_of(request)
    if register.process is None or register.process.approval is None or actor.person is None:
        return HttpResponse("")
    record = register.model(applicant=actor.person, created_by=actor.person, unit=actor.person.unit)
    record.state = register.initial_state()
    for name, field in doors.form_of(register).base_fields.items():
        _put(record, name, field, request)
    if record.applicant is not None:
        record.unit = record.applicant.unit
    foretell = manners_of(code).foretell
    why = _why_only_saved(register, record, actor)
    context = {
        "register": register,
        "chain": [] if why else offers.chain(record, register.process),
        "only_saved": why,
        "foot_follows": register.process.approval.only_if is not None,
        "back": back_of(request, register.url()),
        "foretold": foretell(record, actor) if foretell else [],
    }
    return render(request, "records/chain_fresh.html", context)


def _why_only_saved(register: Register, record: Any, actor: Actor) -> str:
    """Why a new form with these answers is saved and never submitted (`Approval.only_if`); empty where it is."""
    approval = register.process.approval if register.process else None
    if approval is None or approval.only_if is None:
        return ""
    answer = approval.only_if(record, Deed(actor=actor, at=moment.now()))
    return answer.sentence if isinstance(answer, Denied) else ""


def _chosen(register: Register, form: RecordForm) -> Any:
    """A record that nobody saves, with the choices as the form shows them."""
    record = register.model()
    for field in register.model._meta.fields:
        if field.choices and field.name in form.fields and (value := form[field.name].value()):
            setattr(record, field.name, value)
    return record


def _put(record: Any, name: str, field: Any, request: HttpRequest) -> None:
    """What was chosen so far, where it may decide about steps and people; half-filled rows do not count yet."""
    given = field.widget.value_from_datadict(request.GET, {}, name)
    if isinstance(field.widget, RowsInput):
        choices = [column.name for column in field.rows.columns if column.choices]
        setattr(record, name, [row for row in given or [] if choices and all(row.get(c) for c in choices)])
    elif isinstance(field, ReferenceField):
        if given and str(given).isdigit():
            setattr(record, name, field.queryset.filter(pk=given).first())
    elif isinstance(field, DateField | DateTimeField):
        with suppress(ValidationError):
            setattr(record, name, field.clean(given))
    elif isinstance(field, ChoiceField | BooleanField) and given and not isinstance(given, list):
        with suppress(ValidationError):
            setattr(record, name, record._meta.get_field(name).to_python(given))


__all__ = ["chain", "choices", "edit", "new"]
