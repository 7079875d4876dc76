"""What a service report must say, and about which period."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.modules.reports.choices import SECTIONS, ReportState
from govops.modules.reports.models import ServiceReport

_GONE = (ReportState.CANCELLED, ReportState.REFUSED)


def period_has_begun(report: Any, deed: Deed) -> Answer:
    """期间已经开始."""
    if report.first > moment.today():
        return Denied("这一期还没有开始，没有数据可报；请到期后再编制。", field="first")
    return Allowed()


def only_one_a_period(report: Any, deed: Deed) -> Answer:
    """同一期只有一份报告."""
    others = ServiceReport.objects.filter(kind=report.kind, first=report.first).exclude(state__in=_GONE)
    if others.exclude(pk=report.pk).exists():
        return Denied("这一期的报告已经有了，请在“服务报告”中查看；确需重做请先撤销原来的。", field="first")
    return Allowed()


def period_is_over(report: Any, deed: Deed) -> Answer:
    """期满后提交."""
    if report.last >= moment.today():
        return Denied(f"本期到 {report.last} 才结束，期满后重新取数再提交。")
    return Allowed()


def gathered_after_the_period(report: Any, deed: Deed) -> Answer:
    """数据在期满后取得."""
    from django.utils import timezone

    if report.gathered_at is None or timezone.localtime(report.gathered_at).date() <= report.last:
        return Denied("数据取于期满之前，不完整；请先“重新取数”，改过的文字会保留。")
    return Allowed()


def is_whole(report: Any, deed: Deed) -> Answer:
    """各部分都有文字."""
    for name, title in SECTIONS.items():
        if not str(getattr(report, name)).strip():
            return Denied(f"“{title}”还没有文字，请补写；没有情况的写“无”。", field=name)
    return Allowed()
