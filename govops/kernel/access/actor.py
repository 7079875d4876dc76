"""Who is acting, in what capacity, from where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from django.db import connection

from govops.kernel import moment
from govops.kernel.access.roles import ADMINISTRATORS, END_USER

if TYPE_CHECKING:
    from govops.kernel.access.models import Account
    from govops.kernel.organization.models import Person, Unit

_ROLES = "SELECT role FROM access_rolegrant WHERE account_id = %s AND valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s) AND revoked_at IS NULL"

Channel = Literal["page", "api", "import", "job", "command"]
#: the ways in, as people say them
CHANNELS = {"page": "网页", "api": "接口", "import": "导入", "job": "作业", "command": "命令行"}


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The one who does a thing. `roles` maps nothing to rows; scopes do (see `access.table`)."""

    account: Account | None = None
    person: Person | None = None
    roles: frozenset[str] = frozenset()
    channel: Channel = "page"
    address: str = ""
    request_id: str = field(default_factory=lambda: uuid4().hex[:16])
    token_scopes: tuple[str, ...] | None = None

    @property
    def unit(self) -> Unit | None:
        return self.person.unit if self.person else None

    @property
    def name(self) -> str:
        if self.person:
            return self.person.name
        return self.account.username if self.account else "系统"

    @property
    def is_system(self) -> bool:
        return self.account is None and self.channel in {"job", "command"}

    @property
    def is_administrator(self) -> bool:
        return bool(self.roles & ADMINISTRATORS)


SYSTEM = Actor(channel="job", request_id="system")


def roles_of(account: Account) -> frozenset[str]:
    """The roles granted to an account and in force today. A fixed statement: it stands before every request."""
    today = moment.today()
    with connection.cursor() as cursor:
        cursor.execute(_ROLES, [account.pk, today, today])
        return frozenset(role for (role,) in cursor.fetchall())


def actor_for(
    account: Account,
    *,
    channel: Channel = "page",
    address: str = "",
    request_id: str = "",
    token_scopes: tuple[str, ...] | None = None,
    roles: frozenset[str] | None = None,
) -> Actor:
    """The actor behind an account: its roles in force today, plus 普通用户 for everyone but the administrators.

    `roles`: those in force today, where they were read with the account.
    """
    roles = roles_of(account) if roles is None else roles
    if account.person_id and not roles & ADMINISTRATORS:
        roles |= {END_USER}
    return Actor(
        account=account, person=account.person, roles=roles, channel=channel, address=address, token_scopes=token_scopes,
        request_id=request_id or uuid4().hex[:16],
    )  # fmt: skip
