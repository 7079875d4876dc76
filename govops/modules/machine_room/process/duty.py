"""The month's roster, and each shift."""

from __future__ import annotations

from govops.kernel.processes.declarations import Move, Process, any_of, named_in, seated
from govops.modules.machine_room.actions import duty as actions
from govops.modules.machine_room.choices import RosterState as M
from govops.modules.machine_room.choices import ShiftState as S
from govops.modules.machine_room.rules import duty as rules
from govops.modules.machine_room.rules.common import by_the_system
from govops.modules.machine_room.seats import MANAGER


class DutyRosterProcess(Process):
    """编排 → 发布：每天至少一名值班人才能发布（S4§7）。"""

    states = M
    initial = M.DRAFT
    editable = {M.DRAFT: ...}
    cancelled = M.CANCELLED
    final = (M.PUBLISHED, M.CANCELLED)
    cites = "S4§7"

    publish = Move(
        title="发布", sources=(M.DRAFT,), target=M.PUBLISHED, by=seated(MANAGER), when=(rules.every_day_is_covered,),
        then=(actions.publish,), icon="send", confirm="发布后按表生成各班次并通知值班人，确定发布吗？",
    )  # fmt: skip
    adjust = Move(
        title="调整排班", sources=(M.PUBLISHED,), target=M.PUBLISHED, by=seated(MANAGER), asks=("rows",), opinion="required",
        checks=(rules.rows_are_readable, rules.every_day_is_covered), then=(actions.publish,), icon="edit", signed=False,
        help="增加的班次随即生成；替换值班人请在班次上办理“换班”。",
    )  # fmt: skip
    cancel = Move(
        title="作废", sources=(M.DRAFT,), target=M.CANCELLED, by=seated(MANAGER), icon="trash", is_danger=True, signed=False,
        confirm="确定作废这张草稿吗？",
    )  # fmt: skip


class DutyShiftProcess(Process):
    """待上岗 → 在岗 → 已交班 → 已接班确认；到日未签到的记为缺岗（S4§7）。"""

    states = S
    initial = S.WAITING
    cancelled = S.CANCELLED
    final = (S.CONFIRMED, S.ABSENT, S.CANCELLED)
    cites = "S4§7"

    sign_in = Move(
        title="签到", sources=(S.WAITING,), target=S.ON_DUTY, by=named_in("person", title="值班人"), when=(rules.is_its_day,),
        then=(actions.sign_in,), icon="login",
    )  # fmt: skip
    swap = Move(
        title="换班", sources=(S.WAITING,), target=S.WAITING, by=seated(MANAGER), asks=("person", "swap_reason"),
        requires=("person", "swap_reason"), when=(rules.has_not_passed,), checks=(rules.shift_is_not_doubled,),
        then=(actions.remember_rostered,), icon="switch-horizontal", signed=False, help="选择替班人；原排班人保留在记录上。",
    )  # fmt: skip
    hand_over = Move(
        title="交班", sources=(S.ON_DUTY,), target=S.HANDED_OVER, by=named_in("person", title="值班人"),
        asks=("situation", "calls", "faults", "handover", "unfinished", "successor"),
        requires=("situation", "handover", "unfinished", "successor"), checks=(rules.handed_to_another,),
        then=(actions.hand_over,), icon="transfer", help="写明运行情况、已处理和未处理事项，交接班人双方确认。",
    )  # fmt: skip
    confirm = Move(
        title="接班确认", sources=(S.HANDED_OVER,), target=S.CONFIRMED, by=named_in("successor", title="接班人"),
        todo=actions.successor_of, hours=2, asks=("takeover_words",), then=(actions.confirm,), icon="checks",
    )  # fmt: skip
    cancel = Move(
        title="取消班次", sources=(S.WAITING,), target=S.CANCELLED, by=seated(MANAGER), opinion="required",
        when=(rules.has_not_passed, rules.day_stays_covered), icon="circle-x", is_danger=True, signed=False,
    )  # fmt: skip
    mark_absent = Move(
        title="记为缺岗", sources=(S.WAITING,), target=S.ABSENT, by=any_of(seated(MANAGER), by_the_system),
        when=(rules.is_over,), icon="user-off", is_danger=True, signed=False,
    )  # fmt: skip
