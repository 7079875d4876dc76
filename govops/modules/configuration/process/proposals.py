"""提议 → 第二人审核 → 生效."""

from __future__ import annotations

from govops.kernel.processes.declarations import Approval, Process, Step
from govops.modules.configuration.actions import proposing
from govops.modules.configuration.choices import ProposalState as P
from govops.modules.configuration.rules import proposals as rules
from govops.modules.configuration.seats import MANAGER


class ItemProposalProcess(Process):
    """提议 → 配置经理审核（不得是提议人）→ 生效。"""

    states = P
    initial = P.DRAFT
    editable = {P.DRAFT: ...}
    cancelled = P.CANCELLED
    final = (P.APPLIED, P.REFUSED, P.CANCELLED)
    cites = "N3§9.1"

    approval = Approval(
        start=P.DRAFT,
        during=P.APPROVING,
        yes=P.APPLIED,
        no=P.REFUSED,
        back=P.DRAFT,
        steps=(Step(key="manager", title="配置经理审核", seats=(MANAGER,), hours=8),),
        when=(rules.item_is_there, rules.item_is_as_it_was, proposing.can_be_applied),
        on_yes=(proposing.require_unchanged, proposing.apply),
    )
