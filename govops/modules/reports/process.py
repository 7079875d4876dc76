"""起草 → 负责人审核 → 领导批准 → 分发 → 归档 (GB/T 28827.1 9.3)."""

from __future__ import annotations

from govops.kernel.processes.declarations import Approval, Move, Process, Step, any_of, seated, the_applicant
from govops.modules.reports import actions, rules
from govops.modules.reports.choices import ReportState as S
from govops.modules.reports.seats import APPROVER, REVIEWER, WRITER

WRITES = any_of(the_applicant, seated(WRITER))


class ServiceReportProcess(Process):
    """起草 → 负责人审核 → 领导批准 → 分发（传阅）→ 归档（GB/T 28827.1 9.3）。"""

    states = S
    initial = S.DRAFT
    editable = {S.DRAFT: ...}
    cancelled = S.CANCELLED
    final = (S.REFUSED, S.ARCHIVED, S.CANCELLED)
    cites = "N2§9.3"

    approval = Approval(
        start=S.DRAFT, during=S.APPROVING, yes=S.APPROVED, no=S.REFUSED, back=S.DRAFT,
        when=(rules.period_is_over, rules.gathered_after_the_period, rules.is_whole),
        steps=(
            Step(key="review", title="负责人审核", seats=(REVIEWER,), hours=16),
            Step(key="approve", title="领导批准", seats=(APPROVER,), hours=16),
        ),
    )  # fmt: skip
    gather_again = Move(
        title="重新取数", sources=(S.DRAFT,), target=S.DRAFT, by=WRITES, then=(actions.gather_again,), icon="refresh", signed=False,
        help="数据、图表和没有改过的文字按最新数据重写，您改过的文字保留。",
    )  # fmt: skip
    distribute = Move(
        title="分发", sources=(S.APPROVED,), target=S.DISTRIBUTED, by=WRITES, asks=("distribution",), requires=("distribution",),
        then=(actions.distribute,), todo=actions.writers, hours=16, icon="send", signed=False, help="名单上的人各收到一件待阅。",
    )  # fmt: skip
    archive = Move(
        title="归档", sources=(S.DISTRIBUTED,), target=S.ARCHIVED, by=WRITES, then=(actions.archive,), todo=actions.writers, hours=80,
        icon="archive", signed=False,
    )  # fmt: skip
