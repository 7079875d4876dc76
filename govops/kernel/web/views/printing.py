"""Printing: every record as its A4 form, with opinions, signatures and a verification code."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from govops.kernel.access import table
from govops.kernel.access.answers import require
from govops.kernel.audit import trail
from govops.kernel.printing import verification
from govops.kernel.printing.forms import record_pdf
from govops.kernel.registers import doors
from govops.kernel.web.paper import paper_of
from govops.kernel.web.views.common import actor_of, register_of


def form(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The record as PDF; recorded. `?acts=1&files=1` adds 流转记录 and 附件清单."""
    register = register_of(code, request)
    actor = actor_of(request)
    require(table.may(actor, "print", code, title=register.title), status=403)
    record = doors.get(register, pk, actor=actor)
    address = request.build_absolute_uri("/verify/")
    paper = paper_of(
        register,
        record,
        actor,
        address=address,
        acts=request.GET.get("acts") != "0",
        files=request.GET.get("files") != "0",
    )
    content = record_pdf(paper)
    verification.remember(paper["verification"]["code"], code, pk)
    trail.record(
        actor=actor, operation="print", register=code, record_id=pk, number=record.number, secrecy_level=record.secrecy_level,
        summary=f"打印{register.name_of_form}", after={"验证码": paper["verification"]["code"]},
    )  # fmt: skip
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = (
        f"inline; filename*=UTF-8''{quote(f'{register.name_of_form} {record.number}')}.pdf"
    )
    return response
