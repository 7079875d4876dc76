"""《加班进入申请》, and a stay in the log."""

from __future__ import annotations

from govops.kernel.processes.declarations import (
    Approval,
    Move,
    Process,
    Step,
    any_of,
    named_in,
    seated,
    the_applicant,
)
from govops.modules.machine_room.actions import after_hours as actions
from govops.modules.machine_room.choices import AccessLogState as L
from govops.modules.machine_room.choices import AfterHoursState as O
from govops.modules.machine_room.rules import after_hours as rules
from govops.modules.machine_room.rules.common import by_the_system
from govops.modules.machine_room.seats import DEPARTMENT_CONCERNED, GUARD, SECURITY

AT_THE_DOOR = any_of(the_applicant, seated(GUARD))


class AfterHoursAccessProcess(Process):
    """有关部门同意 → 保卫保密批准 → 进入 → 离开（S4§8）。节假日、夜晚由工作日历判定。"""

    states = O
    initial = O.DRAFT
    editable = {O.DRAFT: ...}
    cancelled = O.CANCELLED
    final = (O.REFUSED, O.LEFT, O.CANCELLED)
    cites = "S4§8"

    approval = Approval(
        start=O.DRAFT, during=O.APPROVING, yes=O.APPROVED, no=O.REFUSED, back=O.DRAFT,
        when=(rules.is_needed, rules.has_not_begun),
        steps=(
            Step(key="department", title="有关部门同意", seats=(DEPARTMENT_CONCERNED,), hours=4),
            Step(key="security", title="保卫保密批准", seats=(SECURITY,), hours=4),
        ),
    )  # fmt: skip
    enter = Move(
        title="进入登记", sources=(O.APPROVED,), target=O.INSIDE, by=AT_THE_DOOR, when=(rules.is_within_the_approved_time,),
        then=(actions.mark_entry,), icon="door-enter",
    )  # fmt: skip
    leave = Move(
        title="离开登记", sources=(O.INSIDE,), target=O.LEFT, by=AT_THE_DOOR, asks=("exit_words",), requires=("exit_words",),
        then=(actions.mark_exit,), icon="door-exit",
    )  # fmt: skip
    close_unused = Move(
        title="未进入关闭", sources=(O.APPROVED,), target=O.CANCELLED, by=any_of(the_applicant, seated(SECURITY)),
        opinion="required", icon="circle-x", is_danger=True, signed=False,
    )  # fmt: skip


class RoomAccessLogProcess(Process):
    """进入 → 离开。进出记录说明发生过什么，登记后不能修改。"""

    states = L
    initial = L.INSIDE
    final = (L.LEFT,)
    cites = "S4§8"

    leave = Move(
        title="离开登记", sources=(L.INSIDE,), target=L.LEFT, icon="door-exit", signed=False,
        by=any_of(seated(GUARD), named_in("person", title="进入人员"), by_the_system),
        when=(rules.leaves_by_its_own_form,), then=(actions.end_stay,),
    )  # fmt: skip
