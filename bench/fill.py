"""Fill the visitor register with many records, and what belongs to each: its run, work items, acts and trail entries.

The same rows for the same size and day. COPY and INSERT … SELECT instead of the doors, which would take hours; the
rows are those that the doors would have written.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model

from bench import surroundings
from bench.rows import COLUMNS, Cast, Span, copy_span
from bench.stage import Stage
from govops.kernel import moment
from govops.kernel.records import kinds
from govops.modules.machine_room.models import VisitorEntry

CODE = "visitor_entry"
_TABLE = VisitorEntry._meta.db_table
_CHUNK = 10_000
_AT_HOME = {"XXZX", "YWK", "WAK"}
WORKERS = min(4, os.cpu_count() or 1)


def fill(stage: Stage, total: int, *, tell: Callable[[str], None]) -> float:
    """Put exactly `total` visitor records in place of whatever was there; answers the seconds that it took."""
    began = time.monotonic()
    cast = _cast(stage)
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # no foreign key checks, no triggers: this session only
        cursor.execute("SET maintenance_work_mem = '512MB'")
        surroundings.empty(cursor, CODE, _TABLE)
        with without_indexes(cursor, [_TABLE, *surroundings.TABLES]):
            _copy(stage.url, total, cast)
            tell(f"{total:,} 条登记 {time.monotonic() - began:.0f} 秒")
            surroundings.build(cursor, CODE, _TABLE, stage)
            tell(f"流程、工作项、流转、审计 {time.monotonic() - began:.0f} 秒")
        tell(f"索引 {time.monotonic() - began:.0f} 秒")
        surroundings.set_sequences(cursor, [_TABLE, *surroundings.TABLES])
        set_numbers(cursor, cast.series, total)
        cursor.execute("RESET session_replication_role")
        cursor.execute("RESET maintenance_work_mem")
        for table in (_TABLE, *surroundings.TABLES):
            cursor.execute(f"VACUUM (ANALYZE) {table}")
        cursor.execute("CHECKPOINT")
    return time.monotonic() - began


def _cast(stage: Stage) -> Cast:
    people = stage.bureau.people
    approvers = set(stage.managers + stage.security)
    hosts = [person for person in people.values() if person.pk not in approvers and person.unit.code != "HX"]
    escorts = [
        people[name]
        for name in ("escort", "support_l3", "network_engineer", "backup_operator")
        if name in people
    ]
    return Cast(
        now=moment.now(),
        series=kinds.get(CODE).series,
        # Those who run the machine room register most visits; other departments have one now and then.
        hosts=tuple(
            (person.pk, person.unit_id, 40 if person.unit.code in _AT_HOME else 1) for person in hosts
        ),
        escorts=tuple((person.pk, person.name) for person in escorts),
        rooms=stage.rooms,
    )


def _copy(url: str, total: int, cast: Cast) -> None:
    """All rows, by a few processes at once."""
    spans = spans_of(total)
    shared = shared_columns(VisitorEntry, COLUMNS)
    with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        for done in [pool.submit(copy_span, url, _TABLE, span, cast, shared) for span in spans]:
            done.result()


def spans_of(total: int) -> list[Span]:
    """`total` rows, a chunk for each turn of a worker."""
    return [Span(first, min(first + _CHUNK, total), total) for first in range(0, total, _CHUNK)]


def shared_columns(model: type[Model], told: tuple[str, ...]) -> dict[str, str]:
    """Column → COPY text of what a new record has by default, for the columns that the rows do not tell."""
    blank = model()
    found = {}
    for field in model._meta.concrete_fields:
        if field.column and field.column not in told:
            value = field.get_db_prep_save(getattr(blank, field.attname), connection)
            found[field.column] = _text(value)
    return found


def _text(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    if isinstance(value, str | int):
        return str(value)
    return "[]"  # the JSON lists, empty by default


def set_numbers(cursor: object, series: str, total: int) -> None:
    """The next number of this year comes after all that were given out."""
    sequence = f"number_{series.lower()}_{moment.today().year}"
    cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {sequence}")  # type: ignore[attr-defined]
    cursor.execute("SELECT setval(%s, %s)", [sequence, total])  # type: ignore[attr-defined]


@contextmanager
def without_indexes(cursor: object, tables: list[str]) -> Iterator[None]:
    """Drop what no constraint needs, and make it again afterwards: far quicker than keeping it up to date."""
    execute = cursor.execute  # type: ignore[attr-defined]
    execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique",
        [tables],
    )
    found = cursor.fetchall()  # type: ignore[attr-defined]
    for name, _definition in found:
        execute(f"DROP INDEX {name}")
    try:
        yield
    finally:
        for _name, definition in found:
            execute(definition)
