"""Giving and taking roles: the security administrator alone, always with a basis (S9§18, R-USR-04, norms §3.3)."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.access import accounts, rights, witness
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import Account, RoleGrant
from govops.kernel.access.roles import ADMINISTRATORS, END_USER, SECURITY_ADMIN, all_roles, title_of

_SENTENCES = {
    "administrators_hold_no_business_role": (
        "用户管理与业务权限须分开：管理员不得兼任业务角色，业务人员也不得兼任管理员。请先收回其另一类角色。", "R-USR-04",
    ),
    "administrators_are_exclusive": ("系统管理员、安全管理员、审计管理员不得由同一人兼任；请先收回其现任管理员角色。", "R-USR-04"),
    "role_granted_once": ("该账户在这段时间已有此角色，无需重复授予；需要延长时请先收回再授。", ""),
}  # fmt: skip


def grant(
    account: Account,
    role: str,
    *,
    basis: str,
    actor: Actor,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> RoleGrant:
    """Grant a role from `valid_from` (default today) to `valid_to` (default open); an account opened by warrant is then in use."""
    rights.only(actor, SECURITY_ADMIN, to="授予角色")
    basis = rights.words(basis, title="授权依据", field="basis")
    if role not in {r.code for r in all_roles()} or role == END_USER:
        raise Refused("没有这个角色，请从列表中选择。", field="role", status=422)
    if actor.account is not None and actor.account.pk == account.pk:
        raise Refused("安全管理员不得给自己授权。", rule="R-USR-04", status=403)
    if account.person is None or not account.person.is_active:
        raise Refused("该账户的人员已离岗，不能授权。", rule="R-HR-03", field="account", status=422)
    start = valid_from or moment.today()
    if valid_to is not None and valid_to < start:
        raise Refused("“止”不能早于“起”，请核对日期。", field="valid_to", status=422)
    if (
        role in ADMINISTRATORS
        and account.person.seats.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start)).exists()
    ):
        raise Refused(
            f"{account.person.name}在业务流程中任席位，管理员不得任席位；请先在“系统管理—席位”中撤下，再授予。",
            rule="R-USR-04",
            field="role",
            status=422,
        )
    row = RoleGrant(
        account=account,
        role=role,
        basis=basis[:100],
        granted_by=actor.name,
        valid_from=start,
        valid_to=valid_to,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            accounts.enable(account, actor=actor)
            _tell(
                actor,
                row,
                f"授予 {account.username} “{title_of(role)}”",
                after={"角色": title_of(role), "依据": basis, "起": start, "止": valid_to},
            )
    except IntegrityError as error:
        raise _refusal(error) from None
    return row


def revoke(row: RoleGrant, *, reason: str, actor: Actor) -> None:
    """End a role now: it does not hold any more, from this moment on."""
    if not actor.is_system:
        rights.only(actor, SECURITY_ADMIN, to="收回角色")
    reason = rights.words(reason, title="收回原因", field="reason")
    if actor.account is not None and actor.account.pk == row.account_id:
        raise Refused("不能收回自己的角色，请由另一名安全管理员办理。", status=403)
    if row.revoked_at is not None or (row.valid_to is not None and row.valid_to < moment.today()):
        raise Refused("该角色已经收回或到期。")
    if row.role in ADMINISTRATORS and not actor.is_system and not _others(row):
        raise Refused(f"这是最后一名{title_of(row.role)}，收回后将无人履职；请先授予接任人员。")
    with transaction.atomic():
        row.revoked_at, row.revoked_by, row.revoke_reason = moment.now(), actor.name, reason[:200]
        row.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
        _tell(
            actor,
            row,
            f"收回 {row.account.username} “{title_of(row.role)}”：{reason}",
            before={"角色": title_of(row.role)},
            after={"原因": reason},
        )


def _others(row: RoleGrant) -> bool:
    return (
        RoleGrant.objects.on()
        .filter(role=row.role, account__is_active=True)
        .exclude(account=row.account_id)
        .exists()
    )


def _refusal(error: IntegrityError) -> Refused:
    for name, (sentence, rule) in _SENTENCES.items():
        if name in str(error):
            return Refused(sentence, rule=rule, field="role", status=422)
    raise error


def _tell(actor: Actor, row: RoleGrant, summary: str, **facts: object) -> None:
    witness.tell(
        actor=actor, operation="authorize", register=accounts.REGISTER, record_id=row.account_id, number=row.account.username,
        summary=summary, **facts,
    )  # fmt: skip
