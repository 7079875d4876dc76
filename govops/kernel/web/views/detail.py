"""The record page, top to bottom: what it is and where it stands, the steps, the form, my decision, what happened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.norms.documents import cited_together
from govops.kernel.organization import people
from govops.kernel.processes import deadlines, journal, offers
from govops.kernel.processes.docket import docket_of
from govops.kernel.processes.models import ItemKind, ItemStatus, ProcessRun, WorkItem
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.records.facts import verbose_name
from govops.kernel.records.models import NeedToKnow, Record
from govops.kernel.records.sight import Sight
from govops.kernel.registers import doors, site
from govops.kernel.registers.declarations import OtherPage, Register
from govops.kernel.web import cells, related, timeline
from govops.kernel.web.around import around
from govops.kernel.web.decision import decision_of
from govops.kernel.web.form_manners import manners_of
from govops.kernel.web.picture import plan_of
from govops.kernel.web.picture_places import drawing_of
from govops.kernel.web.record_panels import panels_of
from govops.kernel.web.time_left import clocks_of, left_of_run
from govops.kernel.web.views import conversation, links
from govops.kernel.web.views.common import actor_of, back_of, dialog, link, register_of


def show(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The page of one record."""
    register = register_of(code, request)
    actor = actor_of(request)
    record = doors.get(register, pk, actor=actor)
    seats = register.process.seats() if register.process else ()
    with people.seats_held(*seats):
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
    there = around(register, record, actor)
    run, sight = there.run, Sight(actor)
    situation = offers.situation(run, record, register.process, actor) if run and register.process else None
    if (
        situation
        and situation.item
        and situation.item.opened_at is None
        and situation.item.person_id == (actor.person.pk if actor.person else None)
    ):
        WorkItem.objects.filter(pk=situation.item.pk).update(opened_at=moment.now())
    foretell = manners_of(register.code).foretell
    back = back_of(request, register.url())
    may_write = bool(table.may(actor, "write", register.code)) and _editable(register, record, actor)
    return {
        "register": register,
        "record": record,
        "title": record.title,
        "crumbs": _crumbs(register, record, back),
        "state": cells.state_chip(register, record) if register.process else None,
        "left": register.time_left(record) or (left_of_run(run) if run else None),
        "steps": _steps(run, record, register) if run else [],
        "form_title": register.name_of_form,
        "article": cited_together(register.cites),
        "other_pages": register.other_pages(record, actor),
        "definition": {"cells": _lines(register, record, sight)},
        "decision": decision_of(register, record, situation, actor, error, opinion, back)
        if situation and situation.decisions
        else None,
        "verbs": situation.verbs if situation else [],
        "reading": _reading(run, actor) if run else None,
        "edited_on": register.edited_on(record, actor)
        or (_own_form(register, record, back) if may_write else None),
        "may_copy": bool(table.may(actor, "copy", register.code))
        and bool(table.may(actor, "write", register.code)),
        "may_print": bool(table.may(actor, "print", register.code)),
        "back": back,
        "error": error if not (situation and situation.decisions) else "",
        "lost_opinion": opinion if error and not (situation and situation.decisions) else "",
        "is_followed": there.is_followed,
        "timeline": {"id": "timeline", "events": timeline.events_of(record, there)},
        "attachments": _attachments(register, record, there.files, may_write),
        "conversation": conversation.box_of(register, record, actor),
        "linked": links.panel(
            register,
            record,
            actor,
            may_change=links.may_change(register, record, actor),
            rows=there.links,
        ),
        "panels": panels_of(register, record, actor),
        "related": [
            *related.panels(register, record, actor, there, sight),
            *register.panels(record, actor),
        ],
        "page_secrecy": SecrecyLevel(record.secrecy_level).label
        + (f"★{record.secrecy_years}年" if record.secrecy_years else ""),
        "page_secrecy_tone": "red" if record.secrecy_level >= SecrecyLevel.CONFIDENTIAL else "",
        "foretold": foretell(record, actor) if foretell else [],
        "chain": offers.chain(record, register.process, has_settings=there.has_step_settings)
        if register.process and register.process.approval and record.state == register.process.approval.start
        else [],
    }


def _own_form(register: Register, record: Record, back: str) -> OtherPage:
    return OtherPage("修改", "edit", link(f"{register.url(record.pk)}edit/", back=back))


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


def _steps(run: ProcessRun, record: Record, register: Register) -> list[dict[str, Any]]:
    assert register.process is not None
    return [
        {"title": row["title"], "state": row["state"], "people": row["who"], "when": row["when"]}
        for row in offers.strip(run, record, register.process)
    ]


def _lines(register: Register, record: Record, sight: Sight) -> list[dict[str, Any]]:
    """The form as the paper orders it; sections filled by moves appear once they are filled."""
    sight.look_over([record], (*register.fields, *register.shown_fields))
    lines: list[dict[str, Any]] = []
    for section in (one for one in register.form if not one.is_asked_only):
        asked = tuple(name for name in section.fields if cells.is_asked(register, record, name))
        if asked:
            lines += [{"section": section.title}, *cells.definition(register, record, asked, sight)]
    for section in register.shown:
        answers = {name: getattr(record, name) for name in section.fields}
        if any(answers.values()):
            filled = tuple(name for name, answer in answers.items() if answer not in (None, "", []))
            lines += [{"section": section.title}, *cells.definition(register, record, filled, sight)]
    meta: list[dict[str, Any]] = [
        {
            "label": verbose_name(record, "applicant"),
            "value": record.applicant.label if record.applicant else "—",
        },
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


def _reading(run: ProcessRun, actor: Actor) -> WorkItem | None:
    waiting = docket_of(run).open(ItemKind.READ)
    return next((item for item in waiting if item.person == actor.person), None)


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


def attached(register: Register, record: Record) -> dict[str, Any]:
    """The files of a record that is being changed: each is added or taken off at once."""
    return _attachments(register, record, journal.attachments_of(record), may_write=True)


def picture(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """流程图, with the current step lit."""
    register = register_of(code, request)
    record = doors.get(register, pk, actor=actor_of(request))
    run = ProcessRun.objects.filter(register=code, record_id=pk).first()
    if register.process is None:
        raise Refused(f"“{register.title}”是一般台账，没有办理流程。", status=404)
    plan = plan_of(register.process, record, run)
    context = {
        "register": register,
        "record": record,
        "plan": plan,
        "drawing": drawing_of(plan),
        "has_automatic": any(way.is_automatic for way in plan.ways),
        "has_steps": register.process.approval is not None,
        "title": f"流程图：{record.number}",
        "is_wide": True,
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
        "clocks": clocks_of(code, pk),
        "title": f"计时明细：{record.number}",
    }
    return dialog(request, "records/timing.html", context)
