"""《机房门卡申请表》, and the life of a card."""

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
)
from govops.modules.machine_room.actions import cards as actions
from govops.modules.machine_room.choices import CardApplicationState as A
from govops.modules.machine_room.choices import CardState as K
from govops.modules.machine_room.rules import cards as rules
from govops.modules.machine_room.rules.common import by_the_system
from govops.modules.machine_room.seats import CARD_OFFICER, SECURITY, UNIT_HEAD


def applicant_of(application: Any) -> list[Person]:
    return [application.applicant]


class AccessCardApplicationProcess(Process):
    """部门主管领导签字 → 保卫部门批准 → 通知门卡管理员制卡 → 领取签收（S4§9）。"""

    states = A
    initial = A.DRAFT
    editable = {A.DRAFT: ...}
    cancelled = A.CANCELLED
    final = (A.REFUSED, A.COLLECTED, A.CANCELLED)
    cites = "S4§9"

    approval = Approval(
        start=A.DRAFT, during=A.APPROVING, yes=A.APPROVED, no=A.REFUSED, back=A.DRAFT,
        when=(rules.former_card_is_ones_own, rules.has_no_other_card),
        steps=(
            Step(key="head", title="部门主管领导签字", seats=(UNIT_HEAD,), hours=8),
            Step(key="security", title="保卫部门批准", seats=(SECURITY,), hours=8),
        ),
    )  # fmt: skip
    make_card = Move(
        title="制卡", sources=(A.APPROVED,), target=A.MADE, by=seated(CARD_OFFICER), todo=CARD_OFFICER.holders, hours=16,
        asks=("card_number",), when=(rules.maker_stands_apart,), checks=(rules.card_number_is_given_and_new,),
        then=(actions.make_card,), icon="id", help="凭保卫部门批准的申请表制卡；权限变更在原卡上重新写入。",
    )  # fmt: skip
    collect = Move(
        title="领取签收", sources=(A.MADE,), target=A.COLLECTED, by=named_in("applicant", title="申请人本人"), todo=applicant_of, hours=40,
        then=(actions.collect,), icon="writing-sign", help="门卡仅限本人使用；调岗、离岗须交回，遗失立即挂失。",
    )  # fmt: skip


class AccessCardProcess(Process):
    """在用 → 挂失 / 停用 / 损坏 → 收回（S4§9）。卡片只由制卡产生，不能另行登记。"""

    states = K
    initial = K.IN_USE
    final = (K.COLLECTED,)
    cites = "S4§9"

    report_lost = Move(
        title="挂失", sources=(K.IN_USE, K.SUSPENDED), target=K.LOST, icon="alert-triangle", is_danger=True,
        by=any_of(named_in("holder", title="持卡人"), seated(CARD_OFFICER)), asks=("state_reason",), requires=("state_reason",),
        then=(actions.report_lost,), confirm="挂失后此卡立即失效，确定挂失吗？",
    )  # fmt: skip
    suspend = Move(
        title="停用", sources=(K.IN_USE,), target=K.SUSPENDED, by=any_of(seated(CARD_OFFICER), seated(SECURITY)),
        asks=("state_reason",), requires=("state_reason",), icon="lock", is_danger=True,
    )  # fmt: skip
    resume = Move(
        title="恢复使用", sources=(K.LOST, K.SUSPENDED), target=K.IN_USE, by=seated(CARD_OFFICER), when=(rules.is_recalled,),
        asks=("state_reason",), requires=("state_reason",), icon="lock-open", help="挂失的卡找回、停用的原因消除后办理。",
    )  # fmt: skip
    report_damaged = Move(
        title="登记损坏", sources=(K.IN_USE, K.SUSPENDED), target=K.DAMAGED, by=seated(CARD_OFFICER), asks=("state_reason",),
        requires=("state_reason",), icon="tool", is_danger=True,
    )  # fmt: skip
    recall = Move(
        title="收卡通知", sources=(K.IN_USE, K.SUSPENDED), target=K.SUSPENDED, by=by_the_system, then=(actions.mark_recall,),
        icon="bell", signed=False, help="持卡人调岗、离岗时由系统办理：门卡即时停用，并交门卡管理员收回。",
    )  # fmt: skip
    replace = Move(
        title="补办停用", sources=(K.IN_USE, K.LOST), target=K.SUSPENDED, by=by_the_system, then=(actions.mark_replaced,),
        icon="refresh", signed=False, help="补办新卡后原卡自动停用。",
    )  # fmt: skip
    recover = Move(
        title="收回", sources=(K.IN_USE, K.LOST, K.SUSPENDED, K.DAMAGED), target=K.COLLECTED, by=seated(CARD_OFFICER),
        todo=actions.who_collects, hours=24, then=(actions.recover,), icon="inbox",
    )  # fmt: skip
