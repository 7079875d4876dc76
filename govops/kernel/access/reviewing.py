"""权限复核: in each period somebody says of every grant whether it is still needed (等保三级, norms F6)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from govops.kernel import moment
from govops.kernel.access import accounts, grants, rights, witness
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import GrantReview, RoleGrant
from govops.kernel.access.roles import AUDIT_ADMIN, SECURITY_ADMIN, title_of


def standing(first: date, *, until: date | None = None) -> QuerySet[RoleGrant]:
    """The grants that a period which began on `first` has to look at: older than it, in force on `until` (today)."""
    day = until or moment.today()
    held = RoleGrant.objects.filter(valid_from__lt=first).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    )
    return held.filter(Q(revoked_at__isnull=True) | Q(revoked_at__date__gt=day))


def with_reviews(rows: QuerySet[RoleGrant], first: date, *, until: date | None = None) -> QuerySet[Any]:
    """`rows`, each with `is_reviewed`: somebody decided about it between `first` and `until` (today)."""
    looked = GrantReview.objects.filter(grant=OuterRef("pk"), decided_at__date__gte=first)
    if until is not None:
        looked = looked.filter(decided_at__date__lte=until)
    return rows.annotate(is_reviewed=Exists(looked))


def may_decide(row: RoleGrant, actor: Actor) -> bool:
    """Nobody reviews himself: the security administrators' own role is looked at by the audit administrator."""
    if actor.account is not None and actor.account.pk == row.account_id:
        return False
    return SECURITY_ADMIN in actor.roles or (row.role == SECURITY_ADMIN and AUDIT_ADMIN in actor.roles)


def decide(row: RoleGrant, *, is_needed: bool, reason: str, first: date, actor: Actor) -> None:
    """仍需要 or 收回, once in the period that began on `first`; a grant that is not needed ends at once."""
    _only_who_may(row, actor)
    if not is_needed:
        rights.only(actor, SECURITY_ADMIN, to="收回角色")
        reason = rights.words(reason, title="收回原因", field="reason")
    with transaction.atomic():
        row = RoleGrant.objects.select_for_update().get(pk=row.pk)
        if row.reviews.filter(decided_at__date__gte=first).exists():
            raise Refused(f"“{row}”本期已经复核，请刷新页面。")
        if row.revoked_at is not None or (row.valid_to is not None and row.valid_to < moment.today()):
            raise Refused(f"“{row}”已经收回或到期，不必复核，请刷新页面。")
        GrantReview.objects.create(
            grant=row, is_needed=is_needed, reason="" if is_needed else reason[:200], decided_by=actor.name
        )
        _tell(actor, row, is_needed=is_needed)
        if not is_needed:
            grants.revoke(row, reason=f"权限复核：{reason}", actor=actor)


def _only_who_may(row: RoleGrant, actor: Actor) -> None:
    if may_decide(row, actor):
        return
    if SECURITY_ADMIN in actor.roles:
        raise Refused("不能复核自己的授权，请由审计管理员或另一名安全管理员办理。", status=403)
    if AUDIT_ADMIN in actor.roles:
        raise Refused("审计管理员只复核安全管理员的授权，其他授权由安全管理员复核。", status=403)
    rights.only(actor, SECURITY_ADMIN, to="复核授权")


def _tell(actor: Actor, row: RoleGrant, *, is_needed: bool) -> None:
    decision = "仍需要" if is_needed else "收回"
    witness.tell(
        actor=actor,
        operation="authorize",
        register=accounts.REGISTER,
        record_id=row.account_id,
        number=row.account.username,
        summary=f"权限复核 {row.account.username} “{title_of(row.role)}”：{decision}",
        after={"角色": title_of(row.role), "复核": decision},
    )
