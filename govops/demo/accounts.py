"""What the login page lists in demonstration mode."""

from __future__ import annotations

from govops.demo.people import TITLES
from govops.kernel.access import roles
from govops.kernel.access.models import Account

#: The accounts one tries first, in this order; the others follow as in the bureau.
FIRST = (
    "end_user", "mr_manager", "security_secrecy_dept", "foreign_affairs_dept", "guard", "duty_officer", "access_card_officer",
    "unit_head", "info_center", "system_admin", "security_admin", "audit_admin",
)  # fmt: skip


def title_of(username: str) -> str:
    """What an account is in words: the role or function it is called after; empty for accounts named by pinyin."""
    return TITLES.get(username) or (
        roles.title_of(username) if username in {r.code for r in roles.all_roles()} else ""
    )


def demo_accounts() -> list[dict[str, str]]:
    """One row an account named after a role or function: username, role (its title), name, unit, title (职务)."""
    rows = {}
    for account in (
        Account.objects.filter(is_active=True, person__isnull=False)
        .select_related("person__unit")
        .order_by("person_id")
    ):
        if (title := title_of(account.username)) and account.person:
            rows[account.username] = {
                "username": account.username, "role": title, "name": account.person.name,
                "unit": account.person.unit.short_name, "title": account.person.title,
            }  # fmt: skip
    return [rows.pop(username) for username in FIRST if username in rows] + list(rows.values())
