"""The report as a document: read it, change its words section by section."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.processes import engine
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.registers import doors, site
from govops.kernel.web.cells import state_chip
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, go, toast
from govops.modules.reports import document as documents
from govops.modules.reports.choices import SECTIONS, ReportState
from govops.modules.reports.models import MOST_WORDS, ServiceReport

REGISTER = "service_report"


@page("reports/<int:pk>/", name="reports-document")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Read; a POST with a section's words changes it, with `do=gather_again` takes the data anew."""
    actor = actor_of(request)
    report: Any = doors.get(site.get(REGISTER), pk, actor=actor)
    if request.method != "POST":
        return _shown(request, report, actor)
    try:
        sentence = _done(request, report, actor)
    except Refused as refusal:
        fresh: Any = doors.get(site.get(REGISTER), pk, actor=actor)
        return _shown(request, fresh, actor, error=refusal.sentence, status=refusal.status)
    toast(request, sentence)
    anchor = request.POST.get("section", "")
    return go(request, request.path + (f"#{anchor}" if anchor in SECTIONS else ""))


def _done(request: HttpRequest, report: ServiceReport, actor: Actor) -> str:
    if request.POST.get("do") == "gather_again":
        kept = [title for name, title in SECTIONS.items() if report.is_edited(name)]
        engine.perform(REGISTER, report.pk, "gather_again", actor=actor, must_see=True)
        return f"已按最新数据重写；{'、'.join(kept)}是您改过的，已保留。" if kept else "已按最新数据重写。"
    name = request.POST.get("section", "")
    if name not in SECTIONS:
        raise Refused("没有这个部分，请刷新页面后重试。", field="section", status=422)
    version = request.POST.get("version", "")
    if not version.isdecimal():
        raise Refused("页面已过期，请刷新后重试。", status=409)
    text = (
        report.drafted.get(name, "") if request.POST.get("do") == "restore" else request.POST.get("text", "")
    )
    data = {name: text[: MOST_WORDS + 1]}
    doors.update(site.get(REGISTER), report.pk, data, actor=actor, version=int(version[:9]))
    return f"“{SECTIONS[name]}”已保存。"


def _shown(
    request: HttpRequest, report: ServiceReport, actor: Actor, *, error: str = "", status: int = 200
) -> HttpResponse:
    told = documents.document_of(report)
    mine = actor.person is not None and actor.person.pk in {report.applicant_id, report.created_by_id}
    writes = table.scope_of(actor, "write", REGISTER)
    context = {
        "title": report.title,
        "subtitle": f"{report.number}　编制人：{report.applicant}",
        "crumbs": [{"title": "服务报告", "url": "/r/service_report/"}, {"title": report.number}],
        "state": state_chip(site.get(REGISTER), report),
        "report": report,
        "document": told,
        "may_edit": report.state == ReportState.DRAFT and (writes == "all" or (bool(writes) and mine)),
        "may_print": bool(table.may(actor, "print", REGISTER)),
        "may_export": bool(table.may(actor, "export", REGISTER)),
        "record_url": f"/r/{REGISTER}/{report.pk}/",
        "open_section": request.POST.get("section", ""),
        "typed": request.POST.get("text", ""),
        "most_words": MOST_WORDS,
        "error": error,
        "page_secrecy": SecrecyLevel(report.secrecy_level).label,
        "page_secrecy_tone": "red" if report.secrecy_level >= SecrecyLevel.CONFIDENTIAL else "",
    }
    return render(request, "reports/document.html", context, status=status)
