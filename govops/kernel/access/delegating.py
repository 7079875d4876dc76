"""委托: somebody else decides in one's place for some days. Never an administrator, never one's administrator."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from govops.kernel import moment
from govops.kernel.access import rights, witness
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import RoleGrant
from govops.kernel.access.roles import ADMINISTRATORS
from govops.kernel.organization.models import Delegation, Person

LONGEST = timedelta(days=92)
REGISTER = "delegation"


def delegate(
    to: Person, *, valid_from: date, valid_to: date, processes: list[str], reason: str, actor: Actor
) -> Delegation:
    """Let `to` decide for the actor from day to day (both inclusive); `processes` empty = all."""
    if actor.person is None or actor.is_administrator:
        raise Refused("系统管理员、安全管理员、审计管理员的职责不得委托他人。", rule="R-USR-04", status=403)
    reason = rights.words(reason, title="事由", field="reason")
    if to.pk == actor.person.pk:
        raise Refused("不能委托给自己，请另选一人。", field="delegate", status=422)
    if not to.is_active:
        raise Refused(f"{to.name}已离岗，请另选一人。", field="delegate", status=422)
    if RoleGrant.objects.on().filter(account__person=to, role__in=ADMINISTRATORS).exists():
        raise Refused(
            f"{to.name}是管理员，不得办理业务审批，请另选一人。",
            rule="R-USR-04",
            field="delegate",
            status=422,
        )
    _check_days(actor.person, valid_from, valid_to, processes)
    with transaction.atomic():
        row = Delegation.objects.create(
            principal=actor.person,
            delegate=to,
            valid_from=valid_from,
            valid_to=valid_to,
            processes=processes,
            reason=reason[:100],
        )
        _tell(
            actor,
            row,
            f"委托 {to.name} 代办",
            after={
                "受托人": to,
                "起": valid_from,
                "止": valid_to,
                "流程": processes or "全部",
                "事由": reason,
            },
        )
    return row


def _check_days(principal: Person, valid_from: date, valid_to: date, processes: list[str]) -> None:
    if valid_to < valid_from:
        raise Refused("“止”不能早于“起”，请核对日期。", field="valid_to", status=422)
    if valid_to < moment.today():
        raise Refused("委托期已过，请填写今天或以后的日期。", field="valid_to", status=422)
    if valid_to - valid_from > LONGEST:
        raise Refused(
            f"一次委托不超过 {LONGEST.days} 天；长期不在岗的请由安全管理员调整席位。",
            field="valid_to",
            status=422,
        )
    same = Delegation.objects.filter(
        principal=principal, revoked_at__isnull=True, valid_from__lte=valid_to, valid_to__gte=valid_from
    )
    for row in same.select_related("delegate"):
        if not row.processes or not processes or set(row.processes) & set(processes):
            raise Refused(
                f"这段时间已委托{row.delegate.name}（{row.valid_from:%m-%d} 至 {row.valid_to:%m-%d}）；请先撤销原委托。",
                field="valid_from",
                status=422,
            )


def revoke(row: Delegation, *, actor: Actor) -> None:
    """The principal takes the delegation back (or the system, when somebody leaves)."""
    if not actor.is_system and (actor.person is None or actor.person.pk != row.principal_id):
        raise Refused("只有委托人本人可以撤销委托。", status=403)
    if row.revoked_at is not None or row.valid_to < moment.today():
        raise Refused("该委托已撤销或到期。")
    with transaction.atomic():
        row.revoked_at = moment.now()
        row.save(update_fields=["revoked_at"])
        _tell(actor, row, f"撤销对 {row.delegate.name} 的委托")


def _tell(actor: Actor, row: Delegation, summary: str, **facts: object) -> None:
    witness.tell(
        actor=actor, operation="delegate", register=REGISTER, record_id=row.pk, summary=summary, **facts
    )
