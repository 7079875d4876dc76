"""Who did what an audit entry tells, in the words of its page: one who did not come in acted as nobody."""

from __future__ import annotations

from dataclasses import dataclass

from govops.kernel.audit.choices import Operation
from govops.kernel.audit.models import AuditEntry

#: what happens at the login page, before anybody is known: the entry holds the name that was typed
AT_THE_LOGIN = (Operation.LOGIN_FAILED, Operation.LOCK)
NOBODY = "未登录"


@dataclass(frozen=True)
class Who:
    """`tried`: which account somebody tried who did not come in."""

    name: str
    unit: str = ""
    tried: str = ""

    def __str__(self) -> str:
        return f"{self.name}（{self.tried}）" if self.tried else self.name


def who_acted(entry: AuditEntry) -> Who:
    """The person and the unit; of a login that failed, the account that was tried and whose it is, if it is anybody's."""
    if entry.operation in AT_THE_LOGIN:
        owner = f"，{entry.actor_name}" if entry.account_id else "，没有此账号"
        return Who(NOBODY, tried=f"尝试账号 {entry.number}{owner}")
    if entry.account_id is None and entry.channel in ("page", "api"):
        return Who(NOBODY, entry.unit_name)
    return Who(entry.actor_name, entry.unit_name)
