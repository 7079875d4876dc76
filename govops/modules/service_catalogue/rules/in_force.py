"""What is promised today, remembered per process: asked at every new ticket, changed a few times a year.

Whatever signs or ends an agreement calls `forget`, which drops what is remembered at once and when its transaction
commits; other processes follow within TTL_SECONDS. A thread that changed an agreement and has not committed yet always reads the database.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from govops.kernel import parameters
from govops.modules.service_catalogue.choices import AgreementKind, Priority
from govops.modules.service_catalogue.models import ServiceLevelAgreement
from govops.modules.service_catalogue.models.agreements import HELD

TTL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Targets:
    """How fast a ticket is to be served: minutes of working time of the calendar (None: the default one).

    `agreement_number` is empty when the figures come from the parameters sla.P1… .
    """

    respond_minutes: int
    on_site_minutes: int | None
    resolve_minutes: int
    calendar_code: str | None = None
    agreement_number: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """An internal agreement about one service: from and to inclusive, targets by priority."""

    first: date
    last: date
    targets: Mapping[str, Targets]


_thread = threading.local()
_lock = threading.Lock()
_kept: tuple[float, dict[int, list[Promise]]] | None = None
_generation = 0


def promises() -> dict[int, list[Promise]]:
    """Service id → the internal agreements about it, the newest first. At most one query."""
    global _kept
    if _sees_uncommitted():
        return _load()
    kept = _kept
    if kept is not None and time.monotonic() - kept[0] < TTL_SECONDS:
        return kept[1]
    began_at, generation = time.monotonic(), _generation
    found = _load()
    with _lock:
        if generation == _generation:
            _kept = (began_at, found)
    return found


def _load() -> dict[int, list[Promise]]:
    found: dict[int, list[Promise]] = {}
    rows = ServiceLevelAgreement.objects.filter(kind=AgreementKind.INTERNAL, state__in=HELD)
    for agreement in rows.select_related("calendar").order_by("-valid_from", "-id"):
        first = max(agreement.valid_from, agreement.signed_on or agreement.valid_from)
        promise = Promise(first, agreement.last_day, targets_in(agreement))
        for service in agreement.services:
            found.setdefault(service, []).append(promise)
    return found


def targets_in(agreement: ServiceLevelAgreement) -> dict[str, Targets]:
    """Priority → what the agreement says."""
    calendar = agreement.calendar.code if agreement.calendar else None
    return {
        row["priority"]: Targets(
            int(row["respond"]), int(row["on_site"]) if row.get("on_site") else None, int(row["resolve"]), calendar, agreement.number
        )
        for row in agreement.targets
    }  # fmt: skip


def default_targets(priority: str) -> Targets:
    """The parameters sla.P1… sla.P4: what holds without an agreement."""
    code = Priority(priority).value
    respond, on_site, resolve = (
        int(parameters.value(f"sla.{code}.{what}")) for what in ("respond", "on_site", "resolve")
    )
    return Targets(respond, on_site or None, resolve)


def targets_for(item: Any, priority: str, *, at: datetime) -> Targets:
    """What holds for a service item (or its id; None: no particular service) and a priority at that moment.

    The internal agreement that was in force on that day, else the parameters. No query while the agreements are
    remembered, one otherwise.
    """
    service = getattr(item, "pk", item)
    if service is not None:
        day = timezone.localtime(at).date()
        for promise in promises().get(service, ()):
            if promise.first <= day <= promise.last and priority in promise.targets:
                return promise.targets[priority]
    return default_targets(priority)


def forget() -> None:
    """Drop what is remembered, now and when the transaction commits."""
    _forget_now()
    if connection.in_atomic_block:
        # What this thread reads until then may still be rolled back, so it must not be kept for others.
        _thread.changed = True
        transaction.on_commit(_committed)


def _forget_now() -> None:
    global _generation, _kept
    with _lock:
        _generation += 1
        _kept = None


def _committed() -> None:
    _thread.changed = False
    _forget_now()


def _sees_uncommitted() -> bool:
    # After a rollback the mark stays until this thread asks outside a transaction: slower, never wrong.
    if getattr(_thread, "changed", False) and not connection.in_atomic_block:
        _thread.changed = False
    return getattr(_thread, "changed", False)
