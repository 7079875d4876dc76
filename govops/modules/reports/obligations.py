"""Every month the report of the month before is approved (ISO/IEC 20000-1 §6.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from govops.kernel.norms.obligations import Evidence, Obligation, Period, declare
from govops.kernel.organization import people
from govops.kernel.organization.models import Person
from govops.kernel.processes.models import Act
from govops.modules.reports.choices import ReportKind, ReportState
from govops.modules.reports.models import ServiceReport
from govops.modules.reports.periods import before, bounds
from govops.modules.reports.seats import WRITER

WHOLE = 1  #: the one subject: the bureau as a whole
_APPROVED = (ReportState.APPROVED, ReportState.DISTRIBUTED, ReportState.ARCHIVED)


def bureau(day: date) -> Iterable[tuple[int, str]]:
    return [(WHOLE, "全委")]


def writers(subject: int, day: date) -> Iterable[Person]:
    return people.holders(WRITER.code)


def approved(subject: int, period: Period) -> Evidence | None:
    """The report of the month before, if its last approval was given within this month."""
    last = before(ReportKind.MONTH, period)
    report = ServiceReport.objects.filter(
        kind=ReportKind.MONTH, first=last.first, state__in=_APPROVED
    ).first()
    if report is None:
        return None
    begin, end = bounds(period.first, period.last)
    acts = Act.objects.filter(
        register="service_report", record_id=report.pk, verb="approve", at__gte=begin, at__lt=end
    )
    given = acts.order_by("-id").first()
    if given is None:
        return None
    return Evidence("service_report", report.pk, report.number, f"{report.title}，已批准", given.at)


declare(
    Obligation(
        id="N3§6.2-monthly", title="服务月报", cites="N3§6.2", every="month", register="service_report",
        subjects=bureau, evidence=approved, responsible=writers, url=lambda subject: "/r/service_report/new/?kind=month",
    ),
)  # fmt: skip
