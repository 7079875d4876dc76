"""A visit, from the form to the archive."""

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
from govops.modules.machine_room.actions import visitors as actions
from govops.modules.machine_room.choices import VisitorState as V
from govops.modules.machine_room.rules import visitors as rules
from govops.modules.machine_room.seats import FOREIGN_AFFAIRS, GUARD, MANAGER, SECURITY

AT_THE_DOOR = any_of(seated(GUARD), named_in("escort", title="陪同人"))


class VisitorEntryProcess(Process):
    """填写登记表 → 管理人员同意 → 保卫保密批准（外宾、港澳台：与外事共同批准）→ 陪同进入 → 离开核对 → 归档（S4§3）。"""

    states = V
    initial = V.DRAFT
    editable = {V.DRAFT: ...}
    cancelled = V.CANCELLED
    final = (V.REFUSED, V.ARCHIVED, V.CANCELLED)
    not_by = ("escort",)
    cites = "S4§3"

    approval = Approval(
        start=V.DRAFT, during=V.APPROVING, yes=V.APPROVED, no=V.REFUSED, back=V.DRAFT, when=(rules.has_pledged,),
        steps=(
            Step(key="manager", title="管理人员同意", seats=(MANAGER,), hours=4),
            Step(key="security", title="保卫保密批准", seats=(SECURITY,), hours=8, when=rules.only_mainland),
            Step(
                key="joint", title="保卫保密、外事共同批准", seats=(SECURITY, FOREIGN_AFFAIRS), hours=8,
                when=rules.has_guests_from_abroad,
            ),
        ),
    )  # fmt: skip
    enter = Move(
        title="进入登记", sources=(V.APPROVED,), target=V.INSIDE, by=AT_THE_DOOR, icon="door-enter",
        asks=("escort_confirmed", "prohibited_found", "items_at_entry"), requires=("items_at_entry",),
        when=(rules.nobody_enters_alone, rules.comes_on_an_approved_day, rules.escort_may_stay_after_hours),
        checks=(rules.escort_is_there, rules.nothing_prohibited_is_found), then=(actions.mark_entry,),
        help="核对来访人证件与携带物品，陪同人到场后方可进入。",
    )  # fmt: skip
    name_escort = Move(
        title="指定陪同人", sources=(V.APPROVED,), target=V.APPROVED, by=seated(MANAGER), icon="user-check",
        asks=("escort",), requires=("escort",), checks=(rules.nobody_enters_alone, rules.escort_is_not_the_visitor),
        then=(actions.take_phone_of_escort,), signed=False,
    )  # fmt: skip
    leave = Move(
        title="离开核对", sources=(V.INSIDE,), target=V.LEFT, by=AT_THE_DOOR, icon="door-exit",
        asks=("items_at_exit",), requires=("items_at_exit",), then=(actions.mark_exit,),
        help="核对携出物品与进入时是否一致；携出机房物品须有《携物出门证明》。",
    )  # fmt: skip
    archive = Move(
        title="归档", sources=(V.LEFT,), target=V.ARCHIVED, by=seated(MANAGER), todo=MANAGER.holders, hours=16,
        icon="archive", signed=False,
    )  # fmt: skip
    close_unused = Move(
        title="未到访关闭", sources=(V.APPROVED,), target=V.CANCELLED, by=any_of(the_applicant, seated(MANAGER)),
        opinion="required", icon="circle-x", is_danger=True, signed=False,
    )  # fmt: skip
