"""API tokens: long random strings, so a fast digest checks them."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from govops.kernel import moment, parameters
from govops.kernel.access import witness
from govops.kernel.access.actor import Actor, actor_for
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import Account, ApiToken, granted_on
from govops.kernel.organization import people
from govops.kernel.organization.prepared import Prepared

_by_digest = Prepared(
    lambda digest, day: (
        ApiToken.objects.select_related("account__person__unit")
        .annotate(
            granted=granted_on(day, account="account"),
            represented=people.principals_on(day, delegate="account__person"),
        )
        .filter(digest=digest)
        .order_by()
    ),
    "a digest",
    date.min,
)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue(account: Account, *, name: str, scopes: list[str], days: int = 90) -> tuple[ApiToken, str]:
    """A new token; its text is shown once and never stored."""
    text = f"govops_{secrets.token_urlsafe(32)}"
    row = ApiToken.objects.create(
        account=account,
        name=name,
        scopes=scopes,
        digest=digest(text),
        expires_at=moment.now() + timedelta(days=days),
    )
    return row, text


def actor_of(text: str, *, address: str = "", request_id: str = "") -> Actor:
    """The actor behind a token; refused with 401 when it is unknown, expired, revoked or its account is stopped."""
    row: Any = _by_digest.first(digest(text), moment.today())
    if row is None:
        raise Refused("令牌无效，请核对后重试，或在“个人设置—接口令牌”重新申请。", status=401)
    if row.revoked_at is not None:
        raise Refused("令牌已被吊销，请在“个人设置—接口令牌”重新申请。", status=401)
    if row.expires_at <= moment.now():
        raise Refused("令牌已过期，请在“个人设置—接口令牌”重新申请。", status=401)
    if not row.account.is_usable:
        raise Refused("该令牌所属账户已停用，请联系系统管理员。", status=401)
    if row.account.person:
        people.know_principals(row.account.person, row.represented)
    return actor_for(
        row.account, channel="api", address=address, request_id=request_id, token_scopes=tuple(row.scopes), roles=frozenset(row.granted)
    )  # fmt: skip


def issue_own(actor: Actor, *, name: str, scopes: list[str], days: int) -> str:
    """A token for the actor's own programs; its text, shown once. Administrators work through pages only (GB/T 22239)."""
    if actor.account is None or actor.person is None or actor.is_administrator:
        raise Refused("管理员只能通过操作界面履职，不能申请接口令牌。", rule="R-USR-04", status=403)
    most = parameters.value("auth.token_max_days")
    if not 1 <= days <= most:
        raise Refused(f"有效期应为 1 至 {most} 天。", field="days", status=422)
    with transaction.atomic():
        row, text = issue(actor.account, name=name, scopes=scopes, days=days)
        witness.tell(
            actor=actor, operation="authorize", register="api_token", record_id=row.pk, summary=f"申请接口令牌“{name}”",
            after={"范围": scopes, "有效期至": row.expires_at},
        )  # fmt: skip
    return text


def revoke_own(row: ApiToken, *, actor: Actor) -> None:
    """吊销: from now on the token opens nothing."""
    if actor.account is None or row.account_id != actor.account.pk:
        raise Refused("没有找到这个令牌。", status=404)
    if row.revoked_at is not None:
        raise Refused("该令牌已吊销。")
    with transaction.atomic():
        row.revoked_at = moment.now()
        row.save(update_fields=["revoked_at"])
        witness.tell(
            actor=actor,
            operation="authorize",
            register="api_token",
            record_id=row.pk,
            summary=f"吊销接口令牌“{row.name}”",
        )
