"""有效 → 已解除."""

from __future__ import annotations

from govops.kernel.processes.declarations import Move, Process, seated
from govops.modules.change.actions import standards as actions
from govops.modules.change.choices import FreezeState as F
from govops.modules.change.seats import MANAGER


class ChangeFreezeProcess(Process):
    """公布即生效，到期自然结束；提前结束的办理“解除”。"""

    states = F
    initial = F.ACTIVE
    editable = {F.ACTIVE: ...}
    final = (F.LIFTED,)
    cites = "N1§变更管理"

    lift = Move(
        title="解除", sources=(F.ACTIVE,), target=F.LIFTED, by=seated(MANAGER), opinion="required", then=(actions.lift,),
        icon="lock-open", signed=False, help="提前结束冻结，或公布有误；写明原因。",
    )  # fmt: skip
