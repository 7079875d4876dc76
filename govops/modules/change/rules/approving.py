"""Nothing is implemented that nobody has approved (R-CHG-01)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from govops.kernel import parameters
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import declare, rule
from govops.kernel.processes import routing
from govops.kernel.processes.declarations import Deed, Step
from govops.modules.change import seats
from govops.modules.change.choices import ChangeKind
from govops.modules.change.parameters import EARLY_MINUTES

CITES, TITLE = "N1§变更管理", "未批准不得实施"
declare("R-CHG-01", cites=CITES, level="N", title=TITLE, by="ChangeRequestProcess.approval")


@rule("R-CHG-01", cites=CITES, level="N", title=TITLE)
def is_approved(change: Any, deed: Deed) -> Answer:
    """已经批准（标准变更为其模板已预先批准）."""
    if change.approved_at is not None:
        return Allowed()
    return Denied("本单还没有批准，不得实施；请先完成审批和排期。")


@rule("R-CHG-01", cites=CITES, level="N", title=TITLE)
def is_authorised(change: Any, deed: Deed) -> Answer:
    """紧急变更：由有权的人口头授权，写明何人、何时、怎样授权."""
    person, at = change.authorised_by, change.authorised_at
    if person is None or at is None:
        return Denied(
            "紧急变更须先由授权人口头授权：请填写“口头授权人”和“口头授权时间”。", field="authorised_by"
        )
    holders = seats.AUTHORISER.holders(change)
    if all(one.pk != person.pk for one in holders):
        names = "、".join(one.name for one in holders) or "（席位空缺，请联系安全管理员）"
        return Denied(f"{person.name}无权授权紧急变更；可以授权的是：{names}。", field="authorised_by")
    if person.pk in {change.applicant_id, change.created_by_id}:
        return Denied("申请人不能授权自己的紧急变更，请由另一位授权人授权。", field="authorised_by")
    if not deed.at - timedelta(hours=24) <= at <= deed.at:
        return Denied("“口头授权时间”应在开始实施之前的 24 小时以内，请核对。", field="authorised_at")
    return Allowed()


def impact_is_known(change: Any, deed: Deed) -> Answer:
    """受影响配置项已经列出，影响已经计算."""
    if not change.items:
        return Denied(
            "未列出配置项，无法判断影响和冲突，不能评估；请退回申请人补充“受影响配置项”后重新提交。",
            field="items",
        )
    if change.impact_at is None:
        return Denied(
            "还没有计算影响，不能评估；请退回申请人核对“受影响配置项”，保存时自动计算。", field="items"
        )
    return Allowed()


@rule("R-CHG-01", cites=CITES, level="N", title=TITLE)
def is_assessed(change: Any, deed: Deed) -> Answer:
    """变更经理已填写评估."""
    if change.assessed_at is not None:
        return Allowed()
    return Denied("还没有填写评估，不能同意；请先办理“填写评估”。")


@rule("R-CHG-01", cites=CITES, level="N", title=TITLE)
def paper_is_approved(change: Any, deed: Deed) -> Answer:
    """紧急变更补单获批后才能验证、归档."""
    if change.approved_at is not None:
        return Allowed()
    return Denied("紧急变更须先补单并获得批准，才能验证；请申请人办理“补单”后提交审批。")


def window_is_open(change: Any, deed: Deed) -> Answer:
    """在计划窗口之内（可略微提前）."""
    first = change.planned_from - timedelta(minutes=int(parameters.value(EARLY_MINUTES.key)))
    begin, end = timezone.localtime(change.planned_from), timezone.localtime(change.planned_to)
    if deed.at < first:
        return Denied(
            f"还没有到计划窗口（{begin:%m-%d %H:%M} 至 {end:%m-%d %H:%M}），不能开始实施；须提前的请办理“改期”。"
        )
    if deed.at > change.planned_to:
        return Denied(f"计划窗口已于 {end:%m-%d %H:%M} 结束，不能开始实施；请办理“改期”另定窗口。")
    return Allowed()


def board_can_decide(change: Any, deed: Deed, step: Step) -> Answer:
    """As many members of the board as its quorum asks for are able to decide."""
    wanted = routing.quorum_of(step, routing.settings_of("change_request").get(step.key))
    barred = {change.applicant_id, change.created_by_id, change.implementer_id, change.verifier_id} - {None}
    able = seats.BOARD.holders(change, without=barred)
    if not wanted.isdigit() or len(able) >= int(wanted):
        return Allowed()
    return Denied(
        f"变更审批委员会须 {wanted} 人同意，目前只有 {len(able)} 人可以表决（申请人、实施人、验证人除外）；"
        "请另选实施人、验证人，或联系安全管理员增补席位。",
        field="kind",
    )  # fmt: skip


def needs_a_paper(change: Any, deed: Deed) -> Answer:
    """标准变更已预先批准，不必再审批；紧急变更先实施后补单."""
    if change.kind == ChangeKind.STANDARD:
        return Denied("标准变更已按模板预先批准，不必提交审批；存为草稿后请办理“排入计划”。", field="kind")
    if change.kind == ChangeKind.EMERGENCY and not change.has_begun:
        return Denied(
            "紧急变更先取得口头授权、办理“紧急实施”，事后补单；来得及审批的请改为一般变更或重大变更。",
            field="kind",
        )
    return Allowed()


def is_of_kind(kind: ChangeKind) -> Any:
    """Guard: the change is of that kind."""

    def guard(change: Any, deed: Deed) -> Answer:
        if change.kind == kind:
            return Allowed()
        return Denied(f"只有{kind.label}可以办理此项。")

    guard.__name__ = f"is_{kind.value}"
    guard.__doc__ = f"是{kind.label}."
    return guard


def has_not_begun(change: Any, deed: Deed) -> Answer:
    """尚未实施."""
    if not change.has_begun:
        return Allowed()
    return Denied("本单已经开始实施，不能取消或从头再来；请如实报告结果，完成补单、验证和回顾。")


def has_begun(change: Any, deed: Deed) -> Answer:
    """已经开始实施."""
    if change.has_begun:
        return Allowed()
    return Denied("本单还没有开始实施。")


def is_not_finished(change: Any, deed: Deed) -> Answer:
    """实施尚未报告."""
    if change.has_begun and change.finished_at is None:
        return Allowed()
    return Denied("实施结果已经报告，或还没有开始实施。")


def is_finished(change: Any, deed: Deed) -> Answer:
    """实施已经结束."""
    if change.finished_at is not None:
        return Allowed()
    return Denied("实施还没有结束，请实施人先办理“完成实施”或“回退”。")


def is_awaiting_its_window(change: Any, deed: Deed) -> Answer:
    """按计划实施的（不是事后补单的）."""
    if not change.has_begun:
        return Allowed()
    return Denied("本单已经实施，不必再排期；请直接验证。")
