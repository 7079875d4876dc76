"""服务指标 on the workbench: the month that was reported last, each figure beside its target; one query."""

from __future__ import annotations

from typing import Any

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.dashboards.tiles import on_workbench
from govops.kernel.records.visibility import visible
from govops.modules.reports.choices import READERS, ReportKind, ReportState
from govops.modules.reports.models import ServiceReport

#: what a leader asks first
SHOWN = ("tickets", "incident_resolution", "resolve_on_time", "agreement_met", "satisfaction", "majors")
_NOT_IN_FORCE = (ReportState.CANCELLED, ReportState.REFUSED)


@on_workbench
def indicators_of_the_month(actor: Actor) -> dict[str, Any] | None:
    """The figures of the last monthly report, as they were taken: the same that stand in its document."""
    if not actor.roles & {*READERS, "om_committee"} or not table.scope_of(actor, "read", "service_report"):
        return None
    monthly = ServiceReport.objects.filter(kind=ReportKind.MONTH).exclude(state__in=_NOT_IN_FORCE)
    report = visible(monthly, actor, register="service_report").order_by("-first").first()
    if report is None or not report.tells_its_period:
        return _none_yet(actor)
    by_code = {row["code"]: row for row in report.figures["indicators"]}
    rows = [_row(by_code[code], report) for code in SHOWN if code in by_code]
    return {
        "title": f"{report.period_words}服务指标", "kind": "list", "rows": rows, "empty": "",
        "url": f"/m/reports/{report.pk}/", "url_text": "看月报",
    }  # fmt: skip


def _row(row: dict[str, Any], report: ServiceReport) -> dict[str, Any]:
    """“解决及时率　96.2%” beside “目标 ≥ 95%，未达标”."""
    unit = row["unit"] if row["value"] is not None else ""
    value = f"{row['shown']}{unit}" if unit == "%" else f"{row['shown']} {unit}".strip()
    verdict = {True: "，已达标", False: "，未达标", None: ""}[row["met"]]
    note = f"目标 {row['target']}{verdict}" if row["target"] else f"上期 {row['previous']}"
    return {"title": f"{row['title']}　{value}", "note": note, "url": f"/m/reports/{report.pk}/"}


def _none_yet(actor: Actor) -> dict[str, Any]:
    may_write = bool(table.may(actor, "write", "service_report"))
    way = {"url": "/m/reports/", "url_text": "生成月报"} if may_write else {}
    return {"title": "服务指标", "kind": "list", "rows": [], "empty": "还没有月报。", **way}
