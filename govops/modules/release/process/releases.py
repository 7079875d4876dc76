"""A release, from the plan to its end or its way back."""

from __future__ import annotations

from typing import Any

from govops.kernel.organization.models import Person
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
from govops.modules.release.actions import releases as actions
from govops.modules.release.choices import ReleaseState as R
from govops.modules.release.rules import releases as rules
from govops.modules.release.seats import APPROVER, MANAGER

DEPLOYER = named_in("deployer", title="部署人")
VERIFIER = named_in("verifier", title="验证人")
ACCEPTANCE = ("acceptance_result", "acceptance_words")


def managers(release: Any) -> list[Person]:
    return MANAGER.holders(release)


class ReleaseProcess(Process):
    """规划 → 审批 → 验收测试 → 部署 → 验证 → 关闭；失败的回退并恢复版本（GB/T 28827.1 9.8）。"""

    states = R
    initial = R.PLANNING
    editable = {R.PLANNING: ...}
    cancelled = R.CANCELLED
    final = (R.CLOSED, R.ROLLED_BACK, R.REFUSED, R.CANCELLED)
    not_by = ("deployer",)
    cites = "N2§9.8"

    approval = Approval(
        start=R.PLANNING, during=R.APPROVING, yes=R.APPROVED, no=R.REFUSED, back=R.PLANNING,
        when=(rules.rests_on_an_approved_change, rules.has_a_test_report, rules.target_is_final, rules.plans_are_told),
        steps=(
            Step(key="manager", title="发布经理审核", seats=(MANAGER,), hours=8),
            Step(key="approver", title="发布批准", seats=(APPROVER,), hours=8),
        ),
    )  # fmt: skip
    start_testing = Move(
        title="开始验收测试", sources=(R.APPROVED,), target=R.TESTING, by=any_of(the_applicant, seated(MANAGER), VERIFIER),
        todo=managers, hours=16, icon="microscope", signed=False, help="在受控的测试环境，按商定的验收准则测试。",
    )  # fmt: skip
    record_test = Move(
        title="登记验收结论", sources=(R.TESTING,), target=R.TESTING, by=any_of(VERIFIER, seated(MANAGER)), asks=ACCEPTANCE,
        requires=ACCEPTANCE, icon="clipboard-check",
    )  # fmt: skip
    deploy = Move(
        title="开始部署", sources=(R.TESTING,), target=R.DEPLOYING, by=DEPLOYER, todo=actions.deployer_of, hours=16,
        when=(
            rules.rests_on_an_approved_change, rules.has_a_test_report, rules.passed_acceptance, rules.has_a_fresh_backup,
            rules.window_has_come,
        ),
        then=(actions.begin,), icon="rocket", help="随即保存受影响配置项的基线；部署后登记“部署记录”。",
    )  # fmt: skip
    verify = Move(
        title="验证", sources=(R.DEPLOYING,), target=R.VERIFIED, by=VERIFIER, todo=actions.verifier_of, hours=8,
        asks=("result", "verification"), requires=("verification",), when=(rules.is_deployed,),
        checks=(rules.verified_with_words, rules.result_fits_the_verification), then=(actions.verify,), icon="checks",
        help="逐条对照验收准则；不合格的请办理回退。",
    )  # fmt: skip
    roll_back = Move(
        title="回退", sources=(R.DEPLOYING, R.VERIFIED), target=R.ROLLED_BACK, by=any_of(DEPLOYER, seated(MANAGER)),
        asks=("rollback_reason",), requires=("rollback_reason",), checks=(rules.rolled_back_with_a_reason,), then=(actions.roll_back,), icon="arrow-back-up",
        is_danger=True, confirm="确定回退到原版本吗？配置库的版本随之恢复。",
    )  # fmt: skip
    close = Move(
        title="关闭", sources=(R.VERIFIED,), target=R.CLOSED, by=seated(MANAGER), todo=managers, hours=16, asks=("conclusion",),
        when=(rules.item_carries_the_version,), then=(actions.close,), icon="archive", signed=False,
    )  # fmt: skip
    cancel = Move(
        title="撤销发布", sources=(R.APPROVED, R.TESTING), target=R.CANCELLED, by=any_of(the_applicant, seated(MANAGER)),
        opinion="required", icon="circle-x", is_danger=True, signed=False, help="验收测试未通过、错过窗口或不再需要的，写明原因。",
    )  # fmt: skip
