"""起草 → 审核 → 签订生效 → 到期或终止."""

from __future__ import annotations

from typing import Any

from govops.kernel.processes.declarations import Approval, Move, Process, Step, by_the_system, seated
from govops.modules.service_catalogue.actions import agreements as actions
from govops.modules.service_catalogue.choices import AgreementKind
from govops.modules.service_catalogue.choices import AgreementState as A
from govops.modules.service_catalogue.rules import agreements as rules
from govops.modules.service_catalogue.seats import CONTRACTS, LEVEL_MANAGER, PROVIDER, UNIT_HEAD


def is_internal(agreement: Any) -> bool:
    return bool(agreement.kind == AgreementKind.INTERNAL)


def is_with_a_vendor(agreement: Any) -> bool:
    return bool(agreement.kind == AgreementKind.VENDOR)


BEFORE_IT_BINDS = (rules.is_not_yet_over, rules.services_are_promised_once, rules.vendor_is_not_wider)


class ServiceLevelAgreementProcess(Process):
    """起草 → 提供方（外包：合同管理员）审核 → 甲方负责人审核 → 签订生效 → 到期或终止；有效期内按期评审（S5§3.5）。"""

    states = A
    initial = A.DRAFT
    editable = {A.DRAFT: ...}
    cancelled = A.CANCELLED
    final = (A.EXPIRED, A.TERMINATED, A.REFUSED, A.CANCELLED)
    cites = "S5§3.5"

    approval = Approval(
        start=A.DRAFT, during=A.REVIEWING, yes=A.APPROVED, no=A.REFUSED, back=A.DRAFT, when=BEFORE_IT_BINDS,
        steps=(
            Step(key="provider", title="提供方审核", seats=(PROVIDER,), hours=16, when=is_internal),
            Step(key="contract", title="合同管理员审核", seats=(CONTRACTS,), hours=16, when=is_with_a_vendor),
            Step(key="customer", title="甲方负责人审核", seats=(UNIT_HEAD,), hours=16),
        ),
    )  # fmt: skip
    sign = Move(
        title="签订", sources=(A.APPROVED,), target=A.EFFECTIVE, by=seated(LEVEL_MANAGER), todo=LEVEL_MANAGER.holders, hours=40,
        asks=("signed_on",), requires=("signed_on",), when=BEFORE_IT_BINDS, checks=(rules.signed_in_time, rules.still_binds_alone),
        then=(actions.sign,), icon="signature", help="双方签字盖章后办理；自有效期起执行，被替代的协议随即终止。请把签字页扫描件上传为附件。",
    )  # fmt: skip
    expire = Move(
        title="到期", sources=(A.EFFECTIVE,), target=A.EXPIRED, by=by_the_system, then=(actions.expire,), icon="calendar-due", signed=False,
        help="有效期满次日由系统办理。",
    )  # fmt: skip
    give_up = Move(
        title="不再签订", sources=(A.APPROVED,), target=A.CANCELLED, by=seated(LEVEL_MANAGER), opinion="required", icon="circle-x",
        is_danger=True, signed=False,
    )  # fmt: skip
    review = Move(
        title="登记评审", sources=(A.EFFECTIVE,), target=A.EFFECTIVE, by=seated(LEVEL_MANAGER), asks=("review_result", "next_review_on"),
        requires=("review_result", "next_review_on"), checks=(rules.next_review_lies_ahead,), then=(actions.review,), icon="clipboard-check",
        help="对照时限达成情况逐项评审；需要改时限的，另起草一份协议替代。",
    )  # fmt: skip
    terminate = Move(
        title="终止", sources=(A.EFFECTIVE,), target=A.TERMINATED, by=seated(LEVEL_MANAGER), opinion="required",
        when=(rules.leaves_no_service_without,), then=(actions.end,), icon="circle-x", is_danger=True,
    )  # fmt: skip
    supersede = Move(
        title="被替代", sources=(A.EFFECTIVE,), target=A.TERMINATED, by=by_the_system, then=(actions.end,), icon="refresh",
        signed=False, opinion="optional", help="签订替代协议时由系统办理。",
    )  # fmt: skip
    remind = Move(
        title="到期提醒", sources=(A.EFFECTIVE,), target=A.EFFECTIVE, by=by_the_system, then=(actions.remind,), icon="bell", signed=False,
        help="到期前若干天由系统提醒。",
    )  # fmt: skip
