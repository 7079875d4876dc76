"""Gather the data, draft the words, hand the report out."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.organization.models import Person
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed
from govops.modules.reports import drafting, snapshot
from govops.modules.reports.choices import FREQUENCY, SECTIONS, ReportKind
from govops.modules.reports.models import ServiceReport
from govops.modules.reports.periods import of
from govops.modules.reports.seats import WRITER

SOURCES = "服务台、问题、满意度台账"


def settle_period(report: ServiceReport) -> None:
    """The period that holds `first`: whoever names any day of it means all of it."""
    period = of(report.kind, report.first)
    report.first, report.last = period.first, period.last
    report.frequency = report.frequency or FREQUENCY[ReportKind(report.kind)]


def gather(report: ServiceReport) -> list[str]:
    """Take the data anew and redraft what nobody has edited; answers the titles of the sections left as they are."""
    figures = snapshot.take(ReportKind(report.kind), report.period)
    drafted = drafting.draft(figures, report.period_words)
    kept = []
    for name, title in SECTIONS.items():
        if getattr(report, name).strip() and report.is_edited(name):
            kept.append(title)
        else:
            setattr(report, name, drafted[name])
    report.figures, report.drafted, report.gathered_at = figures, drafted, moment.now()
    report.data_source = source_words(report)
    return kept


def source_words(report: ServiceReport) -> str:
    """Where the data come from, up to when, and the digest that proves them unchanged."""
    if report.gathered_at is None:
        return ""
    at = timezone.localtime(report.gathered_at)
    return f"{SOURCES}；截至 {at:%Y-%m-%d %H:%M}；数据摘要 {snapshot.mark_of(report.figures)}"


def gather_again(report: ServiceReport, deed: Deed) -> None:
    gather(report)


def distribute(report: ServiceReport, deed: Deed) -> None:
    """分发: a reading task for everybody on the list."""
    report.distributed_at = deed.at
    data = {"people": list(report.distribution), "opinion": f"{report.title}，请阅。"}
    engine.perform_within("service_report", report.pk, "circulate", actor=deed.actor, data=data)


def archive(report: ServiceReport, deed: Deed) -> None:
    report.archived_at = deed.at


def writers(report: Any) -> list[Person]:
    return WRITER.holders(report)
