"""登记 → 分类 → 调查 →（已知错误）→ 解决 → 评审 → 关闭."""

from __future__ import annotations

from typing import Any

from govops.kernel.processes.declarations import Move, Process, any_of, named_in, seated
from govops.modules.problem import actions, rules
from govops.modules.problem.choices import ProblemState as P
from govops.modules.problem.choices import SuggestionState as S
from govops.modules.problem.seats import MANAGER

HANDLER = any_of(named_in("handler", title="负责人"), seated(MANAGER))
CAUSE = ("cause_kind", "root_cause")


def managers(record: Any) -> list[Any]:
    return MANAGER.holders(record)


class ProblemProcess(Process):
    """登记 → 分类定优先级 → 调查根因 →（已知错误）→ 解决 → 评审 → 关闭（ISO/IEC 20000-1 8.2）。"""

    states = P
    initial = P.REGISTERED
    editable = {P.REGISTERED: ..., P.CLASSIFIED: ..., P.INVESTIGATING: ..., P.KNOWN_ERROR: ...}
    cancelled = P.CANCELLED
    final = (P.CLOSED, P.CANCELLED)
    cites = "N3§8.2"

    classify = Move(
        title="分类", sources=(P.REGISTERED,), target=P.CLASSIFIED, by=seated(MANAGER), todo=managers, hours=8,
        asks=("category", "impact", "urgency", "handler"), requires=("category", "handler"), checks=(rules.has_a_handler,),
        then=(actions.classify,), icon="tag", signed=False, help="优先级由影响和紧急程度按矩阵得出。",
    )  # fmt: skip
    investigate = Move(
        title="开始调查", sources=(P.CLASSIFIED,), target=P.INVESTIGATING, by=HANDLER, todo=actions.handler_of, hours=16,
        icon="microscope", signed=False,
    )  # fmt: skip
    mark_known = Move(
        title="列为已知错误", sources=(P.INVESTIGATING,), target=P.KNOWN_ERROR, by=HANDLER,
        asks=(*CAUSE, "workaround", "into_knowledge"), requires=(*CAUSE, "workaround"),
        checks=(rules.cause_is_told, rules.workaround_is_told), then=(actions.know,), icon="bug", signed=False,
        help="根因已明、暂时不能根治时办理；一线受理同类事件时会看到规避措施。",
    )  # fmt: skip
    resolve = Move(
        title="解决", sources=(P.INVESTIGATING, P.KNOWN_ERROR), target=P.RESOLVED, by=HANDLER, todo=actions.handler_of, hours=480,
        asks=(*CAUSE, "permanent_fix", "change_number", "into_knowledge"), requires=(*CAUSE, "permanent_fix"),
        checks=(rules.cause_is_told, rules.cure_is_told, rules.change_is_known), then=(actions.resolve,), icon="tool",
        help="永久方案已经实施并确认有效；改动配置项的须填变更单号。",
    )  # fmt: skip
    review = Move(
        title="评审", sources=(P.RESOLVED,), target=P.REVIEWED, by=seated(MANAGER), todo=managers, hours=40,
        asks=("review_conclusion",), requires=("review_conclusion",), when=(rules.reviewer_is_another,),
        checks=(rules.conclusion_is_told,), then=(actions.review,), icon="zoom-check",
    )  # fmt: skip
    close = Move(
        title="关闭", sources=(P.REVIEWED,), target=P.CLOSED, by=seated(MANAGER), todo=managers, hours=16, then=(actions.close,),
        icon="checks", signed=False,
    )  # fmt: skip
    reopen = Move(
        title="重新调查", sources=(P.RESOLVED, P.REVIEWED), target=P.INVESTIGATING, by=seated(MANAGER), opinion="required",
        then=(actions.reopen,), icon="refresh-alert", is_danger=True, signed=False, help="评审认为没有根治，或同类事件再次发生。",
    )  # fmt: skip
    cancel = Move(
        title="撤销", sources=(P.REGISTERED, P.CLASSIFIED, P.INVESTIGATING), target=P.CANCELLED, by=seated(MANAGER), opinion="required",
        icon="circle-x", is_danger=True, signed=False, help="误立或并入其他问题的，写明原因。",
    )  # fmt: skip


class ProblemSuggestionProcess(Process):
    """待处理 → 已立问题，或写明原因不立问题。"""

    states = S
    initial = S.WAITING
    final = (S.ADOPTED, S.DISMISSED)
    cites = "N21§重复问题"

    adopt = Move(
        title="立问题", sources=(S.WAITING,), target=S.ADOPTED, by=seated(MANAGER), todo=managers, hours=16, then=(actions.adopt,),
        icon="bug", signed=False, help="按提示建立问题，并关联所列事件。",
    )  # fmt: skip
    dismiss = Move(
        title="不立问题", sources=(S.WAITING,), target=S.DISMISSED, by=seated(MANAGER), asks=("reason",),
        checks=(rules.dismissed_with_a_reason,), then=(actions.dismiss,), icon="circle-x", is_danger=True, signed=False,
    )  # fmt: skip
