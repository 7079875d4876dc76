"""API tokens: long random strings, so a fast digest checks them."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from govops.kernel import moment
from govops.kernel.access.actor import Actor, actor_for
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import Account, ApiToken


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue(account: Account, *, name: str, scopes: list[str], days: int = 90) -> tuple[ApiToken, str]:
    """A new token; its text is shown once and never stored."""
    text = f"govops_{secrets.token_urlsafe(32)}"
    row = ApiToken.objects.create(
        account=account, name=name, scopes=scopes, digest=digest(text), expires_at=moment.now() + timedelta(days=days)
    )
    return row, text


def actor_of(text: str, *, address: str = "") -> Actor:
    """The actor behind a token; refused with 401 when it is unknown, expired, revoked or its account is stopped."""
    row = ApiToken.objects.select_related("account__person__unit").filter(digest=digest(text)).first()
    if row is None:
        raise Refused("令牌无效，请核对后重试，或在“个人设置—接口令牌”重新申请。", status=401)
    if row.revoked_at is not None:
        raise Refused("令牌已被吊销，请在“个人设置—接口令牌”重新申请。", status=401)
    if row.expires_at <= moment.now():
        raise Refused("令牌已过期，请在“个人设置—接口令牌”重新申请。", status=401)
    if not row.account.is_active:
        raise Refused("该令牌所属账户已停用，请联系系统管理员。", status=401)
    return actor_for(row.account, channel="api", address=address, token_scopes=tuple(row.scopes))
