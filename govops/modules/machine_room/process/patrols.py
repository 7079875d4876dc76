"""A patrol is reviewed; an alert is taken up and closed with a conclusion."""

from __future__ import annotations

from govops.kernel.processes.declarations import Move, Process, seated
from govops.modules.machine_room.actions import patrols as actions
from govops.modules.machine_room.choices import AlertState as R
from govops.modules.machine_room.choices import PatrolState as P
from govops.modules.machine_room.rules import patrols as rules
from govops.modules.machine_room.seats import MANAGER


class EnvironmentPatrolProcess(Process):
    """登记 → 复核（S4§7）。当日可以更正，次日起不能修改。"""

    states = P
    initial = P.RECORDED
    editable = {P.RECORDED: ...}
    final = (P.REVIEWED,)
    cites = "S4§7"

    review = Move(
        title="复核", sources=(P.RECORDED,), target=P.REVIEWED, by=seated(MANAGER), when=(rules.reviewer_is_another,),
        opinion="optional", then=(actions.review,), icon="zoom-check",
    )  # fmt: skip


class RoomAlertProcess(Process):
    """未处理 → 已确认 → 已关闭（须有处理结论）。"""

    states = R
    initial = R.OPEN
    final = (R.CLOSED,)
    cites = "S4§7"

    acknowledge = Move(
        title="确认告警", sources=(R.OPEN,), target=R.ACKNOWLEDGED, by=rules.answers_for_it, todo=actions.watchers, hours=1,
        then=(actions.acknowledge,), icon="check", signed=False,
    )  # fmt: skip
    close = Move(
        title="关闭", sources=(R.ACKNOWLEDGED,), target=R.CLOSED, by=rules.answers_for_it, todo=actions.watchers, hours=16,
        asks=("conclusion",), checks=(rules.closed_with_a_conclusion,), then=(actions.close,), icon="checks",
        help="写明原因、处理办法和结果；没有处理结论不能关闭。",
    )  # fmt: skip
