"""What other modules and bridges may use of change management; and what it tells configuration of its items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.change.choices import CHANGING, OPEN, RESERVED, ChangeKind, ChangeState
from govops.modules.change.models import ChangeRequest
from govops.modules.configuration import public as configuration

REGISTER = "change_request"
_OF_A_WINDOW = ("number", "subject", "items", "planned_from", "planned_to", "started_at")
#: states in which the approval stands
APPROVED = (
    *RESERVED, ChangeState.IMPLEMENTED, ChangeState.ROLLED_BACK, ChangeState.VERIFIED, ChangeState.REVIEWED, ChangeState.CLOSED,
)  # fmt: skip


def windows_over(item_ids: Sequence[int], at: datetime) -> list[ChangeRequest]:
    """The changes under which some of the items are at that moment, by their windows; one statement by an index.

    What is scheduled counts within its window. What has begun counts from its beginning until its end is reported, also
    when it overruns its window.
    """
    wanted = sorted(set(item_ids))
    if not wanted:
        return []
    now = moment.now()
    rows = ChangeRequest.objects.filter(items__overlap=wanted, state__in=CHANGING)
    return [row for row in rows.only(*_OF_A_WINDOW).order_by("planned_from", "id") if _is_open(row, at, now)]


def _is_open(change: ChangeRequest, at: datetime, now: datetime) -> bool:
    if change.planned_from <= at <= change.planned_to:
        return True
    return change.started_at is not None and change.started_at <= at <= max(change.planned_to, now)


def is_under_change(item_ids: Sequence[int], at: datetime) -> set[int]:
    """Those of the items that are under change at that moment; one statement."""
    wanted = set(item_ids)
    return {item for change in windows_over(item_ids, at) for item in wanted & set(change.items)}


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


def _open(item_ids: list[int]) -> QuerySet[Any]:
    """The changes of these items that are not done yet; drafts count as nothing."""
    states = [state for state in OPEN if state != ChangeState.DRAFT]
    return ChangeRequest.objects.filter(items__overlap=item_ids, state__in=states)


def _about(item: Any, actor: Actor) -> QuerySet[Any]:
    """The changes in an item's life, as far as the reader may see them."""
    rows = ChangeRequest.objects.filter(items__contains=[item.pk])
    return visible(
        rows.exclude(state__in=(ChangeState.DRAFT, ChangeState.CANCELLED)), actor, register=REGISTER
    )


def _words(row: Mapping[str, Any]) -> str:
    return f"{ChangeKind(row['kind']).label}：{row['subject']}（{ChangeState(row['state']).label}）"


configuration.under_change.append(is_under_change)
configuration.open_tickets.append(configuration.OpenOn(REGISTER, _open))
configuration.timeline.append(
    configuration.Chapter(
        REGISTER, _about, Coalesce("started_at", "planned_from"), ("kind", "subject", "state"), _words, "git-pull-request"
    )
)  # fmt: skip
configuration.approved_changes.append(is_approved)
configuration.assessed.add(REGISTER)

__all__ = [
    "ChangeKind",
    "ChangeRequest",
    "ChangeState",
    "is_approved",
    "is_under_change",
    "windows_over",
]
