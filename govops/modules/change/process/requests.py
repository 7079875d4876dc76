"""请求 → 评估 → 审批 → 排期 → 实施 → 验证 → 回顾 → 关闭（GB/T 28827.1 9.7）."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer
from govops.kernel.processes.declarations import (
    Approval,
    Deed,
    Move,
    Process,
    Step,
    the_applicant,
)
from govops.modules.change.actions import handling as actions
from govops.modules.change.actions import papers
from govops.modules.change.choices import ChangeKind
from govops.modules.change.choices import ChangeState as C
from govops.modules.change.process.actors import (
    APPLICANT_OR_MANAGER,
    BY_MANAGER,
    IMPLEMENTER,
    VERIFIER,
    WHO_STARTS,
    before_it_begins,
    both,
    is_being_assessed,
    of_kind,
    once_begun,
)
from govops.modules.change.rules import approving, items, people, plans, reports, risk, standards, windows
from govops.modules.change.seats import APPROVER, BOARD, MANAGER

IMPACT = ("impact_services", "impact_users", "impact_security", "impact_cost")
REPORT = ("implementation", "test_result", "result")
BOARD_STEP = Step(
    key="board", title="变更审批委员会批准", seats=(BOARD,), each=True, quorum=2, hours=24, when=lambda change: change.kind == ChangeKind.MAJOR,
)  # fmt: skip


def board_can_decide(change: Any, deed: Deed) -> Answer:
    """重大变更：委员会到得齐."""
    if change.kind != ChangeKind.MAJOR:
        return Allowed()
    return approving.board_can_decide(change, deed, BOARD_STEP)


class ChangeRequestProcess(Process):
    """变更经理评估 → 审批（重大变更由委员会）→ 排期 → 实施 → 验证 → 回顾 → 关闭；标准变更直接排期，紧急变更先实施后补单。"""

    states = C
    initial = C.DRAFT
    editable = {C.DRAFT: ..., C.RETURNED: ...}
    final = (C.CLOSED, C.CANCELLED)
    not_by = ("implementer", "verifier")
    cites = "N2§9.7"

    approval = Approval(
        start=C.DRAFT, during=C.APPROVING, yes=C.APPROVED, no=C.REFUSED, back=C.RETURNED,
        only_if=approving.needs_a_paper,
        when=(
            plans.touches_something, plans.has_a_plan, plans.has_a_way_back, plans.has_a_test_plan,
            plans.says_who_is_told, people.people_are_named, people.implementer_does_not_verify, people.four_are_apart,
            risk.high_risk_goes_to_the_board, board_can_decide, windows.window_is_ahead, windows.explained_by("conflict_words"),
        ),
        steps=(
            Step(
                key="assess", title="变更评估", seats=(MANAGER,), hours=8, when=lambda change: change.kind != ChangeKind.STANDARD,
                checks=(approving.impact_is_known, approving.is_assessed),
            ),
            Step(
                key="approve", title="变更审批", seats=(APPROVER,), hours=8,
                when=lambda change: change.kind in {ChangeKind.NORMAL, ChangeKind.EMERGENCY},
            ),
            BOARD_STEP,
        ),
        on_yes=(actions.approve,),
    )  # fmt: skip

    assess = Move(
        title="填写评估", sources=(C.APPROVING,), target=C.APPROVING, by=both(is_being_assessed, BY_MANAGER),
        when=(people.assessor_stands_apart, approving.impact_is_known),
        asks=("assessed_level", *IMPACT, "assessment"), requires=("assessment", "impact_services", "impact_users"),
        checks=(risk.is_not_assessed_lower, risk.high_once_assessed, reports.assessment_says_something), then=(actions.assess,),
        icon="gauge", signed=False, help="看影响分析和窗口冲突，写明对服务、用户、安全的影响和费用；然后在审批意见处办理“同意”。",
    )  # fmt: skip
    schedule = Move(
        title="排期", sources=(C.APPROVED,), target=C.SCHEDULED, by=before_it_begins(BY_MANAGER), todo=actions.managers_to_schedule, hours=8,
        asks=("schedule_words",), when=(windows.window_is_ahead, people.implementer_did_not_approve),
        checks=(windows.explained_by("schedule_words"),), then=(actions.schedule,), icon="calendar-event", signed=False,
        help="再次核对窗口冲突后列入变更日历；有须说明的情况时写明怎样处理。",
    )  # fmt: skip
    schedule_standard = Move(
        title="排入计划", sources=(C.DRAFT,), target=C.SCHEDULED, by=of_kind(ChangeKind.STANDARD, APPLICANT_OR_MANAGER),
        asks=("schedule_words",), when=(
            standards.template_is_in_force, standards.items_belong_to_the_template, standards.standard_is_not_high_risk,
            plans.touches_something, plans.has_a_way_back, plans.says_who_is_told, people.people_are_named,
            people.implementer_does_not_verify, people.four_are_apart, windows.window_is_ahead,
        ),
        checks=(windows.explained_by("schedule_words"),), then=(actions.preapprove,), icon="calendar-event",
        help="标准变更已按模板预先批准，直接列入变更日历。",
    )  # fmt: skip
    reschedule = Move(
        title="改期", sources=(C.APPROVED, C.SCHEDULED), target=C.APPROVED, by=before_it_begins(BY_MANAGER), opinion="required",
        asks=("planned_from", "planned_to"), requires=("planned_from", "planned_to"),
        checks=(windows.window_is_in_order, windows.window_is_ahead, windows.nothing_forbids), then=(actions.reschedule,),
        icon="calendar-time", signed=False, help="另定窗口后须重新排期；申请人、实施人、验证人和已通知停机的单位会收到通知。",
    )  # fmt: skip
    begin = Move(
        title="开始实施", sources=(C.SCHEDULED,), target=C.IMPLEMENTING, by=IMPLEMENTER, todo=actions.implementer_of, hours=80,
        when=(approving.is_approved, approving.window_is_open, people.implementer_did_not_approve, windows.no_freeze_has_begun),
        then=(actions.begin,), icon="rocket",
    )  # fmt: skip
    begin_emergency = Move(
        title="紧急实施", sources=(C.DRAFT,), target=C.IMPLEMENTING, by=of_kind(ChangeKind.EMERGENCY, WHO_STARTS),
        asks=("authorised_by", "authorised_at", "authorised_words"), requires=("authorised_by", "authorised_at", "authorised_words"),
        when=(plans.touches_something, people.people_are_named, people.implementer_does_not_verify),
        checks=(approving.is_authorised, people.implementer_did_not_approve), then=(actions.begin_emergency,), icon="urgent",
        help="先取得“紧急变更授权人”席位上一人的口头授权：写明何人、何时、怎样授权。实施后须在期限内补单审批。",
    )  # fmt: skip
    report = Move(
        title="完成实施", sources=(C.IMPLEMENTING, C.APPROVED), target=C.IMPLEMENTED, by=once_begun(IMPLEMENTER), todo=actions.implementer_still_at_it,
        hours=24, asks=REPORT, requires=REPORT, when=(approving.is_not_finished,), checks=(reports.result_is_reported,),
        then=(actions.report,), icon="checks",
    )  # fmt: skip
    roll_back = Move(
        title="回退", sources=(C.IMPLEMENTING, C.IMPLEMENTED, C.APPROVED), target=C.ROLLED_BACK, by=once_begun(IMPLEMENTER),
        asks=("implementation", "rollback_reason"), requires=("implementation", "rollback_reason"),
        checks=(reports.rollback_is_explained,), then=(actions.roll_back,), icon="arrow-back-up", is_danger=True,
        help="已按回退方案恢复原状后办理，写明为什么回退、恢复情况。",
    )  # fmt: skip
    verify = Move(
        title="验证", sources=(C.IMPLEMENTED, C.ROLLED_BACK, C.APPROVED), target=C.VERIFIED, by=once_begun(VERIFIER), todo=actions.verifier_of, hours=16,
        asks=("verification", "item_checks"), requires=("verification",),
        when=(approving.is_finished, approving.paper_is_approved, people.implementer_does_not_verify, people.implementer_did_not_approve),
        checks=(reports.verification_says_something, items.checks_are_true), then=(actions.verify,), icon="shield-check",
        help="确认业务正常，并逐项核对配置库：已用本单编号更新的选“已更新配置”，确无变动的写明原因。",
    )  # fmt: skip
    write_up = Move(
        title="补单", sources=(C.IMPLEMENTING, C.IMPLEMENTED, C.ROLLED_BACK), target=C.RETURNED, by=of_kind(ChangeKind.EMERGENCY, the_applicant), todo=actions.owes_a_paper,
        hours=8, when=(reports.paper_is_owed,), then=(papers.hand_back,), icon="file-text", signed=False,
        help="补全方案、回退方案和影响后提交审批。",
    )  # fmt: skip
    reject = Move(
        title="验证不通过", sources=(C.IMPLEMENTED,), target=C.IMPLEMENTING, by=VERIFIER, opinion="required", then=(actions.send_back,),
        when=(people.implementer_does_not_verify,), icon="refresh-alert", is_danger=True, help="写明哪里不正常；实施人继续处理或回退。",
    )  # fmt: skip
    look_back = Move(
        title="回顾", sources=(C.VERIFIED, C.REFUSED), target=C.REVIEWED, by=once_begun(BY_MANAGER), todo=actions.managers_to_review, hours=40,
        asks=("review",), requires=("review",), when=(people.reviewer_stands_apart,), checks=(reports.review_says_something,),
        then=(actions.review,), icon="zoom-check", help="是否达到目的、有无意外影响、方案和评估准不准，有什么改进。",
    )  # fmt: skip
    confirm_items = Move(
        title="补充配置核对", sources=(C.REVIEWED,), target=C.REVIEWED, by=VERIFIER, asks=("item_checks",), requires=("item_checks",),
        checks=(items.checks_are_true,), then=(actions.complete_checks,), icon="list-check", help="还没有更新的配置项，确无变动的逐项写明原因。",
    )  # fmt: skip
    close = Move(
        title="关闭", sources=(C.REVIEWED,), target=C.CLOSED, by=BY_MANAGER, todo=actions.managers_to_review, hours=16,
        when=(items.configuration_is_updated,), then=(actions.close,), icon="checks", signed=False,
    )  # fmt: skip
    revise = Move(
        title="修改重报", sources=(C.REFUSED,), target=C.RETURNED, by=the_applicant, when=(approving.has_not_begun,),
        then=(papers.hand_back,), icon="edit", signed=False,
    )  # fmt: skip
    cancel = Move(
        title="取消变更", sources=(C.DRAFT, C.RETURNED, C.APPROVING, C.APPROVED, C.SCHEDULED, C.REFUSED), target=C.CANCELLED,
        by=APPLICANT_OR_MANAGER, when=(approving.has_not_begun,), opinion="required", then=(actions.cancel,),
        icon="circle-x", is_danger=True, signed=False, help="不再进行的写明原因；已通知停机的单位会收到取消通知。",
    )  # fmt: skip
