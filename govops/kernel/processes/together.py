"""Starting the processes of new records, and telling them of changes: for one record or many of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from govops.kernel import moment
from govops.kernel.organization import people
from govops.kernel.organization.storing import insert_all, insert_both_later
from govops.kernel.processes import moving, rounds
from govops.kernel.processes.declarations import Process, process_of
from govops.kernel.processes.docket import docket_of
from govops.kernel.processes.models import ProcessRun
from govops.kernel.records import kinds
from govops.kernel.records.models import Record

_RENAME = (
    f"UPDATE {ProcessRun._meta.db_table} AS run SET title = new.title, secrecy_level = new.secrecy_level "  # noqa: S608
    "FROM unnest(%s::bigint[], %s::text[], %s::int[]) AS new(id, title, secrecy_level) "
    "WHERE run.register = %s AND run.record_id = new.id"
)


def begin_all(records: Sequence[Record]) -> None:
    """Start the process of each new record, in the caller's transaction: the runs by one statement."""
    process = process_of(kinds.of(records[0]).code)
    assert process is not None
    runs = [
        ProcessRun.new(
            register=process.code, record_id=record.pk, number=record.number, title=record.title, unit_id=record.unit_id,
            applicant_id=record.applicant_id, secrecy_level=record.secrecy_level, state=record.state, started_at=moment.now(),
            finished_at=moment.now() if process.is_final(record.state) else None,
        )
        for record in records
    ]  # fmt: skip
    if len(runs) == 1 and _is_drafted(records[0], process):
        insert_both_later(runs[0], rounds.draft_of(runs[0], records[0]), by="run")
        return
    insert_all(runs)
    with people.seats_held(*process.seats()):
        for run, record in zip(runs, records, strict=True):
            if _is_drafted(record, process):
                rounds.open_draft(run, record)
            else:
                moving.open_todos(run, record, process)
            docket_of(run).write()


def _is_drafted(record: Record, process: type[Process]) -> bool:
    """Whether the next word is the applicant's own."""
    return bool(process.approval and record.state == process.approval.start and record.applicant_id)


def rename(register: str, records: Iterable[Record]) -> None:
    """Tell the runs of changed records their title and secrecy level."""
    rows = [(record.pk, record.title, record.secrecy_level) for record in records]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_RENAME, [*map(list, zip(*rows, strict=True)), register])
