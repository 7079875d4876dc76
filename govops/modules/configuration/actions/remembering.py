"""Every state of a type, an item and a relation is kept with the reason it came about, in the transaction that changes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.organization.storing import insert_all
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import facts, kinds
from govops.modules.configuration.choices import HistoryOf
from govops.modules.configuration.models import History
from govops.modules.configuration.rules.common import Why, applied_now, why_of

#: the facts that are remembered besides those of the form
_BESIDES = {
    HistoryOf.ITEM: ("title", "state", "secrecy_level", "is_restricted", "media_wiped", "scrapped_on"),
    HistoryOf.RELATION: ("title", "state", "ended_at"),
    HistoryOf.TYPE: ("state", "edition"),
}
_LEFT_OUT = frozenset({"reason", "reference", "enters_as"})


def remembered(record: Any) -> dict[str, Any]:
    """The facts of the record as history keeps them."""
    kind = kinds.of(record)
    names = [name for name in kind.fields if name not in _LEFT_OUT]
    return facts.plain(record, ("number", *names, *_BESIDES[HistoryOf(kind.code)]))


def remember(record: Any, actor: Actor, *, why: Why | None = None) -> None:
    """Close the state that held until now and open the new one; nothing when nothing changed."""
    _keep([(record, actor, why or why_of(record))])


def _keep(deeds: Sequence[tuple[Any, Actor, Why]]) -> None:
    """`remember` for records of one kind: a query, an update and an insertion for all of them."""
    register, now = kinds.of(deeds[0][0]).code, moment.now()
    ids = [record.pk for record, _, _ in deeds]
    current = History.objects.filter(register=register, record_id__in=ids, until__isnull=True)
    held = {row.record_id: row for row in current}
    rows, over = [], []
    for record, actor, why in deeds:
        before, told = held.get(record.pk), remembered(record)
        was = before.facts if before else {}
        changed = {name: [was.get(name), value] for name, value in told.items() if was.get(name) != value}
        if before is not None and not changed:
            continue
        if before is not None:
            over.append(before.pk)
        rows.append(
            History(
                register=register, record_id=record.pk, since=now, facts=told, changed=changed if before else {},
                reason=why.reason, reference=why.reference, by=actor.person,
            )
        )  # fmt: skip
    if over:
        History.objects.filter(pk__in=over).update(until=now)
    insert_all(rows)


def remember_saved(record: Any, actor: Actor) -> None:
    """After a form; what an approved proposal changes is its proposer's."""
    remember_all([record], actor)


def remember_all(records: Sequence[Any], actor: Actor) -> None:
    """`remember_saved` for many records of one kind, at most a few hundred."""
    proposals = [(record, applied_now(record)) for record in records]
    _keep(
        [
            (record, actor if proposal is None else _proposer(proposal, actor), why_of(record))
            for record, proposal in proposals
        ]
    )


def _proposer(proposal: Any, actor: Actor) -> Actor:
    return Actor(account=actor.account, person=proposal.applicant, roles=actor.roles, channel=actor.channel)


def remember_moved(record: Any, deed: Deed) -> None:
    """The last effect of a move: the reason goes into history, the record is left without one for its next change."""
    remember(record, deed.actor, why=Why(record.reason.strip(), record.reference.strip().upper()))
    record.reason = record.reference = ""
