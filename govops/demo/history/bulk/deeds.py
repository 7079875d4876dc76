"""What is done with a record in memory: submitted, approved, moved; as the doors do it, with the rows kept back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from govops.demo.history.bulk.rows import Lived, entry
from govops.kernel import moment
from govops.kernel.access.answers import Denied
from govops.kernel.calendar.working_time import working_time
from govops.kernel.processes import routing
from govops.kernel.processes.declarations import APPROVAL_VERBS, Approval, Deed
from govops.kernel.processes.models import Act, ItemKind, ItemStatus, WorkItem
from govops.kernel.records import facts
from govops.kernel.records.snapshots import Snapshot
from govops.kernel.registers.declarations import Register
from govops.kernel.signatures import digests, signing
from govops.kernel.signatures.models import ElectronicSignature

Instead = Mapping[Callable[..., Any], Callable[..., Any]]


def require(answer: Any, record: Any) -> None:
    """A bulk life has no room for a refusal."""
    if isinstance(answer, Denied):
        raise AssertionError(f"{record}: {answer.sentence}")


def do(register: Register, one: Lived, verb: str, deed: Deed, instead: Instead) -> None:
    """As `engine.perform`."""
    assert register.process is not None
    assert one.run is not None
    record = one.record
    before = Snapshot(record)
    if verb in APPROVAL_VERBS:
        _DEEDS[verb](register, one, deed, instead)
        title, operation = APPROVAL_VERBS[verb], "decision" if verb == "approve" else "move"
    else:
        _move(register, one, verb, deed, instead)
        title, operation = register.process.moves[verb].title, "move"
    record.version += 1
    record.updated_at = deed.at
    was, became = before.told(record, before.changed(record))
    one.entries.append(
        entry(
            deed.actor,
            record,
            operation=operation,
            before=was,
            after=became,
            summary=f"{title}：{record.title}",
        )
    )
    one.run.state = record.state
    one.run.finished_at = deed.at if register.process.is_final(record.state) else None


# --- the approval, where everybody agrees -----------------------------------------------------------------------------


def _submit(register: Register, one: Lived, deed: Deed, instead: Instead) -> None:
    assert register.process is not None
    approval, run = register.process.approval, one.run
    assert approval is not None
    assert run is not None
    for guard in approval.conditions:
        require(guard(one.record, deed), one.record)
    before = one.record.state
    run.round += 1
    run.submitted_at = run.submitted_at or deed.at
    one.record.state = approval.during
    # Without a step there is nothing to photograph, and no setting to ask for.
    run.snapshot = routing.photograph(register.process, one.record) if approval.steps_for(one.record) else []
    _close_open(one)
    _journal(register, one, deed, verb="submit", title="提交", was=before)
    _advance(register, one, approval, deed, instead)


def _approve(register: Register, one: Lived, deed: Deed, instead: Instead) -> None:
    approval, run = register.process.approval if register.process else None, one.run
    assert approval is not None
    assert run is not None
    mine = next(item for item in one.open_items if item.person == deed.actor.person)
    _journal(
        register, one, deed, verb="approve", title=f"同意（{mine.step_title}）", purpose="同意", item=mine, is_decision=True
    )  # fmt: skip
    for item in one.open_items:
        if item.place == mine.place:
            item.status = ItemStatus.DONE if item is mine else ItemStatus.CANCELLED
            item.done_at = deed.at
    if not one.open_items:
        _advance(register, one, approval, deed, instead)


def _advance(register: Register, one: Lived, approval: Approval, deed: Deed, instead: Instead) -> None:
    run = one.run
    assert run is not None
    keys = [row["key"] for row in run.snapshot]
    rest = keys[keys.index(run.step) + 1 :] if run.step else keys
    if rest:
        _open_step(register, one, rest[0])
        return
    before, one.record.state = one.record.state, approval.yes
    run.step = ""
    for effect in approval.on_yes:
        instead.get(effect, effect)(one.record, deed)
    one.items += todos(register, one)
    one.acts.append(
        Act(
            register=register.code,
            round=run.round,
            verb="passed",
            verb_title="审批通过",
            person_name="系统",
            from_state=before,
            to_state=one.record.state,
            at=deed.at,
        )
    )


def _open_step(register: Register, one: Lived, key: str) -> None:
    """As `routing.open_step`; who decided before in this round may not decide again."""
    process, run = register.process, one.run
    assert process is not None
    assert process.approval is not None
    assert run is not None
    step = process.approval.step(key)
    minutes = next(row["minutes"] for row in run.snapshot if row["key"] == key)
    decided = {act.person_id: "已办理过" for act in one.acts if act.is_decision and act.person_id}
    found = routing.places(step, one.record, decided | routing.bars(one.record, process))
    due = working_time().add_minutes(moment.now(), minutes)
    run.step = key
    one.items += [
        WorkItem(
            register=register.code,
            kind=ItemKind.DECIDE,
            round=run.round,
            step=key,
            step_title=step.title,
            place=index,
            seat=place.seat.code,
            person=person,
            arrived_at=moment.now(),
            budget_minutes=minutes,
            due_at=due.at,
            is_provisional=due.is_provisional,
        )
        for index, place in enumerate(found)
        for person in place.people
    ]


def _close_open(one: Lived) -> None:
    for item in one.open_items:
        item.status, item.done_at = ItemStatus.CANCELLED, moment.now()


_DEEDS: dict[str, Callable[[Register, Lived, Deed, Instead], None]] = {"submit": _submit, "approve": _approve}


# --- moves ------------------------------------------------------------------------------------------------------------


def _move(register: Register, one: Lived, verb: str, deed: Deed, instead: Instead) -> None:
    """As `moving.move`."""
    assert register.process is not None
    move, record = register.process.moves[verb], one.record
    if record.state not in move.sources:
        raise AssertionError(f"{record}: no {verb} in {record.state}")
    require(move.by(record, deed), record)
    was = record.state
    for name in move.asks:
        if name in deed.data:
            setattr(record, name, deed.data[name])
    for guard in (*move.when, *move.checks):
        require(instead.get(guard, guard)(record, deed), record)
    record.state = move.target
    item = next((item for item in one.open_items if item.kind == ItemKind.HANDLE and item.step == verb), None)
    for effect in move.then:
        instead.get(effect, effect)(record, deed)
    _journal(register, one, deed, verb=verb, title=move.title, item=item, sign=move.signed, was=was)
    if record.state != was or item:
        for each in one.open_items:
            each.status, each.done_at = ItemStatus.DONE, deed.at
        one.items += todos(register, one)


def todos(register: Register, one: Lived) -> list[WorkItem]:
    """As `moving.open_todos`: the moves that now await somebody."""
    made: list[WorkItem] = []
    for verb, move in register.process.moves.items() if register.process else ():
        if move.todo is None or one.record.state not in move.sources:
            continue
        minutes = int(move.hours * 60)
        due = working_time().add_minutes(moment.now(), minutes)
        made += [
            WorkItem(
                register=register.code,
                kind=ItemKind.HANDLE,
                round=one.run.round if one.run else 0,
                step=verb,
                step_title=move.title,
                person=person,
                arrived_at=moment.now(),
                budget_minutes=minutes,
                due_at=due.at,
                is_provisional=due.is_provisional,
            )
            for person in {person.pk: person for person in move.todo(one.record)}.values()
        ]
    return made


# --- the journal ------------------------------------------------------------------------------------------------------


def _journal(
    register: Register, one: Lived, deed: Deed, *, verb: str, title: str, was: str = "", purpose: str = "", item: WorkItem | None = None,
    is_decision: bool = False, sign: bool = True,
) -> None:  # fmt: skip
    """As `journal.write`."""
    person = deed.actor.person
    signature = _signature(register, one, purpose or title, deed) if sign and person else None
    one.acts.append(
        Act(
            register=register.code,
            round=one.run.round if one.run else 0,
            step=item.step if item else "",
            step_title=item.step_title if item else "",
            verb=verb,
            verb_title=title,
            person=person,
            person_name=deed.actor.name,
            unit_name=person.unit.short_name if person else "",
            opinion=deed.opinion,
            is_decision=is_decision,
            from_state=was,
            to_state=one.record.state,
            arrived_at=item.arrived_at if item else None,
            at=deed.at,
            signature=signature,
        )
    )


def _signature(register: Register, one: Lived, purpose: str, deed: Deed) -> ElectronicSignature:
    """As `signing.sign` for somebody without a key, and its entry in the trail."""
    record, person = one.record, deed.actor.person
    assert person is not None
    document = digests.plain(
        {
            "register": register.code,
            "number": record.number,
            "title": record.title,
            "secrecy_level": record.secrecy_level,
            "fields": facts.plain(record, register.fields),
            "attachments": [],
        }
    )
    signature = ElectronicSignature(
        register=register.code, purpose=purpose, opinion=signing.normal_opinion(deed.opinion), signer=person, signer_name=person.name,
        document=document, digest=digests.digest_of(document), signed_at=deed.at,
    )  # fmt: skip
    known = {"摘要": signature.digest, "密钥": "无（仅摘要）"}
    told = entry(deed.actor, record, operation="sign", after=known, summary=f"签字：{purpose}")
    one.entries.append(told | {"signature": signature})
    return signature
