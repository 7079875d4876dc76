"""Uneventful lives of simple records, written many at a time.

The daily round of a year is thousands of records without a surprise: a patrol within limits, a shift signed and handed
over. Each lives through the same guards and effects as at the doors, at its own moments, and leaves the same rows: record,
run, work items, acts, signatures and trail. Only the rows are kept back and inserted together. A test holds both ways
against each other (tests/demo/test_bulk.py). Not for approvals, nor for anything that touches other records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Denied
from govops.kernel.audit import trail
from govops.kernel.calendar.working_time import working_time
from govops.kernel.processes.declarations import Deed, Move
from govops.kernel.processes.models import Act, ItemKind, ItemStatus, ProcessRun, WorkItem
from govops.kernel.records import facts, numbers, store
from govops.kernel.registers import site
from govops.kernel.registers.declarations import Register
from govops.kernel.signatures import digests, signing
from govops.kernel.signatures.models import ElectronicSignature


@dataclass(frozen=True)
class Verb:
    """A move of a life: what, by whom, when, with which input."""

    name: str
    actor: Actor
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Life:
    """A record's life: made by `actor` at a moment with `data` (values, not texts), then moved."""

    actor: Actor
    at: datetime
    data: Mapping[str, Any]
    verbs: tuple[Verb, ...] = ()


@dataclass
class _Lived:
    """A life being lived: the record in memory and the rows that it leaves."""

    record: Any
    run: ProcessRun | None
    entries: list[dict[str, Any]] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    items: list[WorkItem] = field(default_factory=list)


def live(code: str, lives: Iterable[Life]) -> list[Any]:
    """Live all these lives of one register, the earliest first; answers the records. A guard's no is an error."""
    register = site.get(code)
    ordered = sorted(lives, key=lambda life: life.at)
    given = iter(_numbers(register, ordered))
    lived = [_born(register, life, next(given)) for life in ordered]
    for one, life in zip(lived, ordered, strict=True):
        _lead(register, one, life.verbs)
    _write(register, lived)
    return [one.record for one in lived]


def go_on(code: str, verbs: Mapping[int, tuple[Verb, ...]]) -> None:
    """Move records that stand already, by their ids, on in the same way. They must have no open work items."""
    register = site.get(code)
    runs = {run.record_id: run for run in ProcessRun.objects.filter(register=code, record_id__in=verbs)}
    related = [f.name for f in register.model._meta.fields if f.is_relation]
    records = register.model._default_manager.select_related(*related).in_bulk(list(verbs))
    lived = [_Lived(records[pk], runs[pk]) for pk in verbs]
    for one in lived:
        _lead(register, one, verbs[one.record.pk])
    touched = (
        {name for move in register.process.moves.values() for name in move.asks}
        if register.process
        else set()
    )
    touched |= {f.name for f in register.model._meta.fields if not f.editable} - {
        "id",
        "number",
        "search_vector",
    }
    register.model._default_manager.bulk_update(
        [one.record for one in lived], sorted(touched), batch_size=200
    )
    ProcessRun.objects.bulk_update(
        [one.run for one in lived if one.run], ("state", "finished_at"), batch_size=500
    )
    _write_side_rows(lived)


def _lead(register: Register, one: _Lived, verbs: tuple[Verb, ...]) -> None:
    for verb in verbs:
        with moment.at(verb.at):
            _move(register, one, verb)


def _numbers(register: Register, ordered: list[Life]) -> list[str]:
    years = [timezone.localtime(life.at).year for life in ordered]
    return [
        number
        for year in sorted(set(years))
        for number in numbers.several(register.series, years.count(year), year=year)
    ]


def _born(register: Register, life: Life, number: str) -> _Lived:
    """As `doors.create`, from values instead of a form."""
    with moment.at(life.at):
        record: Any = register.model(**life.data)
        record.state = register.initial_state()
        record.applicant = record.applicant or life.actor.person
        record.created_by = life.actor.person
        record.unit = record.applicant.unit
        register.prepare(record, life.actor)
        record.title = register.title_of(record)[:200]
        deed = Deed(actor=life.actor, at=life.at, data={"known_to": []})
        for guard in register.guards:
            _require(guard(record, deed), record)
        record.clean_fields(
            exclude=[f.name for f in record._meta.fields if f.is_relation or f.name not in register.fields]
        )
        record.number = number
        record.created_at = record.updated_at = life.at
        one = _Lived(record, _run(register, record, life.at))
        one.entries.append(
            _entry(
                life.actor,
                life.at,
                record,
                operation="create",
                after=store.snapshot(record),
                summary=record.title,
            )
        )
        one.items += _todos(register, one)
    return one


def _run(register: Register, record: Any, at: datetime) -> ProcessRun | None:
    if register.process is None:
        return None
    return ProcessRun(
        register=register.code, number=record.number, title=record.title, unit_id=record.unit_id, applicant_id=record.applicant_id,
        secrecy_level=record.secrecy_level, state=record.state, started_at=at,
        finished_at=at if register.process.is_final(record.state) else None,
    )  # fmt: skip


def _move(register: Register, one: _Lived, verb: Verb) -> None:
    """As `moving.move`, with the rows kept back."""
    assert register.process is not None
    assert one.run is not None
    move, record = register.process.moves[verb.name], one.record
    deed = Deed(actor=verb.actor, at=verb.at, data=verb.data, opinion=str(verb.data.get("opinion") or ""))
    if record.state not in move.sources:
        raise AssertionError(f"{record}: no {verb.name} in {record.state}")
    _require(move.by(record, deed), record)
    before, was = store.snapshot(record, move.asks), record.state
    for name in move.asks:
        if name in verb.data:
            setattr(record, name, verb.data[name])
    for guard in (*move.when, *move.checks):
        _require(guard(record, deed), record)
    record.state = move.target
    for effect in move.then:
        effect(record, deed)
    _journal(register, one, move, verb, deed, was)
    record.version += 1
    record.updated_at = verb.at
    changed_before, changed_after = trail.changes(before, store.snapshot(record, before))
    one.entries.append(
        _entry(
            verb.actor,
            verb.at,
            record,
            operation="move",
            before=changed_before,
            after=changed_after,
            summary=f"{move.title}：{record.title}",
        )
    )
    one.run.state = record.state
    one.run.finished_at = verb.at if register.process.is_final(record.state) else None


def _journal(register: Register, one: _Lived, move: Move, verb: Verb, deed: Deed, was: str) -> None:
    person = deed.actor.person
    open_items = [item for item in one.items if item.status == ItemStatus.OPEN]
    item = next((item for item in open_items if item.step == verb.name), None)
    signature = _signature(register, one.record, move.title, deed) if move.signed and person else None
    if signature is not None:
        facts_of_it = {"摘要": signature.digest, "密钥": "无（仅摘要）"}
        entry = _entry(
            deed.actor,
            deed.at,
            one.record,
            operation="sign",
            after=facts_of_it,
            summary=f"签字：{move.title}",
        )
        one.entries.append(entry | {"number": "", "secrecy_level": 0, "signature": signature})
    one.acts.append(
        Act(
            register=register.code,
            step=item.step if item else "",
            step_title=item.step_title if item else "",
            verb=verb.name,
            verb_title=move.title,
            person=person,
            person_name=deed.actor.name,
            unit_name=person.unit.short_name if person else "",
            opinion=deed.opinion,
            from_state=was,
            to_state=one.record.state,
            arrived_at=item.arrived_at if item else None,
            at=verb.at,
            signature=signature,
        )
    )
    if one.record.state != was or item:
        for each in open_items:
            each.status, each.done_at = ItemStatus.DONE, verb.at
        one.items += _todos(register, one)


def _signature(register: Register, record: Any, title: str, deed: Deed) -> ElectronicSignature:
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
    person = deed.actor.person
    assert person is not None
    return ElectronicSignature(
        register=register.code, purpose=title, opinion=signing.normal_opinion(deed.opinion), signer=person, signer_name=person.name,
        document=document, digest=digests.digest_of(document), signed_at=deed.at,
    )  # fmt: skip


def _todos(register: Register, one: _Lived) -> list[WorkItem]:
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


def _entry(actor: Actor, at: datetime, record: Any, **more: Any) -> dict[str, Any]:
    from govops.kernel.records import kinds

    return {
        "actor": actor, "at": at, "register": kinds.of(record).code, "number": record.number, "secrecy_level": record.secrecy_level, **more,
    }  # fmt: skip


def _require(answer: Any, record: Any) -> None:
    if isinstance(answer, Denied):
        raise AssertionError(f"{record}: {answer.sentence}")


# --- writing ----------------------------------------------------------------------------------------------------------


def _write(register: Register, lived: list[_Lived]) -> None:
    for one in lived:
        one.record.search_vector = facts.search_text(one.record, register.search)
    register.model._default_manager.bulk_create([one.record for one in lived], batch_size=500)
    runs = [_placed(one.run, one) for one in lived if one.run is not None]
    ProcessRun.objects.bulk_create(runs, batch_size=500)
    _write_side_rows(lived)


def _write_side_rows(lived: list[_Lived]) -> None:
    signatures = [
        _sealed(act.signature, one) for one in lived for act in one.acts if act.signature is not None
    ]
    ElectronicSignature.objects.bulk_create(signatures, batch_size=500)
    for one in lived:
        for row in (*one.items, *one.acts):
            _placed(row, one).run = one.run
        for act in one.acts:
            act.signature = act.signature  # takes up the id that the signature now has
    WorkItem.objects.bulk_create([item for one in lived for item in one.items], batch_size=500)
    Act.objects.bulk_create([act for one in lived for act in one.acts], batch_size=500)
    entries = [_finished(entry, one) for one in lived for entry in one.entries]
    trail.record_all(sorted(entries, key=lambda entry: entry["at"]))


def _placed(row: Any, one: _Lived) -> Any:
    row.record_id = one.record.pk
    return row


def _sealed(signature: ElectronicSignature, one: _Lived) -> ElectronicSignature:
    signature.record_id = one.record.pk
    signature.mac = signing.seal_of(signature)
    return signature


def _finished(entry: dict[str, Any], one: _Lived) -> dict[str, Any]:
    entry["record_id"] = one.record.pk
    if signature := entry.pop("signature", None):
        entry["after"] = {"签名编号": signature.pk, **entry["after"]}
    return entry
