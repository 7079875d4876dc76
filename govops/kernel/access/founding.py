"""The first three administrators, made once, by two people, before anybody else exists (norms §3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from govops.kernel.access import accounts, passwords, witness
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import Account, RoleGrant, SystemState
from govops.kernel.access.roles import AUDIT_ADMIN, SECURITY_ADMIN, SYSTEM_ADMIN, title_of
from govops.kernel.organization.choices import UnitKind
from govops.kernel.organization.models import Person, Unit

ROLES = (SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN)
BASIS = "初始化（双人在场）"
_LOCK = 0x5EA1_0002


@dataclass(frozen=True)
class First:
    """One of the three."""

    role: str
    name: str
    username: str
    password: str


def refuse_if_begun() -> None:
    """Refused as soon as one account exists."""
    if Account.objects.exists():
        raise Refused(
            "系统已有账户，初始化只能做一次。新增管理员请由安全管理员在“授权”页面办理。", rule="R-USR-03"
        )


def found(organization: str, firsts: Sequence[First], *, witnesses: tuple[str, str]) -> list[Account]:
    """Create the bureau's own unit, the three people, their accounts and their roles; Refused names what is wrong."""
    _check(organization, firsts, witnesses)
    actor = Actor(channel="command")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        refuse_if_begun()
        SystemState.objects.get_or_create(pk=1)
        unit = Unit.objects.filter(parent__isnull=True).first() or Unit.objects.create(
            code="ROOT", name=organization, short_name=organization[:30], kind=UnitKind.ROOT
        )
        made = [_make(first, unit, actor, number) for number, first in enumerate(firsts, 1)]
        witness.tell(
            actor=actor, operation="authorize", register=accounts.REGISTER, summary=f"系统初始化：{'、'.join(witnesses)}在场，建立三名管理员",
            after={title_of(first.role): f"{first.name}（{first.username}）" for first in firsts},
        )  # fmt: skip
    return made


def _make(first: First, unit: Unit, actor: Actor, number: int) -> Account:
    person = Person.objects.create(
        name=first.name, employee_no=f"GLY{number:03}", unit=unit, title=title_of(first.role)
    )
    account = Account(username=first.username, person=person, basis=BASIS, must_change_password=True)
    account.set_unusable_password()
    account.save(force_insert=True)
    passwords.put(
        account, first.password, actor=actor, must_change=True, summary=f"初始化设置口令（{first.username}）"
    )
    RoleGrant.objects.create(account=account, role=first.role, basis=BASIS, granted_by=BASIS)
    return account


def _check(organization: str, firsts: Sequence[First], witnesses: tuple[str, str]) -> None:
    if not organization.strip():
        raise Refused("请填写单位名称。")
    if not all(name.strip() for name in witnesses) or witnesses[0].strip() == witnesses[1].strip():
        raise Refused("初始化须两名操作人员同时在场，请填写两人姓名。")
    if [first.role for first in firsts] != list(ROLES):
        raise Refused("初始化必须且只能建立系统管理员、安全管理员、审计管理员各一名。")
    if len({first.name.strip() for first in firsts}) < len(ROLES):
        raise Refused("三名管理员须由三个人分别担任，不得兼任。", rule="R-USR-04")
    if len({first.username for first in firsts}) < len(ROLES):
        raise Refused("三名管理员的用户名不能相同。")
    for first in firsts:
        problem_of(first)


def problem_of(first: First) -> None:
    """Refused when a name, username or password will not do."""
    if not first.name.strip():
        raise Refused(f"请填写{title_of(first.role)}的姓名。")
    if sentence := accounts.username_problem(first.username):
        raise Refused(sentence)
    if wrong := passwords.problems(first.password, Account(username=first.username)):
        raise Refused(f"{title_of(first.role)}：{wrong[0]}")
