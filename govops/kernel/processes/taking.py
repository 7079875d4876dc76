"""Taking a record in hand: its process is locked, and what a deed looks at is read with it, in one journey.

The lock is taken at once or not at all, and counts only on the row as it was read: then nothing that it guards can have
changed between reading and locking. Otherwise one waits until the other is done, and reads afterwards.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from django.db.models import BooleanField, F, Q
from django.db.models.expressions import RawSQL

from govops.kernel.organization.prepared import Joined, Prepared
from govops.kernel.organization.steady import is_known
from govops.kernel.processes import journal
from govops.kernel.processes.docket import docket_of
from govops.kernel.processes.models import ItemKind, ItemStatus, ProcessRun, WorkItem
from govops.kernel.records import kinds, referring
from govops.kernel.records.models import Record
from govops.kernel.signatures import signing

#: values that no row has, to stand for the arguments
_A_REGISTER, _AN_ID = "a register", -(2**62)
_RUNS = ProcessRun._meta.db_table
_IS_AS_READ = RawSQL(  # noqa: S611 - names of our own; the inner look sees the row as the statement began, the outer one as it is locked
    f"(SELECT seen.ctid FROM {_RUNS} AS seen WHERE seen.id = {_RUNS}.id) = {_RUNS}.ctid",  # noqa: S608
    (),
    output_field=BooleanField(),
)


class Taken(NamedTuple):
    """The locked process and its record; either is None when there is none."""

    run: Any
    record: Record | None


def taken(register: str, pk: int, *, to_sign: bool, waits: bool) -> Taken:
    """The process of a record, locked for this transaction, and the record with its unit and applicant.

    With `to_sign` the record brings the id for a signature. Without `waits` the record may, by a hair, be older than the
    lock: writing it is then refused as stale, and whoever took it begins again and waits.
    """
    if not waits:
        (run, *_), (record, *_), items = (
            _at_once(register, to_sign=to_sign, bare=is_known())(register, pk) or _NOTHING
        )
        if run is not None and record is not None and run.is_as_read:
            if is_known():
                referring.load([record], {"unit": {}, "applicant": {"unit": {}}})
                referring.load(items, {"person": {"unit": {}}})
            docket_of(run).know(items=sorted(items, key=lambda item: (item.place, item.pk)), acts=None)
            return Taken(run, record)
    run = _locked_run.first(register, pk)
    return Taken(run, record_of(register, pk, to_sign=to_sign) if run else None)


_NOTHING: Any = [None], [None], []
_locked_run: Prepared[Any] = Prepared(
    lambda register, pk: _runs(register, pk).select_for_update().order_by(), _A_REGISTER, _AN_ID
)


def _runs(register: str, pk: int) -> Any:
    rows = ProcessRun.objects.filter(register=register, record_id=pk)
    return rows.annotate(files=journal.files_beside("record_id"))


def _rows(register: str, *, to_sign: bool, bare: bool = False) -> Any:
    rows = kinds.get(register).model._default_manager.order_by()
    if to_sign:
        rows = rows.annotate(next_signature=signing.NEXT_ID)
    return rows if bare else rows.select_related("unit", "applicant__unit")


@cache
def _records(register: str, *, to_sign: bool) -> Prepared[Any]:
    rows = _rows(register, to_sign=to_sign)
    return Prepared(lambda pk: rows.filter(pk=pk), _AN_ID)


def record_of(register: str, pk: int, *, to_sign: bool = False) -> Record | None:
    """The record with its unit and applicant, which every process asks for; with `to_sign` the id for a signature."""
    record: Record | None = _records(register, to_sign=to_sign).first(pk)
    return record


@cache
def _at_once(register: str, *, to_sign: bool, bare: bool) -> Joined:
    """Process, record and items; `bare`: without the people and units, which cost no journey."""
    items = WorkItem.objects.filter(
        Q(status=ItemStatus.OPEN) | Q(round=F("run__round"), kind=ItemKind.DECIDE)
    ).order_by()
    items = items if bare else items.select_related("person__unit")
    rows = _rows(register, to_sign=to_sign, bare=bare)
    return Joined(
        lambda code, pk: (
            _runs(code, pk).annotate(is_as_read=_IS_AS_READ).select_for_update(skip_locked=True).order_by(),
            rows.filter(pk=pk),
            items.filter(run__register=code, run__record_id=pk),
        ),
        _A_REGISTER,
        _AN_ID,
    )
