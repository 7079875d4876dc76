"""When it may happen, and by whom."""

from __future__ import annotations

from govops.kernel.processes.declarations import Approval, Move, Process, Step, any_of, named_in, seated
from govops.kernel.processes.seats import Seat, declare
from govops.modules.machine_room import actions, rules
from govops.modules.machine_room.choices import VisitorState as V

MANAGER = Seat("machine_room_manager", "机房管理人员")
SECURITY = Seat("security_secrecy", "保卫保密部门")
FOREIGN_AFFAIRS = Seat("foreign_affairs", "外事部门")
GUARD = Seat("machine_room_guard", "机房门岗")
declare(MANAGER, SECURITY, FOREIGN_AFFAIRS, GUARD)


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
        start=V.DRAFT,
        during=V.APPROVING,
        yes=V.APPROVED,
        no=V.REFUSED,
        back=V.DRAFT,
        when=(rules.has_pledged,),
        steps=(
            Step(key="manager", title="管理人员同意", seats=(MANAGER,), hours=4),
            Step(key="security", title="保卫保密批准", seats=(SECURITY,), hours=8, when=rules.only_mainland),
            Step(key="joint", title="保卫保密、外事共同批准", seats=(SECURITY, FOREIGN_AFFAIRS), hours=8, when=rules.has_guests_from_abroad),
        ),
    )
    name_escort = Move(
        title="指定陪同人", sources=(V.APPROVED,), target=V.APPROVED, by=seated(MANAGER), asks=("escort",), requires=("escort",),
        checks=(rules.nobody_enters_alone,), icon="user-check", signed=False,
    )  # fmt: skip
    enter = Move(
        title="进入登记", sources=(V.APPROVED,), target=V.INSIDE, by=any_of(seated(GUARD), named_in("escort", title="陪同人")),
        asks=("escort_confirmed", "items_at_entry"), requires=("items_at_entry",),
        when=(rules.nobody_enters_alone,), checks=(rules.escort_is_there,), then=(actions.mark_entry,),
        icon="login", help="核对来访人证件与携带物品，陪同人到场后方可进入。",
    )  # fmt: skip
    leave = Move(
        title="离开核对", sources=(V.INSIDE,), target=V.LEFT, by=any_of(seated(GUARD), named_in("escort", title="陪同人")),
        asks=("items_at_exit",), requires=("items_at_exit",), then=(actions.mark_exit,), icon="logout",
    )  # fmt: skip
    archive = Move(
        title="归档", sources=(V.LEFT,), target=V.ARCHIVED, by=seated(MANAGER), todo=MANAGER.holders, hours=16, icon="archive", signed=False
    )
