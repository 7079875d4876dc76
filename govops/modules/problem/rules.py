"""What must be true of problems and hints: answers with reasons, nothing changed here."""

from __future__ import annotations

from typing import Any

from govops.kernel import parameters
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import declare, rule
from govops.kernel.processes.declarations import Deed
from govops.modules.configuration import public as configuration
from govops.modules.problem.parameters import REPEAT_COUNT

CITES = "N21§重复问题"
TITLE = "同 CI 同类 30 天 ≥3 起提示立问题"
declare("R-PRB-01", cites=CITES, level="D", title=TITLE, by="problem.jobs.suggest_problems")


@rule("R-PRB-01", cites=CITES, level="D", title=TITLE)
def recurs_often_enough(suggestion: Any, deed: Deed) -> Answer:
    """A hint tells at least the incidents that the parameter asks for, about one thing."""
    least = int(parameters.value(REPEAT_COUNT.key))
    if suggestion.pk is not None or suggestion.count >= least:
        return Allowed() if suggestion.about else Denied("请写明系统（设备）或服务。", field="system")
    return Denied(f"同类事件不足 {least} 起，不提示立问题。", field="count")


@rule("R-PRB-01", cites=CITES, level="D", title=TITLE)
def dismissed_with_a_reason(suggestion: Any, deed: Deed) -> Answer:
    """A hint is not waved away: somebody says why there is no problem behind it."""
    if len(suggestion.reason.strip()) >= 4:
        return Allowed()
    return Denied("不立问题须写明原因，如：同一次停电引起，已恢复。", field="reason")


def has_a_handler(problem: Any, deed: Deed) -> Answer:
    if problem.handler_id is not None:
        return Allowed()
    return Denied("请指定负责调查的“负责人”。", field="handler")


def cause_is_told(problem: Any, deed: Deed) -> Answer:
    if not problem.cause_kind:
        return Denied("请选择“根因分类”。", field="cause_kind")
    if len(problem.root_cause.strip()) >= 6:
        return Allowed()
    return Denied("请写明“根本原因”：哪里、因为什么、怎样导致了这些事件。", field="root_cause")


def workaround_is_told(problem: Any, deed: Deed) -> Answer:
    """A known error is of use to the first line only with a way round it."""
    if len(problem.workaround.strip()) >= 6:
        return Allowed()
    return Denied(
        "列为已知错误须写明“规避措施”，让一线先恢复用户使用；没有的请写“暂无规避措施”和原因。",
        field="workaround",
    )


def cure_is_told(problem: Any, deed: Deed) -> Answer:
    if len(problem.permanent_fix.strip()) >= 6:
        return Allowed()
    return Denied("请写明“永久方案”：做了什么，如何确认不再发生。", field="permanent_fix")


def change_is_known(problem: Any, deed: Deed) -> Answer:
    """A change that is named exists and was approved; in a house without change management any number is taken."""
    number = problem.change_number.strip()
    if not number or not configuration.approved_changes:
        return Allowed()
    approved = configuration.is_approved_change(number)
    if approved:
        return Allowed()
    if approved is None:
        return Denied(
            f"没有编号为“{number}”的变更单，请核对“关联变更”，没有改动配置项的可留空。", field="change_number"
        )
    return Denied(f"变更单 {number} 尚未批准，批准并实施后才能据以解决问题。", field="change_number")


def conclusion_is_told(problem: Any, deed: Deed) -> Answer:
    if len(problem.review_conclusion.strip()) >= 6:
        return Allowed()
    return Denied("请写明“评审结论”：是否根治，有什么教训和改进。", field="review_conclusion")


def reviewer_is_another(problem: Any, deed: Deed) -> Answer:
    if deed.actor.person is not None and deed.actor.person.pk == problem.handler_id:
        return Denied("不能评审自己负责的问题，请由其他问题经理评审。")
    return Allowed()
