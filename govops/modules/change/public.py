"""What other modules and bridges may use of change management; and what it tells configuration of its items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.change.choices import CHANGING, OPEN, RESERVED, ChangeKind, ChangeState
from govops.modules.change.models import ChangeRequest
from govops.modules.configuration import public as configuration

REGISTER = "change_request"
_MOST_EVENTS = 50
#: states in which the approval stands
APPROVED = (
    *RESERVED, ChangeState.IMPLEMENTED, ChangeState.ROLLED_BACK, ChangeState.VERIFIED, ChangeState.REVIEWED, ChangeState.CLOSED,
)  # fmt: skip


def is_under_change(item_ids: Sequence[int], at: datetime) -> set[int]:
    """Those of the items whose scheduled window is open at that moment, or which are still being worked on; one statement.

    What has begun counts from its beginning until its end is reported, also when it overruns its window.
    """
    wanted = set(item_ids)
    if not wanted:
        return set()
    rows = ChangeRequest.objects.filter(items__overlap=sorted(wanted), state__in=CHANGING).order_by()
    now = moment.now()
    found: set[int] = set()
    for items, begin, end, started in rows.values_list("items", "planned_from", "planned_to", "started_at"):
        is_at_work = started is not None and started <= at <= max(end, now)
        if is_at_work or begin <= at <= end:
            found |= wanted & set(items)
    return found


def is_approved(number: str) -> bool | None:
    """Whether the change of that number stands approved; None when there is no such change."""
    row = (
        ChangeRequest.objects.filter(number=number.strip().upper())
        .values_list("state", "approved_at")
        .first()
    )
    if row is None:
        return None
    state, approved_at = row
    return approved_at is not None and state in APPROVED


def open_changes(item_ids: Sequence[int]) -> list[configuration.OpenTicket]:
    """The changes of these items that are not done yet; drafts count as nothing. One statement."""
    wanted = set(item_ids)
    if not wanted:
        return []
    states = [state for state in OPEN if state != ChangeState.DRAFT]
    rows = ChangeRequest.objects.filter(items__overlap=sorted(wanted), state__in=states).order_by(
        "planned_from", "id"
    )
    return [
        configuration.OpenTicket(REGISTER, row.pk, row.number, row.subject, f"/r/{REGISTER}/{row.pk}/", item)
        for row in rows.only("number", "subject", "items")
        for item in row.items
        if item in wanted
    ]


def events_of(item: Any, actor: Actor) -> list[configuration.Event]:
    """The changes in an item's life, as far as the reader may see them."""
    rows = visible(ChangeRequest.objects.filter(items__contains=[item.pk]), actor, register=REGISTER)
    rows = rows.exclude(state__in=(ChangeState.DRAFT, ChangeState.CANCELLED)).order_by("-id")[:_MOST_EVENTS]
    return [
        configuration.Event(
            row.started_at or row.planned_from, f"{ChangeKind(row.kind).label}：{row.subject}（{ChangeState(row.state).label}）",
            f"/r/{REGISTER}/{row.pk}/", "git-pull-request",
        )
        for row in rows.only("subject", "state", "kind", "started_at", "planned_from")
    ]  # fmt: skip


configuration.under_change.append(is_under_change)
configuration.open_tickets.append(open_changes)
configuration.timeline.append(events_of)
configuration.approved_changes.append(is_approved)
configuration.assessed.add(REGISTER)

__all__ = [
    "ChangeKind",
    "ChangeRequest",
    "ChangeState",
    "events_of",
    "is_approved",
    "is_under_change",
    "open_changes",
]
