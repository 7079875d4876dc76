"""A plan is put in force; a task is carried out and reviewed; a finding is reported or settled."""

from __future__ import annotations

from typing import Any

from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Move, Process, any_of, by_the_system, named_in, seated
from govops.modules.maintenance import actions, rules, timing
from govops.modules.maintenance.choices import FindingState as F
from govops.modules.maintenance.choices import PlanState as P
from govops.modules.maintenance.choices import TaskState as T
from govops.modules.maintenance.seats import MANAGER

EXECUTOR = named_in("executor", title="执行人")


def of_the_task(finding: Any, deed: Any) -> Any:
    """作业的执行人"""
    return EXECUTOR(finding.task, deed)


def managers(record: Any) -> list[Person]:
    return MANAGER.holders(record)


class MaintenancePlanProcess(Process):
    """草稿 → 执行中 ⇄ 已暂停 → 已终止。执行中的计划按频次和工作日历自动排定作业（N4§4.3）。"""

    states = P
    initial = P.DRAFT
    editable = {P.DRAFT: ..., P.PAUSED: ...}
    final = (P.ENDED,)
    cites = "N4§4.3"

    activate = Move(
        title="启用", sources=(P.DRAFT, P.PAUSED), target=P.ACTIVE, by=seated(MANAGER), icon="clock-play",
        when=(rules.plan_is_complete, rules.reviewer_is_another, rules.plan_still_holds), then=(actions.plan_ahead,),
        help="随即排定今后两周的作业，之后每天自动续排。",
    )  # fmt: skip
    pause = Move(
        title="暂停", sources=(P.ACTIVE,), target=P.PAUSED, by=seated(MANAGER), opinion="required", then=(actions.call_off,),
        icon="clock-pause", signed=False, help="尚未开始的作业随即取消；暂停后可以修改计划。",
    )  # fmt: skip
    end = Move(
        title="终止", sources=(P.DRAFT, P.ACTIVE, P.PAUSED), target=P.ENDED, by=seated(MANAGER), opinion="required",
        then=(actions.call_off,), icon="circle-x", is_danger=True,
    )  # fmt: skip


class MaintenanceTaskProcess(Process):
    """已排定 → 待执行 → 待复核 → 已复核；周期结束仍未执行的记为未执行。执行人不能复核。"""

    states = T
    initial = T.PLANNED
    cancelled = T.CANCELLED
    final = (T.REVIEWED, T.MISSED, T.CANCELLED)
    not_by = ("executor",)
    cites = "N4§4.3"

    open = Move(
        title="开始", sources=(T.PLANNED,), target=T.WAITING, by=any_of(by_the_system, EXECUTOR, seated(MANAGER)), signed=False,
        then=(timing.begin,), icon="clock-play", help="计划日零时自动开始；提前做的由执行人开始。",
    )  # fmt: skip
    carry_out = Move(
        title="填报结果", sources=(T.WAITING,), target=T.DONE, by=EXECUTOR, todo=actions.executor_of, hours=8,
        asks=("results", "summary"), checks=(rules.results_are_complete, rules.evidence_is_there), then=(actions.finish, timing.stop),
        icon="checklist", help="逐项填写实测值和结果；超出标准的判“异常”，自动登记维护异常。",
    )  # fmt: skip
    review = Move(
        title="复核", sources=(T.DONE,), target=T.REVIEWED, by=any_of(named_in("reviewer", title="复核人"), seated(MANAGER)),
        todo=actions.reviewer_of, hours=16, when=(rules.reviewed_by_another,), opinion="optional", then=(actions.review,),
        icon="zoom-check",
    )  # fmt: skip
    send_back = Move(
        title="退回重做", sources=(T.DONE,), target=T.WAITING, by=any_of(named_in("reviewer", title="复核人"), seated(MANAGER)),
        when=(rules.reviewed_by_another,), opinion="required", then=(actions.send_back, timing.begin), icon="arrow-back-up", is_danger=True,
    )  # fmt: skip
    hand_on = Move(
        title="改派", sources=(T.WAITING,), target=T.WAITING, by=seated(MANAGER), asks=("executor", "reviewer"),
        requires=("executor", "reviewer"), checks=(rules.reviewer_is_another,), icon="transfer", signed=False,
    )  # fmt: skip
    cancel = Move(
        title="取消作业", sources=(T.PLANNED, T.WAITING), target=T.CANCELLED, by=any_of(by_the_system, seated(MANAGER)),
        opinion="required", then=(timing.stop,), icon="circle-x", is_danger=True, signed=False, help="不计入及时完成率，须写明原因。",
    )  # fmt: skip
    mark_overdue = Move(
        title="记为逾期", sources=(T.WAITING,), target=T.WAITING, by=by_the_system, then=(actions.be_overdue,), icon="clock-exclamation",
        signed=False, help="过了完成时限仍未填报的，每天零时自动标记；周期结束前仍可补做。",
    )  # fmt: skip
    mark_missed = Move(
        title="记为未执行", sources=(T.WAITING,), target=T.MISSED, by=any_of(by_the_system, seated(MANAGER)),
        when=(rules.is_over,), then=(actions.miss, timing.stop), icon="alert-circle", is_danger=True, signed=False,
    )  # fmt: skip


class MaintenanceFindingProcess(Process):
    """待处理 → 已转事件，或就地处理并写明结论。"""

    states = F
    initial = F.OPEN
    final = (F.REPORTED, F.SETTLED)
    cites = "N4§4.3"

    report = Move(
        title="转事件", sources=(F.OPEN,), target=F.REPORTED, by=any_of(of_the_task, seated(MANAGER)), todo=actions.handlers_of,
        hours=8, then=(actions.report_incident,), icon="urgent", signed=False, help="按实测值和说明登记事件，由服务台派单处理。",
    )  # fmt: skip
    settle = Move(
        title="就地处理", sources=(F.OPEN,), target=F.SETTLED, by=any_of(of_the_task, seated(MANAGER)), asks=("conclusion",),
        checks=(rules.settled_with_a_conclusion,), then=(actions.settle,), icon="checks", signed=False,
    )  # fmt: skip
