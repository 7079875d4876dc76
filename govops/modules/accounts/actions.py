"""What happens: one function a verb."""

from __future__ import annotations

from govops.kernel.access import accounts, grants, table
from govops.kernel.access.accounts import Warrant
from govops.kernel.access.answers import Allowed, Answer, Denied, Refused
from govops.kernel.access.models import Account
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.kernel.registers import site
from govops.modules.accounts.choices import RoleChangeKind, UserApplicationState
from govops.modules.accounts.models import RoleChangeApplication, UserAccountApplication

REGISTER = "user_account_application"


def propose(application: UserAccountApplication, deed: Deed) -> None:
    """What was asked for stands ready in the administrators' forms."""
    application.account_name = application.proposed_username
    application.granted_roles = list(application.requested_roles)


def open_account(application: UserAccountApplication, deed: Deed) -> None:
    """按单建户: the person (new, or the one with this number) gets an account that nobody can use yet."""
    application.person = _person(application)
    accounts.open_account(
        person=application.person, username=application.account_name, actor=deed.actor, expires_on=application.valid_to,
        warrant=Warrant(REGISTER, application.pk, application.number),
    )  # fmt: skip
    application.opened_by, application.opened_at = deed.actor.person, deed.at


def _person(application: UserAccountApplication) -> Person:
    number = application.employee_no.strip()
    known = Person.objects.select_related("unit").filter(employee_no=number).first()
    if known is None:
        return Person.objects.create(
            name=application.name, employee_no=number, unit=application.department, title=application.position,
            staff_kind=application.staff_kind, mobile=application.mobile,
        )  # fmt: skip
    if known.name != application.name or known.unit_id != application.department_id:
        raise Refused(
            f"工号 {number} 已登记为{known.label}，与申请单不符；请核对工号。",
            field="employee_no",
            status=422,
        )
    return known


def warrants(warrant: Warrant, person: Person, username: str) -> Answer:
    """Whether this application allows this account: agreed by both, not yet opened, for this person (R-USR-03)."""
    application = UserAccountApplication.objects.filter(pk=warrant.record_id, number=warrant.number).first()
    agreed = application is not None and application.state in {
        UserApplicationState.AGREED,
        UserApplicationState.OPENED,
    }
    if application is None or not agreed or application.name != person.name:
        return Denied(
            f"申请单 {warrant.number} 未经办公室、人教处共同同意，或与开户人员不符，不能建户。",
            rule="R-USR-03",
        )
    return Allowed()


accounts.accept_warrants(REGISTER, warrants)


def grant_first_roles(application: UserAccountApplication, deed: Deed) -> None:
    """授基本权限: the roles of the application's form; the account is in use from now on."""
    account = Account.objects.get(warrant_register=REGISTER, warrant_id=application.pk)
    for role in application.granted_roles:
        grants.grant(account, role, basis=application.number, actor=deed.actor, valid_to=application.valid_to)
    accounts.enable(account, actor=deed.actor)
    application.granted_by, application.granted_at = deed.actor.person, deed.at


def change_role(change: RoleChangeApplication, deed: Deed) -> None:
    """按单执行: grant or take the role, with the application's number as the basis."""
    account = change.person.account
    if change.kind == RoleChangeKind.GRANT:
        grants.grant(
            account,
            change.role,
            basis=change.number,
            actor=deed.actor,
            valid_from=change.valid_from,
            valid_to=change.valid_to,
        )
    else:
        held = account.grants.on().filter(role=change.role)
        if not held:
            raise Refused(f"{change.person.name}已没有“{change.get_role_display()}”角色，无需收回。")
        for row in held:
            grants.revoke(row, reason=f"{change.number}：{change.reason}", actor=deed.actor)
    change.executed_by, change.executed_at = deed.actor.person, deed.at


def spell_out(change: RoleChangeApplication) -> None:
    """Write down what the role may do where, so that approvers sign what they see (R-USR-05)."""
    rows = []
    for line in table.lines():
        if line.role == change.role and (register := site.find(line.register)):
            words = "、".join(words for code, words in table.OPERATIONS.items() if code in line.operations)
            rows.append(f"{register.title}：{words}（{table.SCOPES[line.scope]}）")
    change.rights = "\n".join(rows) or "该角色目前只用于办理环节，没有台账操作权限。"
