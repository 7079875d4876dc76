"""草稿 → 审批 → 可用 → 每年评审 → 停用."""

from __future__ import annotations

from typing import Any

from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Approval, Move, Process, Step, seated
from govops.modules.change.actions import standards as actions
from govops.modules.change.choices import StandardState as T
from govops.modules.change.rules import standards as rules
from govops.modules.change.seats import BOARD, MANAGER


def managers(template: Any) -> list[Person]:
    return MANAGER.holders(template)


class StandardChangeProcess(Process):
    """变更经理审核 → 变更审批委员会批准 → 可用，每年评审一次；逾期未评审的不能再用。"""

    states = T
    initial = T.DRAFT
    editable = {T.DRAFT: ...}
    cancelled = T.CANCELLED
    final = (T.RETIRED, T.REFUSED, T.CANCELLED)
    cites = "N2§9.7"

    approval = Approval(
        start=T.DRAFT, during=T.APPROVING, yes=T.IN_FORCE, no=T.REFUSED, back=T.DRAFT, when=(rules.template_has_a_way_back,),
        steps=(
            Step(key="check", title="变更经理审核", seats=(MANAGER,), hours=16),
            Step(key="board", title="变更审批委员会批准", seats=(BOARD,), each=True, quorum=2, hours=40),
        ),
        on_yes=(actions.put_in_force,),
    )  # fmt: skip
    look_over = Move(
        title="年度评审", sources=(T.IN_FORCE,), target=T.IN_FORCE, by=seated(MANAGER), when=(rules.reviewer_is_not_the_author,),
        asks=("review_words",), requires=("review_words",), checks=(rules.review_says_something,), then=(actions.look_over,),
        icon="zoom-check", help="看一年来用了几次、有无失败，方案是否仍然适用；不再适用的请停用。",
    )  # fmt: skip
    retire = Move(
        title="停用", sources=(T.IN_FORCE,), target=T.RETIRED, by=seated(MANAGER), opinion="required", icon="circle-x", is_danger=True,
        signed=False, help="停用后不能再选用；已经排期的变更不受影响。",
    )  # fmt: skip
