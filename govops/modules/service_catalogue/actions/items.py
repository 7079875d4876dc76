"""Services and the groups behind them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel.processes.declarations import Deed


def prepare_item(item: Any) -> None:
    """The category follows the group of tiles; every extra question has a key that stays."""
    item.default_category = item.default_category or item.group
    taken = {row["key"] for row in item.form_fields if row.get("key")}
    free = (f"q{number}" for number in range(1, 100) if f"q{number}" not in taken)
    for row in item.form_fields:
        row["key"] = row.get("key") or next(free)
        row["required"] = row.get("required") or "no"


def prepare_group(group: Any) -> None:
    """The leader is a member."""
    if group.leader_id not in group.members:
        group.members = [group.leader_id, *group.members]


def put_in_use(item: Any, deed: Deed) -> None:
    item.in_use_since = timezone.localtime(deed.at).date()


def retire(item: Any, deed: Deed) -> None:
    item.retired_on = timezone.localtime(deed.at).date()
    item.is_active = False
