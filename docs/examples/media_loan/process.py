"""When it may happen, and by whom."""

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Approval, Deed, Move, Process, Step, seated
from govops.kernel.processes.seats import UNIT_HEAD, Seat, declare
from media_loan.models import LoanState as L

KEEPER = Seat("media_keeper", "介质管理员")
declare(KEEPER)


def ends_after_it_begins(loan: Any, deed: Deed) -> Answer:
    """借用止不早于借用起."""
    if loan.needed_to >= loan.needed_from:
        return Allowed()
    return Denied("“借用止”早于“借用起”，请改正日期。", field="needed_to")


class MediaLoanProcess(Process):
    """部门主管领导同意 → 介质管理员批准 → 领用 → 归还。"""

    states = L
    initial = L.DRAFT
    editable = {L.DRAFT: ...}
    cancelled = L.CANCELLED
    final = (L.RETURNED, L.REFUSED, L.CANCELLED)
    cites = "S9§24"

    approval = Approval(
        start=L.DRAFT,
        during=L.APPROVING,
        yes=L.APPROVED,
        no=L.REFUSED,
        back=L.DRAFT,
        steps=(
            Step(key="head", title="部门主管领导同意", seats=(UNIT_HEAD,), hours=8),
            Step(key="keeper", title="介质管理员批准", seats=(KEEPER,), hours=8),
        ),
    )
    hand_out = Move(
        title="领用", sources=(L.APPROVED,), target=L.LENT, by=seated(KEEPER), todo=KEEPER.holders
    )
    receive_back = Move(
        title="归还",
        sources=(L.LENT,),
        target=L.RETURNED,
        by=seated(KEEPER),
        asks=("checked",),
        requires=("checked",),
    )
