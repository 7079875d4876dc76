"""The canonical form of a trail row: what the seals hash, and later checks hash again.

LAYOUT names the list of columns and their form. A new column needs a new layout; old seals keep theirs, so the
form of an existing layout must never change.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from gmssl_pyx import sm3_hash

LAYOUT = 1
BATCH = 5_000
_MARK = struct.Struct(">I8s")

# jsonb is read as text: PostgreSQL prints it the same way however it was written.
_COLUMNS = {
    1: (
        "id, at, account_id, actor_name, unit_name, roles, channel, address, request_id, operation, register, "
        "record_id, number, before::text, after::text, result, rule, secrecy_level, summary"
    ),
}
LAYOUTS = frozenset(_COLUMNS)


@dataclass(frozen=True, slots=True)
class RowDigest:
    """The id of a row and the SM3 (32 bytes) of its canonical form."""

    id: int
    digest: bytes

    @property
    def mark(self) -> bytes:
        """The first 8 bytes: enough to say which row differs, short enough to keep for every row."""
        return self.digest[:8]


def _canonical(row: tuple[object, ...]) -> bytes:
    values = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in row]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def digests(after: int, until: int, *, layout: int = LAYOUT) -> Iterator[RowDigest]:
    """The digests of the rows with after < id <= until, in id order, read in batches."""
    sql = (
        f"SELECT {_COLUMNS[layout]} FROM audit_auditentry "  # noqa: S608 - fixed column lists above
        "WHERE id > %s AND id <= %s ORDER BY id LIMIT %s"
    )
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [after, until, BATCH])
            batch = cursor.fetchall()
        for row in batch:
            yield RowDigest(row[0], sm3_hash(_canonical(row)))
        if len(batch) < BATCH:
            return
        after = batch[-1][0]


def pack_marks(first_id: int, rows: list[RowDigest]) -> bytes:
    """12 bytes a row: the offset of its id from `first_id`, then its mark."""
    return b"".join(_MARK.pack(row.id - first_id, row.mark) for row in rows)


def unpack_marks(first_id: int, marks: bytes) -> dict[int, bytes]:
    """id → mark, as packed by `pack_marks`; struct.error when the bytes are not whole."""
    return {first_id + offset: mark for offset, mark in _MARK.iter_unpack(marks)}


def fits(first_id: int, row_id: int) -> bool:
    """Whether the id can stand in a block that begins at `first_id` (offsets have 32 bits)."""
    return row_id - first_id < 2**32
