"""Taking a record in hand: its process, the record and whose turn it is, read together in one journey.

A deed that changes the record need not lock it before: the record is written only if it still has the version that was
read, and whoever was quicker has given it another. What leaves the record as it is takes the lock of the process.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from django.db.models import F, Q

from govops.kernel.organization.prepared import Joined, asked
from govops.kernel.organization.steady import is_known
from govops.kernel.processes import journal
from govops.kernel.processes.docket import docket_of
from govops.kernel.processes.models import ItemKind, ItemStatus, ProcessRun, WorkItem
from govops.kernel.records import kinds, referring
from govops.kernel.records.models import Record
from govops.kernel.signatures import signing

#: values that no row has, to stand for the arguments
_A_REGISTER, _AN_ID = "a register", -(2**62)
_LOCK = f"SELECT id FROM {ProcessRun._meta.db_table} WHERE register = %s AND record_id = %s FOR UPDATE"  # noqa: S608


class Taken(NamedTuple):
    """The process and its record; either is None when there is none."""

    run: Any
    record: Record | None


def taken(register: str, pk: int, *, to_sign: bool, locked: bool) -> Taken:
    """The process of a record with the record, its unit and applicant, and the items that matter now.

    With `to_sign` the record brings the id for a signature; with `locked` nobody else changes the process meanwhile.
    """
    if locked:
        asked(_LOCK, [register, pk])
    is_bare = is_known()
    found = _together(register, to_sign=to_sign, bare=is_bare)(register, pk)
    if found is None:
        return Taken(None, None)
    (run,), (record,), items = found
    if is_bare and record is not None:
        referring.load([record], {"unit": {}, "applicant": {"unit": {}}})
        referring.load(items, {"person": {"unit": {}}})
    docket_of(run).know(items=sorted(items, key=lambda item: (item.place, item.pk)), acts=None)
    return Taken(run, record)


def _rows(register: str, *, to_sign: bool, bare: bool) -> Any:
    rows = kinds.get(register).model._default_manager.order_by()
    if to_sign:
        rows = rows.annotate(next_signature=signing.NEXT_ID)
    return rows if bare else rows.select_related("unit", "applicant__unit")


@cache
def _together(register: str, *, to_sign: bool, bare: bool) -> Joined:
    """Process, record and items; `bare`: without the people and units, which are known anyway."""
    runs = ProcessRun.objects.annotate(files=journal.files_beside("record_id")).order_by()
    rows = _rows(register, to_sign=to_sign, bare=bare)
    items = WorkItem.objects.filter(
        Q(status=ItemStatus.OPEN) | Q(round=F("run__round"), kind=ItemKind.DECIDE)
    ).order_by()
    items = items if bare else items.select_related("person__unit")
    return Joined(
        lambda code, pk: (
            runs.filter(register=code, record_id=pk),
            rows.filter(pk=pk),
            items.filter(run__register=code, run__record_id=pk),
        ),
        _A_REGISTER,
        _AN_ID,
    )
