"""Closing the trail block by block (R-AUD-01: 防篡改).

Each block hashes its rows and the digest of the block before, so nothing can be changed, taken out or slipped
in without breaking the chain; a MAC with a key outside the database stops the chain from being made anew; the
anchor, printed or written down, shows that the end was not cut off.
"""

from __future__ import annotations

import json
import logging
import time
from itertools import islice

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from gmssl_pyx import sm3_hash, sm3_hmac

from govops.kernel import moment
from govops.kernel.audit import rows
from govops.kernel.audit.models import AuditSeal

logger = logging.getLogger("govops.audit")

BLOCK_ROWS = 10_000
_ADVISORY_LOCK = 0x5EA1_0001
_POLL_SECONDS = 0.05


class StillWritingError(Exception):
    """A transaction that writes to the trail has been open for too long; sealing must be tried again later."""


def _last_given_id(cursor: CursorWrapper) -> int:
    cursor.execute(
        "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM audit_auditentry_id_seq"
    )
    return cursor.fetchone()[0]


def _writers(cursor: CursorWrapper) -> set[str]:
    cursor.execute(
        "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' "
        "AND relation = 'audit_auditentry'::regclass AND granted AND pid IS DISTINCT FROM pg_backend_pid() "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return {name for (name,) in cursor.fetchall()}


def final_id(*, patience_seconds: float = 30.0) -> int:
    """An id such that every row up to it is there for good, and no lower one can still appear.

    Ids are given when a row is inserted but seen when its transaction ends, so a low id can turn up after a
    high one. Every inserter holds a lock on the table before it draws an id: read the last id given, then wait
    for those who held the lock at that moment. A SHARE lock on the table would say the same, but would make
    everybody queue behind one long import; this makes nobody wait. StillWritingError after `patience_seconds`.
    """
    give_up = time.monotonic() + patience_seconds
    with connection.cursor() as cursor:
        last = _last_given_id(cursor)
        pending = _writers(cursor)
        while pending:
            if time.monotonic() > give_up:
                raise StillWritingError("仍有未结束的事务在写审计记录，请稍后再封存。")
            time.sleep(_POLL_SECONDS)
            pending &= _writers(cursor)
    return last


def anchor_of(digest: str) -> str:
    """The short form for paper: 4 groups of 4, such as 9F2C-01AB-77D0-3E5A."""
    short = digest[:16].upper()
    return "-".join(short[start : start + 4] for start in range(0, 16, 4))


def block_digest(seal: AuditSeal, row_digests: bytes) -> str:
    """SM3 (hex) over the seal's place in the chain and the full digests (32 bytes each) of its rows."""
    head = [seal.number, seal.layout, seal.first_id, seal.last_id, seal.count, seal.previous_digest]
    return sm3_hash(json.dumps(head, separators=(",", ":")).encode() + b"\n" + row_digests).hex()


def mac_of(seal: AuditSeal) -> str:
    """HMAC-SM3 (hex) over everything in the seal but the MAC itself; needs settings.AUDIT_SEAL_KEY."""
    key = sm3_hash(b"govops audit seal\n" + settings.AUDIT_SEAL_KEY.encode())
    at = int(seal.sealed_at.timestamp() * 1_000_000)
    parts = [
        seal.number,
        seal.layout,
        seal.first_id,
        seal.last_id,
        seal.count,
        sm3_hash(bytes(seal.row_marks)).hex(),
    ]
    parts += [seal.previous_digest, seal.digest, seal.anchor, at]
    return sm3_hmac(key, json.dumps(parts, separators=(",", ":")).encode()).hex()


def _next_block(until: int) -> AuditSeal | None:
    """Seal the next block of at most BLOCK_ROWS rows; None when nothing is left. One short transaction."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
        previous = AuditSeal.objects.defer("row_marks").first()
        block: list[rows.RowDigest] = []
        for row in islice(rows.digests(previous.last_id if previous else 0, until), BLOCK_ROWS):
            if block and not rows.fits(block[0].id, row.id):
                break
            block.append(row)
        if not block:
            return None
        seal = AuditSeal(
            number=previous.number + 1 if previous else 1,
            layout=rows.LAYOUT,
            first_id=block[0].id,
            last_id=block[-1].id,
            count=len(block),
            row_marks=rows.pack_marks(block[0].id, block),
            previous_digest=previous.digest if previous else "",
            sealed_at=moment.now(),
        )
        seal.digest = block_digest(seal, b"".join(row.digest for row in block))
        seal.anchor = anchor_of(seal.digest)
        seal.mac = mac_of(seal)
        seal.save(force_insert=True)
        return seal


def seal_now(*, patience_seconds: float = 30.0) -> list[AuditSeal]:
    """Seal every finished row that is not yet sealed and return the new seals, oldest first.

    Safe to run twice at once. The anchor also goes to the log, so that it leaves the database by itself.
    """
    until = final_id(patience_seconds=patience_seconds)
    made: list[AuditSeal] = []
    while (seal := _next_block(until)) is not None:
        logger.info("审计封存：第 %d 块，%d 条，锚点 %s", seal.number, seal.count, seal.anchor)
        made.append(seal)
    return made


def seal_job() -> str:
    """The periodic job (every ten minutes). Returns what to show as its result."""
    made = seal_now()
    if not made:
        return "没有新的审计记录。"
    return f"封存 {sum(seal.count for seal in made)} 条，锚点 {made[-1].anchor}。"
