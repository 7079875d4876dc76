"""The report to take away: Word to go on with, PDF to hand upward. Both leave their trace."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from govops.kernel.access import table
from govops.kernel.access.answers import require
from govops.kernel.audit import trail
from govops.kernel.registers import doors, site
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of
from govops.modules.reports.document import document_of
from govops.modules.reports.pdf import report_pdf
from govops.modules.reports.word import report_docx

REGISTER = "service_report"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page("reports/<int:pk>/pdf/", name="reports-pdf")
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    report = _report(request, pk, "print")
    return _sent(report_pdf(document_of(report)), report, "application/pdf", "pdf", inline=True)


@page("reports/<int:pk>/word/", name="reports-word")
def word(request: HttpRequest, pk: int) -> HttpResponse:
    report = _report(request, pk, "export")
    return _sent(report_docx(document_of(report)), report, WORD, "docx", inline=False)


def _report(request: HttpRequest, pk: int, operation: Literal["print", "export"]) -> Any:
    """The report, if the actor may see it and take it away so; written down."""
    actor, register = actor_of(request), site.get(REGISTER)
    require(table.may(actor, operation, REGISTER, title=register.title), status=403)
    report = doors.get(register, pk, actor=actor)
    verb = "打印" if operation == "print" else "导出"
    trail.record(
        actor=actor, operation=operation, register=REGISTER, record_id=pk, number=report.number, secrecy_level=report.secrecy_level,
        summary=f"{verb}{register.name_of_form}",
    )  # fmt: skip
    return report


def _sent(content: bytes, report: Any, media_type: str, ending: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    name = quote(f"{report.title} {report.number}")
    way = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{name}.{ending}"
    return response
