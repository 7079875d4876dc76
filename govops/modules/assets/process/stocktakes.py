"""《资产盘点单》 and 《盘点差异单》."""

from __future__ import annotations

from govops.kernel.processes.declarations import Approval, Move, Process, Step, any_of, seated, the_applicant
from govops.modules.assets.actions import differences, stocktakes
from govops.modules.assets.choices import DifferenceState as D
from govops.modules.assets.choices import StocktakeState as T
from govops.modules.assets.rules import stocktakes as rules
from govops.modules.assets.seats import KEEPER, REVIEWER

LEADER = any_of(the_applicant, seated(KEEPER))


class StocktakeProcess(Process):
    """开始盘点（账面定格）→ 清点 → 清点完毕（产生差异）→ 逐项处理并复核 → 关闭。"""

    states = T
    initial = T.PLANNED
    editable = {T.PLANNED: ...}
    cancelled = T.CANCELLED
    final = (T.CLOSED, T.CANCELLED)
    cites = "S6§3"

    start = Move(
        title="开始盘点", sources=(T.PLANNED,), target=T.COUNTING, by=LEADER, then=(stocktakes.freeze,), icon="clock-play",
        help="范围内的资产此刻定格为应盘清单，盘点期间台账的变动不影响清单。",
    )  # fmt: skip
    finish = Move(
        title="清点完毕", sources=(T.COUNTING,), target=T.RESOLVING, by=any_of(rules.a_counter, LEADER),
        when=(rules.something_was_counted,), todo=stocktakes.counters_of, hours=80, then=(stocktakes.settle,), icon="checklist",
        help="未盘到的资产记为“盘亏”；每项差异产生一张《盘点差异单》。此后不能再清点。",
    )  # fmt: skip
    submit_decided = Move(
        title="差异一并提交复核", sources=(T.RESOLVING,), target=T.RESOLVING, by=the_applicant, signed=False,
        when=(rules.some_decisions_are_made,), then=(differences.submit_decided,), icon="send",
        help="已填写处理意见的差异一次全部提交给盘点复核人；还是“待查”的留下。",
    )  # fmt: skip
    close = Move(
        title="关闭", sources=(T.RESOLVING,), target=T.CLOSED, by=LEADER, when=(rules.all_differences_are_resolved,),
        asks=("conclusion",), requires=("conclusion",), then=(stocktakes.close,), icon="checks",
        help="写明盘点结论和改进意见。",
    )  # fmt: skip
    cancel = Move(
        title="撤销", sources=(T.PLANNED, T.COUNTING), target=T.CANCELLED, by=LEADER, opinion="required", icon="circle-x",
        is_danger=True, signed=False,
    )  # fmt: skip


class StocktakeDifferenceProcess(Process):
    """填写处理意见 → 提交第二人复核 → 更正台账或报失。"""

    states = D
    initial = D.OPEN
    final = (D.RESOLVED,)
    cites = "S6§3"

    approval = Approval(
        start=D.OPEN, during=D.APPROVING, yes=D.RESOLVED, no=D.REFUSED, back=D.OPEN,
        when=(rules.decision_is_made, rules.decision_fits),
        steps=(Step(key="review", title="复核", seats=(REVIEWER,), hours=24),),
        on_yes=(differences.resolve,),
    )  # fmt: skip
    decide = Move(
        title="填写处理意见", sources=(D.OPEN,), target=D.OPEN, by=LEADER, icon="edit", signed=False,
        asks=("decision", "item", "location", "custodian", "explanation"), requires=("explanation",), checks=(rules.decision_fits,),
        help="更正台账的填写更正后的位置或责任人；盘盈的先在“配置项”登记，再在此选择；没有查清的选“待查”。",
    )  # fmt: skip
    rework = Move(
        title="重新处理", sources=(D.REFUSED,), target=D.OPEN, by=LEADER, todo=differences.leader_of, hours=24,
        icon="refresh", signed=False, help="复核未通过的差异，重新查明后再提交。",
    )  # fmt: skip
