"""When it may happen, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.access.models import RoleGrant
from govops.kernel.access.roles import SECURITY_ADMIN, SYSTEM_ADMIN, title_of
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Approval, Deed, Guard, Move, Process, Step, Who
from govops.kernel.processes.seats import UNIT_HEAD, Seat, declare
from govops.modules.accounts import actions, rules
from govops.modules.accounts.choices import RoleChangeState as R
from govops.modules.accounts.choices import UserApplicationState as U

OFFICE = Seat("general_office", "办公室")
PERSONNEL = Seat("hr_division", "人教处")
RIGHTS_OWNER = Seat("permission_approver", "业务主管部门")
declare(OFFICE, PERSONNEL, RIGHTS_OWNER)


def holders_of(role: str) -> Who:
    """Everybody who holds an administrator's role now."""

    def people(record: Any) -> Sequence[Person]:
        held = RoleGrant.objects.on().filter(
            role=role, account__is_active=True, account__person__is_active=True
        )
        return [
            row.account.person for row in held.select_related("account__person__unit") if row.account.person
        ]

    return people


def holding(role: str) -> Guard:
    """Whoever holds the role."""

    def guard(record: Any, deed: Deed) -> Answer:
        return Allowed() if role in deed.actor.roles else Denied(f"只有{title_of(role)}可以办理。")

    return guard


def head_may_sign(record: Any) -> bool:
    """部门负责人签字, unless every head of the unit is concerned himself: the other steps remain, and nobody signs his own request."""
    concerned = {record.applicant_id, record.created_by_id, record.person_id}
    heads = UNIT_HEAD.holders(record)
    return not heads or any(person.pk not in concerned for person in heads)


class UserAccountProcess(Process):
    """所在部门申请 → 部门负责人签字 → 办公室、人教处共同审核 → 系统管理员按单建户 → 安全管理员授基本权限（S9§17、§18）。"""

    states = U
    initial = U.DRAFT
    editable = {U.DRAFT: ...}
    cancelled = U.CANCELLED
    final = (U.COMPLETED, U.REFUSED, U.CANCELLED)
    cites = "S9§17"

    approval = Approval(
        start=U.DRAFT,
        during=U.REVIEWING,
        yes=U.AGREED,
        no=U.REFUSED,
        back=U.DRAFT,
        on_yes=(actions.propose,),
        steps=(
            Step(
                key="head",
                title="部门负责人签字",
                seats=(UNIT_HEAD,),
                hours=8,
                when=head_may_sign,
            ),
            Step(key="joint", title="办公室、人教处共同审核", seats=(OFFICE, PERSONNEL), hours=16),
        ),
    )
    open_account = Move(
        title="建户", sources=(U.AGREED,), target=U.OPENED, by=holding(SYSTEM_ADMIN), todo=holders_of(SYSTEM_ADMIN),
        asks=("account_name", "employee_no"), requires=("account_name", "employee_no"),
        checks=(rules.opener_is_not_the_asker, rules.account_name_is_free), then=(actions.open_account,), hours=16, icon="user-plus",
        help="账户建立后暂不能使用，待安全管理员授权后启用；初始口令在“账户”页面发放。",
    )  # fmt: skip
    give_up = Move(
        title="不予建户", sources=(U.AGREED,), target=U.REFUSED, by=holding(SYSTEM_ADMIN), opinion="required", icon="circle-x", is_danger=True,
        help="人员已离岗、信息有误等不能建户时使用，须写明原因。",
    )  # fmt: skip
    grant_roles = Move(
        title="授权并启用", sources=(U.OPENED,), target=U.COMPLETED, by=holding(SECURITY_ADMIN), todo=holders_of(SECURITY_ADMIN),
        asks=("granted_roles",), checks=(rules.granter_is_neither_asker_nor_opener,), then=(actions.grant_first_roles,), hours=16,
        icon="shield-check", help="不选角色即只有普通用户权限。账户随即启用。",
    )  # fmt: skip


class RoleChangeProcess(Process):
    """所在部门申请 → 部门负责人同意 → 业务主管部门批准 → 安全管理员按单执行（S9§18）。"""

    states = R
    initial = R.DRAFT
    editable = {R.DRAFT: ...}
    cancelled = R.CANCELLED
    final = (R.EXECUTED, R.REFUSED, R.CANCELLED)
    not_by = ("person",)
    cites = "S9§18"

    approval = Approval(
        start=R.DRAFT,
        during=R.APPROVING,
        yes=R.APPROVED,
        no=R.REFUSED,
        back=R.DRAFT,
        when=(rules.no_business_role_for_administrators, rules.there_is_something_to_change),
        steps=(
            Step(
                key="head",
                title="部门负责人同意",
                seats=(UNIT_HEAD,),
                hours=8,
                when=head_may_sign,
            ),
            Step(key="owner", title="业务主管部门批准", seats=(RIGHTS_OWNER,), hours=16),
        ),
    )
    execute = Move(
        title="执行", sources=(R.APPROVED,), target=R.EXECUTED, by=holding(SECURITY_ADMIN), todo=holders_of(SECURITY_ADMIN),
        then=(actions.change_role,), hours=16, icon="shield-check", confirm="按此单调整权限，确定执行吗？",
    )  # fmt: skip
    give_up = Move(
        title="不予执行",
        sources=(R.APPROVED,),
        target=R.REFUSED,
        by=holding(SECURITY_ADMIN),
        opinion="required",
        icon="circle-x",
        is_danger=True,
    )
