"""What must be true of accounts and rights: pure answers with reasons."""

from __future__ import annotations

import re
from typing import Any

from govops.kernel.access import accounts
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.access.roles import ADMINISTRATORS
from govops.kernel.access.table import OPERATIONS
from govops.kernel.norms.rules import declare, rule
from govops.kernel.organization.choices import StaffKind
from govops.kernel.organization.models import Unit
from govops.kernel.processes.declarations import Deed
from govops.modules.accounts.choices import UserApplicationState
from govops.modules.accounts.models import UserAccountApplication

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = "10X98765432"
_TEMPORARY = frozenset({StaffKind.SECONDED, StaffKind.OUTSOURCED})

declare(
    "R-USR-02", cites="S9§17", level="M", title="办公室与人教处共同审核同意", by="UserAccountProcess.approval"
)
declare(
    "R-USR-03",
    cites="S9§18",
    level="M",
    title="系统管理员不得私设用户（建户必须有批准单）",
    by="access.accounts.open_account",
)
declare(
    "R-USR-03",
    cites="S9§18",
    level="M",
    title="系统管理员不得私设用户（建户必须有批准单）",
    by="database trigger access_account_warrant",
)
declare(
    "R-USR-04",
    cites="S9§18",
    level="M",
    title="不得设置超级系统管理员；用户管理与业务权限分离",
    by="database constraint no_superuser",
)
declare(
    "R-USR-04",
    cites="S9§18",
    level="M",
    title="不得设置超级系统管理员；用户管理与业务权限分离",
    by="database constraint administrators_hold_no_business_role",
)
declare(
    "R-USR-05",
    cites="S9§18",
    level="M",
    title="授权/读/写/删除/复制/打印分项控制",
    by=f"access.table.may（{'、'.join(OPERATIONS.values())}）",
)
declare(
    "R-HR-03",
    cites="N1§人员离岗",
    level="N",
    title="离岗/退休生效时账户、权限、密钥、门卡立即失效",
    by="access.bureau.leave",
)


def _same_department(one: Unit | None, other: Unit) -> bool:
    """Whether both belong to one department: sections count as the department that they are part of."""
    if one is None:
        return False
    return _department(one) == _department(other)


def _department(unit: Unit) -> str:
    """The ids from the root to the department (the level below the root)."""
    return "/".join(unit.path.split("/")[:3])


@rule("R-USR-01", cites="S9§17", level="M", title="新增用户由所在部门申请")
def asked_by_the_own_unit(application: Any, deed: Deed) -> Answer:
    """Applicant and typist both belong to the new user's department; nobody asks for others' people."""
    if deed.actor.is_system:
        return Allowed()
    asking = [person for person in (application.applicant, deed.actor.person) if person is not None]
    strangers = [one for one in asking if not _same_department(one.unit, application.department)]
    if asking and not strangers:
        return Allowed()
    who = f"{strangers[0].name}属于“{strangers[0].unit.short_name}”，" if strangers else ""
    return Denied(
        f"新增用户须由其所在部门申请：{who}不能替“{application.department.short_name}”申请；请由该部门人员填写。",
        field="department",
    )


def identity_number_is_right(application: Any, deed: Deed) -> Answer:
    number = application.identity_number = application.identity_number.strip().upper()
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return Denied("“身份证号”应为 18 位（末位可为 X），请核对。", field="identity_number")
    if (
        _SIGNS[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11]
        != number[17]
    ):
        return Denied("“身份证号”的校验位不符，可能有一位输错，请核对。", field="identity_number")
    return Allowed()


def username_is_free(application: Any, deed: Deed) -> Answer:
    username = application.proposed_username = application.proposed_username.strip().lower()
    if application.state not in {"", UserApplicationState.DRAFT}:
        return Allowed()
    if sentence := accounts.username_problem(username):
        return Denied(sentence, field="proposed_username")
    waiting = UserAccountApplication.objects.filter(
        proposed_username=username, state__in=(UserApplicationState.REVIEWING, UserApplicationState.AGREED)
    )
    if other := waiting.exclude(pk=application.pk).first():
        return Denied(
            f"用户名“{username}”已在申请单 {other.number} 中使用，请换一个。", field="proposed_username"
        )
    return Allowed()


def term_is_right(application: Any, deed: Deed) -> Answer:
    if application.valid_to is not None and application.valid_to < application.valid_from:
        return Denied("“止”不能早于“起”，请核对日期。", field="valid_to")
    if getattr(application, "staff_kind", "") in _TEMPORARY and application.valid_to is None:
        return Denied("借调、外包人员的账户须写明“使用止”，到期自动停用。", field="valid_to")
    return Allowed()


@rule("R-USR-03", cites="S9§18", level="M", title="系统管理员不得私设用户（建户必须有批准单）")
def opener_is_not_the_asker(application: Any, deed: Deed) -> Answer:
    return _nobody_twice(application, deed, "建户人")


@rule("R-USR-04", cites="S9§18", level="M", title="不得设置超级系统管理员；用户管理与业务权限分离")
def granter_is_neither_asker_nor_opener(application: Any, deed: Deed) -> Answer:
    if deed.actor.person is not None and deed.actor.person.pk == application.opened_by_id:
        return Denied("建户人与授权人不得为同一人，请由另一名安全管理员授权。")
    return _nobody_twice(application, deed, "授权人")


def _nobody_twice(application: Any, deed: Deed, duty: str) -> Answer:
    person = deed.actor.person
    if person is not None and person.pk in {
        application.applicant_id,
        application.created_by_id,
        application.person_id,
    }:
        return Denied(f"{duty}不得是申请人或用户本人，请由另一名管理员办理。")
    return Allowed()


def account_name_is_free(application: Any, deed: Deed) -> Answer:
    application.account_name = application.account_name.strip().lower()
    if sentence := accounts.username_problem(application.account_name):
        return Denied(sentence, field="account_name")
    return Allowed()


@rule("R-USR-04", cites="S9§18", level="M", title="不得设置超级系统管理员；用户管理与业务权限分离")
def no_business_role_for_administrators(change: Any, deed: Deed) -> Answer:
    account = getattr(change.person, "account", None)
    if account is None:
        return Denied(f"{change.person.label}还没有账户，请先填写《内网用户申请》。", field="person")
    if account.grants.on().filter(role__in=ADMINISTRATORS).exists():
        return Denied(f"{change.person.name}是管理员，不得兼任业务角色；请另选他人。", field="person")
    return Allowed()


def asked_for_own_people(change: Any, deed: Deed) -> Answer:
    """申请部门 asks for its own people."""
    unit = change.applicant.unit if change.applicant else None
    if deed.actor.is_system or _same_department(unit, change.person.unit):
        return Allowed()
    return Denied(
        f"权限由用户所在部门申请：{change.person.label}不是本部门人员，请由其部门填写。", field="person"
    )


def there_is_something_to_change(change: Any, deed: Deed) -> Answer:
    account = getattr(change.person, "account", None)
    held = account is not None and account.grants.on().filter(role=change.role).exists()
    if change.kind == "grant" and held:
        return Denied(
            f"{change.person.name}已有“{change.get_role_display()}”角色，无需再申请。", field="role"
        )
    if change.kind == "revoke" and not held:
        return Denied(f"{change.person.name}没有“{change.get_role_display()}”角色，无需收回。", field="role")
    return Allowed()
