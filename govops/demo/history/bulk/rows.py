"""The rows that a life leaves, kept back and then inserted together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from govops.demo.history.bulk import copying
from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.audit import trail
from govops.kernel.calendar.models import Clock, ClockEvent
from govops.kernel.processes.models import Act, ItemStatus, ProcessRun, WorkItem
from govops.kernel.records import facts, kinds
from govops.kernel.records.models import Comment
from govops.kernel.registers.declarations import Register
from govops.kernel.signatures import signing
from govops.kernel.signatures.models import ElectronicSignature


@dataclass
class Lived:
    """A life being lived: the record in memory and the rows that it leaves."""

    record: Any
    run: ProcessRun | None
    entries: list[dict[str, Any]] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    items: list[WorkItem] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    clock_lines: list[ClockEvent] = field(default_factory=list)
    #: lives of other registers that this one leads to, for a batch of their own
    aftermath: list[Any] = field(default_factory=list)

    @property
    def open_items(self) -> list[WorkItem]:
        return [item for item in self.items if item.status == ItemStatus.OPEN]


def entry(actor: Actor, record: Any, **more: Any) -> dict[str, Any]:
    """An entry of the trail about `record`, now; its id follows when it has one."""
    return {
        "actor": actor, "at": moment.now(), "register": kinds.of(record).code, "number": record.number,
        "secrecy_level": record.secrecy_level, **more,
    }  # fmt: skip


def write(register: Register, lived: list[Lived]) -> None:
    """Insert the records and everything that hangs on them."""
    for one in lived:
        one.record.search_vector = facts.search_text(one.record, register.search)
    copying.enter(register.model, [one.record for one in lived])
    copying.enter(ProcessRun, [_placed(one.run, one) for one in lived if one.run is not None])
    write_side_rows(lived)


def write_side_rows(lived: list[Lived]) -> None:
    """Insert work items, acts, signatures and trail of records that have their ids."""
    signatures = [
        _sealed(act.signature, one) for one in lived for act in one.acts if act.signature is not None
    ]
    copying.enter(ElectronicSignature, signatures)
    for one in lived:
        for row in (*one.items, *one.acts):
            _placed(row, one).run = one.run
        for act in one.acts:
            act.signature = act.signature  # takes up the id that the signature now has
    copying.enter(WorkItem, [item for one in lived for item in one.items])
    copying.enter(Act, [act for one in lived for act in one.acts])
    copying.enter(Comment, [_placed(comment, one) for one in lived for comment in one.comments])
    _write_clocks(lived)
    entries = [_finished(told, one) for one in lived for told in one.entries]
    trail.record_all(sorted(entries, key=lambda told: told["at"]))


def _write_clocks(lived: list[Lived]) -> None:
    clocks = [_placed(clock, one) for one in lived for clock in one.clocks]
    copying.enter(Clock, clocks)
    lines = [line for one in lived for line in one.clock_lines]
    for line in lines:
        line.clock = line.clock  # takes up the id that the clock now has
    copying.enter(ClockEvent, sorted(lines, key=lambda line: line.recorded_at))


def _placed(row: Any, one: Lived) -> Any:
    row.record_id = one.record.pk
    return row


def _sealed(signature: ElectronicSignature, one: Lived) -> ElectronicSignature:
    signature.record_id = one.record.pk
    signature.mac = signing.seal_of(signature)
    return signature


def _finished(told: dict[str, Any], one: Lived) -> dict[str, Any]:
    told["record_id"] = one.record.pk
    if signature := told.pop("signature", None):
        told["after"] = {"签名编号": signature.pk, **told["after"]}
    return told
