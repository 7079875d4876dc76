"""The record page, top to bottom: what it is and where it stands, the steps, the form, my decision, what happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.calendar.working_time import working_time
from govops.kernel.norms.documents import cited_together
from govops.kernel.processes import deadlines, journal, offers
from govops.kernel.processes.models import Act, ItemKind, ItemStatus, ProcessRun, WorkItem
from govops.kernel.records import attachments
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.records.models import Comment, Follow, NeedToKnow, Record
from govops.kernel.registers import doors, lists, site
from govops.kernel.registers.declarations import Register
from govops.kernel.signatures import checking
from govops.kernel.signatures.forms import signing_attributes
from govops.kernel.web import cells, words
from govops.kernel.web.picture import picture_of
from govops.kernel.web.views.common import actor_of, back_of, dialog, link, register_of

PHRASES = ("同意。", "同意，请按规定办理。", "请核实后再报。", "材料不全，请补充。")


def show(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The page of one record."""
    register = register_of(code, request)
    actor = actor_of(request)
    record = doors.get(register, pk, actor=actor)
    return render(request, "records/detail.html", page_of(request, register, record, actor))


def page_of(
    request: HttpRequest,
    register: Register,
    record: Record,
    actor: Actor,
    *,
    error: str = "",
    opinion: str = "",
    error_field: str = "",
) -> dict[str, Any]:
    """The whole context of the record page; `error` and `opinion` come back after a refused decision."""
    run = (
        ProcessRun.objects.filter(register=register.code, record_id=record.pk).first()
        if register.process
        else None
    )
    situation = offers.situation(run, record, register.process, actor) if run and register.process else None
    if (
        situation
        and situation.item
        and situation.item.opened_at is None
        and situation.item.person_id == (actor.person.pk if actor.person else None)
    ):
        WorkItem.objects.filter(pk=situation.item.pk).update(opened_at=moment.now())
    back = back_of(request, register.url())
    files = attachments.of(register.code, record.pk)
    acts = _acts(register, record) if run else []
    may_write = bool(table.may(actor, "write", register.code)) and _editable(register, record, actor)
    return {
        "register": register,
        "record": record,
        "title": record.title,
        "crumbs": _crumbs(register, record, back),
        "state": cells.state_chip(register, record) if register.process else None,
        "left": _left(run) if run else None,
        "steps": _steps(run, record, register) if run else [],
        "form_title": register.name_of_form,
        "article": cited_together(register.cites),
        "definition": {"cells": _lines(register, record)},
        "decision": _decision(register, record, situation, actor, error, opinion, back)
        if situation and situation.decisions
        else None,
        "verbs": situation.verbs if situation else [],
        "reading": _reading(run, actor) if run else None,
        "may_edit": may_write,
        "may_copy": bool(table.may(actor, "copy", register.code))
        and bool(table.may(actor, "write", register.code)),
        "may_print": bool(table.may(actor, "print", register.code)),
        "back": back,
        "error": error if not (situation and situation.decisions) else "",
        "lost_opinion": opinion if error and not (situation and situation.decisions) else "",
        "is_followed": bool(actor.person)
        and Follow.objects.filter(person=actor.person, register=register.code, record_id=record.pk).exists(),
        "timeline": {"id": "timeline", "events": _events(register, record, acts)},
        "attachments": _attachments(register, record, files, may_write),
        "related": _related(register, record, actor),
        "page_secrecy": SecrecyLevel(record.secrecy_level).label
        + (f"★{record.secrecy_years}年" if record.secrecy_years else ""),
        "page_secrecy_tone": "red" if record.secrecy_level >= SecrecyLevel.CONFIDENTIAL else "",
        "chain": offers.chain(record, register.process)
        if register.process and register.process.approval and record.state == register.process.approval.start
        else [],
    }


def _editable(register: Register, record: Record, actor: Actor) -> bool:
    if register.process is None:
        return True
    mine = actor.person is not None and actor.person.pk in {record.applicant_id, record.created_by_id}
    return register.process.may_edit(record) and (
        mine or table.scope_of(actor, "write", register.code) == "all"
    )


def _crumbs(register: Register, record: Record, back: str) -> list[dict[str, str]]:
    module = next((m for m in site.all_modules() for e in m.menu if e.register == register.code), None)
    start = [{"title": module.title}] if module and module.title != register.title else []
    return [
        *start,
        {"title": register.title, "url": back if back.startswith(register.url()) else register.url()},
        {"title": record.number},
    ]


def _left(run: ProcessRun) -> dict[str, Any] | None:
    item = (
        WorkItem.objects.filter(
            run=run, status=ItemStatus.OPEN, kind__in=(ItemKind.DECIDE, ItemKind.HANDLE), due_at__isnull=False
        )
        .order_by("due_at")
        .first()
    )
    return left_of(item) if item else None


def left_of(item: WorkItem) -> dict[str, Any] | None:
    """The time left of a work item, for the bar and its words."""
    if item.due_at is None:
        return None
    working, now = working_time(), moment.now()
    left = working.between(now, item.due_at).total_seconds()
    running = working.is_working_moment(now)
    return words.left(
        left,
        (item.budget_minutes or 60) * 60,
        due=item.due_at,
        running=running,
        until=_segment_end(now) if running else None,
    )


def _segment_end(now: datetime) -> datetime | None:
    """When the present stretch of working time ends: the browser counts no further."""
    local = timezone.localtime(now)
    minute = local.hour * 60 + local.minute
    for span in working_time().day(local.date()).segments:
        if span.start <= minute < span.end:
            return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(minutes=span.end)
    return None


def _steps(run: ProcessRun, record: Record, register: Register) -> list[dict[str, Any]]:
    assert register.process is not None
    return [
        {"title": row["title"], "state": row["state"], "people": row["who"], "when": row["when"]}
        for row in offers.strip(run, record, register.process)
    ]


def _lines(register: Register, record: Record) -> list[dict[str, Any]]:
    """The form as the paper orders it; sections filled by moves appear once they are filled."""
    lines: list[dict[str, Any]] = []
    for section in register.form:
        lines += [{"section": section.title}, *cells.definition(register, record, section.fields)]
    for section in register.shown:
        answers = {name: getattr(record, name) for name in section.fields}
        if any(answers.values()):
            filled = tuple(name for name, answer in answers.items() if answer not in (None, "", []))
            lines += [{"section": section.title}, *cells.definition(register, record, filled)]
    meta: list[dict[str, Any]] = [
        {"label": "申请人", "value": record.applicant.label if record.applicant else "—"},
        {
            "label": "登记",
            "value": f"{record.created_by or '系统'} {timezone.localtime(record.created_at):%Y-%m-%d %H:%M}",
        },
    ]
    if record.is_restricted:
        names = NeedToKnow.objects.filter(register=register.code, record_id=record.pk).select_related(
            "person", "unit"
        )
        meta.append({"label": "知悉范围", "value": "、".join(str(row) for row in names), "wide": True})
    return cells.whole_rows([*lines, {"section": "登记信息"}, *meta])


def _decision(
    register: Register,
    record: Record,
    situation: offers.Situation,
    actor: Actor,
    error: str,
    opinion: str,
    back: str,
) -> dict[str, Any] | None:
    barred = situation.decisions[0].reason
    if barred:
        return {"barred": barred}
    assert situation.item is not None
    do = f"{register.url(record.pk)}do/"
    return {
        "url": do,
        "title": "我的决定" if not situation.behalf_of else f"我的决定（代{situation.behalf_of}）",
        "step": situation.item.step_title,
        "next": situation.next_words,
        "opinion": opinion,
        "error": error,
        "version": record.version,
        "hidden": [{"name": "back", "value": back}],
        "phrases": list(PHRASES),
        "primary": {
            "name": "move",
            "value": "approve",
            "label": "同意并签名",
            "icon": "signature",
            "purpose": "同意",
        },
        "others": [
            {
                "name": "move",
                "value": "refuse",
                "label": "不同意",
                "needs_opinion": True,
                "purpose": "不同意",
            },
            {"label": "退回…", "dialog_url": link(f"{do}return/", back=back)},
            {"label": "转办", "dialog_url": link(f"{do}transfer/", back=back)},
            {"label": "加签", "dialog_url": link(f"{do}add_signer/", back=back)},
        ],
        "attributes": signing(actor, register, record),
    }


def signing(actor: Actor, register: Register, record: Record) -> dict[str, str]:
    """The form attributes with which the browser signs what is shown."""
    if actor.person is None:
        return {}
    return signing_attributes(
        person=actor.person, register=register.code, record_id=record.pk, document=journal.document_of(record)
    )


def _reading(run: ProcessRun, actor: Actor) -> WorkItem | None:
    return (
        WorkItem.objects.filter(
            run=run, person=actor.person, kind=ItemKind.READ, status=ItemStatus.OPEN
        ).first()
        if actor.person
        else None
    )


def _acts(register: Register, record: Record) -> list[Act]:
    rows = (
        Act.objects.filter(register=register.code, record_id=record.pk)
        .select_related("signature__key", "signature__signer")
        .order_by("-id")
    )
    return list(rows[:200])


def _events(register: Register, record: Record, acts: list[Act]) -> list[dict[str, Any]]:
    document = journal.document_of(record) if acts else {}
    events = [_event(act, document) for act in acts]
    for comment in Comment.objects.filter(register=register.code, record_id=record.pk).select_related(
        "author__unit"
    ):
        events.append(
            {
                "who": comment.author.name,
                "unit": comment.author.unit.short_name,
                "verb": "备注",
                "kind": "comment",
                "text": comment.text,
                "at": comment.at,
            }
        )
    events.sort(key=lambda e: e["at"], reverse=True)
    created = {
        "who": str(record.created_by or "系统"),
        "unit": "",
        "verb": "登记",
        "kind": "system",
        "at": record.created_at,
    }
    return [*events, created]


def _event(act: Act, document: dict[str, Any]) -> dict[str, Any]:
    tone = {"approve": "green", "refuse": "red", "return": "amber"}.get(act.verb, "")
    event: dict[str, Any] = {
        "who": act.signer,
        "unit": act.unit_name,
        "verb": act.verb_title,
        "kind": "opinion" if act.is_decision else "system" if act.person_id is None else "move",
        "text": act.opinion,
        "step": act.step_title if act.step_title not in act.verb_title else "",
        "at": act.at,
        "note": act.details,
        "tone": tone,
    }
    if act.arrived_at and act.is_decision:
        event["took"] = words.duration((act.at - act.arrived_at).total_seconds() / 60)
    if act.signature is not None:
        verdict = checking.check(act.signature, document)
        event["signature"] = {
            "state": _signature_state(verdict),
            "title": verdict.sentence,
            "url": f"/verify/?signature={act.signature.pk}",
        }
    return event


def _signature_state(verdict: Any) -> str:
    return {"valid": "valid", "digest_only": "digest", "content_changed": "broken", "bad": "broken"}.get(
        verdict.status, "none"
    )


def _attachments(register: Register, record: Record, files: list[Any], may_write: bool) -> dict[str, Any]:
    kinds = {"application/pdf": "pdf", "image/png": "image", "image/jpeg": "image"}
    return {
        "id": "attachments",
        "items": [
            {
                "name": f.name,
                "url": f"/files/{f.pk}/",
                "size": f.size,
                "kind": kinds.get(f.media_type, "doc"),
                "note": "SM3 已核对",
                "by": str(f.uploaded_by or ""),
                "at": f.uploaded_at,
                "remove_url": f"/files/{f.pk}/remove/" if may_write else "",
            }
            for f in files
        ],
        "can_upload": may_write,
        "upload_url": f"{register.url(record.pk)}files/",
    }


def _related(register: Register, record: Record, actor: Actor) -> list[dict[str, Any]]:
    """The records of other registers that point here."""
    panels = []
    for relation in register.related:
        other = site.get(relation.register)
        if not table.scope_of(actor, "read", other.code):
            continue
        rows = list(lists.base(other, actor).filter(**{relation.field: record.pk}).order_by("-id")[:10])
        columns = [c for c in other.all_columns if c.name != relation.field and c.shown][:5]
        panels.append(
            {
                "title": relation.title or other.title,
                "url": link(other.url(), **{relation.field: record.pk}),
                "table": {
                    "id": f"related-{other.code}",
                    "compact": True,
                    "columns": [{"title": other.column_title(c)} for c in columns],
                    "rows": [
                        {
                            "url": other.url(r.pk),
                            "id": r.pk,
                            "cells": [cells.cell(other, c, r) for c in columns],
                        }
                        for r in rows
                    ],
                    "empty": {"icon": other.icon, "title": f"没有{other.title}", "text": ""},
                },
            }
        )
    return panels


def picture(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """流程图, with the current step lit."""
    register = register_of(code, request)
    record = doors.get(register, pk, actor=actor_of(request))
    run = ProcessRun.objects.filter(register=code, record_id=pk).first()
    if register.process is None:
        raise Refused(f"“{register.title}”是一般台账，没有办理流程。", status=404)
    drawing = picture_of(register.process, record, run)
    context = {
        "register": register,
        "record": record,
        "drawing": drawing,
        "title": f"流程图：{record.number}",
    }
    return dialog(request, "records/picture.html", context)


def timing(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """计时明细: why the deadline is what it is, day by day."""
    register = register_of(code, request)
    record = doors.get(register, pk, actor=actor_of(request))
    items = (
        WorkItem.objects.filter(register=code, record_id=pk, status=ItemStatus.OPEN, due_at__isnull=False)
        .select_related("person")
        .order_by("due_at")
    )
    item = items.first()
    days = deadlines.explain(item) if item else []
    context = {
        "register": register,
        "record": record,
        "item": item,
        "days": days,
        "title": f"计时明细：{record.number}",
    }
    return dialog(request, "records/timing.html", context)
