"""Finding what was done to the trail behind the program's back, and saying which row."""

from __future__ import annotations

import hmac
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import Max

from govops.kernel.audit import rows, seals
from govops.kernel.audit.models import AuditEntry, AuditSeal

Kind = Literal["changed", "removed", "inserted", "seal_changed", "seal_missing", "anchor_missing", "unsealed"]
_SHOWN_IDS = 20


@dataclass(frozen=True)
class Finding:
    """One thing the check found. `seal` is the block's number (0: none), `row_ids` the entries concerned."""

    kind: Kind
    sentence: str
    seal: int = 0
    row_ids: tuple[int, ...] = ()

    @property
    def is_fault(self) -> bool:
        """False for what is merely worth knowing (rows not sealed yet)."""
        return self.kind != "unsealed"


def _listed(ids: Iterable[int]) -> str:
    shown = list(ids)
    text = "、".join(str(identity) for identity in shown[:_SHOWN_IDS])
    return f"{text} 等 {len(shown)} 条" if len(shown) > _SHOWN_IDS else text


def _row_findings(seal: AuditSeal, marks: dict[int, bytes], found: dict[int, bytes]) -> Iterator[Finding]:
    changed = tuple(
        identity for identity, mark in marks.items() if identity in found and found[identity] != mark
    )
    removed = tuple(identity for identity in marks if identity not in found)
    inserted = tuple(identity for identity in found if identity not in marks)
    block = f"第 {seal.number} 块"
    if changed:
        yield Finding(
            "changed", f"{block}：编号 {_listed(changed)} 的记录在封存后被修改。", seal.number, changed
        )
    if removed:
        yield Finding(
            "removed", f"{block}：编号 {_listed(removed)} 的记录在封存后被删除。", seal.number, removed
        )
    if inserted:
        yield Finding(
            "inserted", f"{block}：编号 {_listed(inserted)} 的记录是封存后补插的。", seal.number, inserted
        )


def _check_block(seal: AuditSeal, after: int) -> Iterator[Finding]:
    """Check one seal and the rows with after < id <= its last id."""
    block = f"第 {seal.number} 块"
    if not hmac.compare_digest(seal.mac, seals.mac_of(seal)):
        sentence = f"{block}：校验码不符，封存块本身被改写，或者封存密钥已更换。"
        yield Finding("seal_changed", sentence, seal.number)
    if seal.layout not in rows.LAYOUTS:
        yield Finding("seal_changed", f"{block}：摘要格式 {seal.layout} 不存在，无法核对。", seal.number)
        return
    try:
        marks = rows.unpack_marks(seal.first_id, bytes(seal.row_marks))
    except struct.error:
        yield Finding("seal_changed", f"{block}：逐条标记残缺，无法指出是哪一条。", seal.number)
        marks = {}
    found = list(rows.digests(after, seal.last_id, layout=seal.layout))
    faults = list(_row_findings(seal, marks, {row.id: row.mark for row in found})) if marks else []
    yield from faults
    if not faults and seals.block_digest(seal, b"".join(row.digest for row in found)) != seal.digest:
        yield Finding("seal_changed", f"{block}：整块摘要与所含记录不符。", seal.number)


def _check_link(seal: AuditSeal, previous: AuditSeal | None) -> Iterator[Finding]:
    """Check that the seal follows `previous` (None: that it is the first)."""
    expected = previous.number + 1 if previous else 1
    if seal.number != expected:
        missing = (
            f"第 {expected} 块" if seal.number == expected + 1 else f"第 {expected} 至 {seal.number - 1} 块"
        )
        span = f"编号 {(previous.last_id if previous else 0) + 1} 至 {seal.first_id - 1} 的记录无法核对"
        yield Finding("seal_missing", f"{missing}封存缺失，{span}。", expected)
    elif seal.previous_digest != (previous.digest if previous else ""):
        yield Finding("seal_changed", f"第 {seal.number} 块与前一块不相接。", seal.number)


def _check_anchor(anchor: str) -> Iterator[Finding]:
    wanted = anchor.strip().upper()
    if not AuditSeal.objects.filter(anchor=wanted).exists():
        sentence = f"锚点 {wanted} 不在封存链中：链尾被截去或整条链被重做；请先核对抄录是否有误。"
        yield Finding("anchor_missing", sentence)


def verify(*, anchor: str = "") -> list[Finding]:
    """Check the whole trail against its seals; an empty list, or only "unsealed", means that all is well.

    With `anchor` (from paper or the log) it also checks that the chain still contains that block.
    Reads only. Memory is bounded by one block.
    """
    findings: list[Finding] = []
    previous: AuditSeal | None = None
    for seal in AuditSeal.objects.order_by("number").iterator(chunk_size=5):
        findings += _check_link(seal, previous)
        is_next = seal.number == (previous.number + 1 if previous else 1)
        after = (previous.last_id if previous else 0) if is_next else seal.first_id - 1
        findings += _check_block(seal, after)
        previous = seal
    if anchor:
        findings += _check_anchor(anchor)
    tail = AuditEntry.objects.filter(id__gt=previous.last_id if previous else 0)
    if unsealed := tail.count():
        findings.append(Finding("unsealed", f"未封存 {unsealed} 条（最后一块之后的记录，等待下次封存）。"))
    return findings


def summary() -> str:
    """One line about the chain: blocks, rows, the newest anchor."""
    newest = AuditSeal.objects.defer("row_marks").first()
    if newest is None:
        return "尚无封存块。"
    highest = AuditEntry.objects.aggregate(highest=Max("id"))["highest"] or 0
    return f"共 {newest.number} 块，封存至编号 {newest.last_id}（现有最大编号 {highest}），锚点 {newest.anchor}。"
