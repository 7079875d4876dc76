"""规范对照: each article → rule → where enforced → how often it refused → evidence and gaps of the period → export."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.norms import coverage
from govops.kernel.norms.documents import DOCUMENTS
from govops.kernel.norms.models import DutyPeriod
from govops.kernel.norms.obligations import Period, all_obligations
from govops.kernel.registers import site
from govops.kernel.web.views.common import actor_of, with_params

_GAPS = frozenset({"gap", "missing"})


def _month(request: HttpRequest) -> Period:
    raw = request.GET.get("month", "")
    try:
        first = date.fromisoformat(f"{raw}-01") if raw else moment.today().replace(day=1)
    except ValueError:
        raise Refused("月份应写作 2026-11，请重新选择。", field="month", status=422) from None
    return Period.of("month", first)


def overview(request: HttpRequest) -> HttpResponse:
    """All articles of one document, with this month's evidence."""
    period = _month(request)
    rows = coverage.rows(period)
    documents = [code for code in DOCUMENTS if any(r.document.code == code for r in rows)]
    only_gaps = request.GET.get("gaps") == "1"
    gaps = [r for r in rows if r.state in _GAPS]
    # Somebody who wants to see the gaps is led to a document that has some.
    first = gaps[0].document.code if only_gaps and gaps else next(iter(documents), "")
    chosen = request.GET.get("document") or first
    mine = [r for r in (gaps if only_gaps else rows) if r.document.code == chosen]
    stays = any(r.document.code == chosen for r in gaps)
    seal = coverage.last_seal()
    context = {
        "title": "规范对照",
        "subtitle": "每一条规范：落在哪里、怎样执行、本期证据是什么",
        "period": period,
        "previous_url": with_params(request.GET, month=f"{period.first - timedelta(days=1):%Y-%m}"),
        "next_url": with_params(request.GET, month=f"{period.last + timedelta(days=1):%Y-%m}")
        if period.last < moment.today()
        else "",
        "gaps_url": with_params(
            request.GET, drop=() if only_gaps or stays else ("document",), gaps=None if only_gaps else "1"
        ),
        "only_gaps": only_gaps,
        "gaps": len(gaps),
        "documents": [_document(code, rows, code == chosen, request) for code in documents],
        "document": DOCUMENTS.get(chosen),
        "rows": mine,
        "figures": _figures([r for r in rows if r.document.code == chosen]),
        "seal": seal,
    }
    return render(request, "home/norms.html", context)


def _document(code: str, rows: list[Any], active: bool, request: HttpRequest) -> dict[str, Any]:
    own = [r for r in rows if r.document.code == code]
    proved = sum(1 for r in own if r.state == "proved")
    percent = round(100 * proved / len(own)) if own else 0
    return {
        "title": DOCUMENTS[code].short,
        "note": f"{len(own)} 条",
        "percent": percent,
        "tone": "green" if percent >= 90 else "amber" if percent >= 50 else "red",
        "words": f"{proved} / {len(own)} 项有据",
        "url": with_params(request.GET, document=code),
        "active": active,
    }


def _figures(rows: list[Any]) -> dict[str, int]:
    return {
        "total": len(rows),
        "proved": sum(1 for r in rows if r.state == "proved"),
        "gap": sum(1 for r in rows if r.state == "gap"),
        "missing": sum(1 for r in rows if r.state == "missing"),
        "refused": sum(r.refused for r in rows),
    }


def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """One rule or obligation: its guards, its refusals, its duties day by day."""
    period = _month(request)
    row = next((r for r in coverage.rows(period) if r.id == code), None)
    if row is None:
        raise Refused("没有这条规范，请从“规范对照”进入。", status=404)
    duties = DutyPeriod.objects.filter(
        obligation__in=[o.id for o in all_obligations() if o.id == code or o.rule == code],
        last__gte=period.first,
        first__lte=period.last,
    )
    lines = [
        {
            "duty": d,
            "url": site.get(d.evidence_register).url(d.evidence_id)
            if d.evidence_id and site.find(d.evidence_register)
            else "",
        }
        for d in duties.order_by("-first", "subject_id")[:400]
    ]
    context = {
        "title": row.text,
        "subtitle": row.cited,
        "row": row,
        "period": period,
        "lines": lines,
        "refusals": coverage.refusals(row.rule_ids, period),
    }
    return render(request, "home/evidence.html", context)


def export(request: HttpRequest) -> HttpResponse:
    """The whole table as a workbook for an auditor; recorded."""
    period = _month(request)
    content = coverage.workbook(period)
    trail.record(actor=actor_of(request), operation="export", summary=f"导出规范对照 {period}")
    response = HttpResponse(
        content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(f'规范对照 {period.first:%Y-%m}')}.xlsx"
    )
    return response
