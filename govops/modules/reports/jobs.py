"""The report of a period that has just ended is drafted by itself."""

from __future__ import annotations

from govops.kernel import moment, parameters
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.jobs import job
from govops.kernel.organization import people
from govops.kernel.registers import doors, site
from govops.modules.reports.choices import ReportKind, ReportState
from govops.modules.reports.models import ServiceReport
from govops.modules.reports.parameters import AUTOMATIC, automatic_kinds
from govops.modules.reports.periods import before, of
from govops.modules.reports.seats import WRITER


@job(every="30 6 * * *", title="期满起草服务报告")
def draft_due(*, actor: Actor) -> str:
    """In the week after a period's end its report is there, as a draft in the hands of who writes it."""
    writers = people.holders(WRITER.code)
    if not writers:
        return "没有起草：“服务报告编制人”席位空缺"
    made = [
        kind.label
        for kind in automatic_kinds(parameters.value(AUTOMATIC.key))
        if is_due(kind) and draft(kind, writers[0].pk, actor)
    ]
    return f"起草{'、'.join(made)}" if made else "没有到期的报告"


def is_due(kind: ReportKind) -> bool:
    """The last period ended within the last seven days, and nobody has reported on it."""
    period = before(kind, of(kind, moment.today()))
    gone = (ReportState.CANCELLED, ReportState.REFUSED)
    known = ServiceReport.objects.filter(kind=kind, first=period.first).exclude(state__in=gone).exists()
    return not known and (moment.today() - period.last).days <= 7


def draft(kind: ReportKind, writer: int, actor: Actor) -> bool:
    """Whether the draft was made; what stands in its way is in the trail, and is tried again tomorrow."""
    period = before(kind, of(kind, moment.today()))
    data = {
        "kind": kind.value, "first": period.first, "applicant": writer,
        "purpose": ServiceReport._meta.get_field("purpose").get_default(), "readers": ServiceReport._meta.get_field("readers").get_default(),
    }  # fmt: skip
    try:
        doors.create(site.get("service_report"), data, actor=actor)
    except Refused:
        return False
    return True
