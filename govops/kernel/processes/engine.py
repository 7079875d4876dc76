"""The one door for state: read → may? → change → validate → journal → write, in one transaction → effects after commit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused, require
from govops.kernel.audit import trail
from govops.kernel.organization import journeys, people
from govops.kernel.organization.prepared import Prepared
from govops.kernel.organization.storing import overwriting
from govops.kernel.processes import deciding, events, journal, moving, rounds, routing
from govops.kernel.processes.declarations import APPROVAL_VERBS, Deed, Process, process_of
from govops.kernel.processes.docket import docket_of
from govops.kernel.processes.models import ProcessRun
from govops.kernel.processes.taking import Taken, taken
from govops.kernel.records import store
from govops.kernel.records.models import Record
from govops.kernel.records.snapshots import Snapshot
from govops.kernel.records.visibility import may_see


@dataclass(frozen=True)
class Outcome:
    """What became of it: the record as it now is and a sentence for the person."""

    record: Record
    sentence: str


def perform(
    register: str,
    record_id: int,
    verb: str,
    *,
    actor: Actor,
    data: Mapping[str, Any] | None = None,
    version: int | None = None,
    must_see: bool = False,
) -> Outcome:
    """Do `verb` on a record, or raise `Refused` with the reason and change nothing.

    `data`: opinion, signature, key, people, to_step and the fields a move asks for, already parsed. With `must_see`
    a record that the actor may not read is refused with 404, as if it were not there.
    """
    wanted = _Wanted(register, record_id, verb, actor, dict(data or {}), version, must_see)
    is_part = journeys.is_in_transaction()
    try:
        if is_part or verb in _LEAVING_THE_RECORD:
            return _done(wanted, locked=True)
        try:
            return _done(wanted, locked=False)
        except store.Stale:  # somebody was quicker by a hair: see what he has left to do
            return _done(wanted, locked=True)
    except Refused as refusal:
        remember(refusal, actor=actor, register=register, record_id=record_id, verb=verb)
        raise


def perform_within(
    register: str, record_id: int, verb: str, *, actor: Actor, data: Mapping[str, Any] | None = None
) -> Record:
    """`perform` as part of a greater deed, whose transaction and whose refusal it shares."""
    wanted = _Wanted(register, record_id, verb, actor, dict(data or {}))
    with journeys.gathered(), _sitting(register):
        return _perform(wanted, _taken(wanted, locked=True)).record


@dataclass(frozen=True)
class _Wanted:
    """What somebody wants to be done."""

    register: str
    record_id: int
    verb: str
    actor: Actor
    data: dict[str, Any]
    version: int | None = None
    must_see: bool = False


def _done(wanted: _Wanted, *, locked: bool) -> Outcome:
    found = None if locked else _taken(wanted, locked=False)
    with journeys.deed(), _sitting(wanted.register):
        return _perform(wanted, found or _taken(wanted, locked=True))


def _taken(wanted: _Wanted, *, locked: bool) -> Taken:
    if process_of(wanted.register) is None:
        raise Refused("此类记录没有办理流程。")
    return taken(wanted.register, wanted.record_id, to_sign=wanted.verb in _SIGNED, locked=locked)


@contextmanager
def _sitting(register: str) -> Iterator[None]:
    """One deed: who sits where is asked once, and what it writes goes together."""
    process = process_of(register)
    with people.seats_held(*(process.seats() if process else ())), trail.gathered():
        yield


def remember(
    refusal: Refused,
    *,
    actor: Actor,
    register: str,
    record_id: int | None = None,
    verb: str = "",
    number: str = "",
) -> None:
    """Leave the refusal in the trail, so that 规范对照 can count it."""
    trail.record(
        actor=actor, operation="refuse", register=register, record_id=record_id, number=number, result="refused",
        rule=refusal.rule, summary=f"{verb}：{refusal.sentence}"[:300],
    )  # fmt: skip


def _perform(wanted: _Wanted, found: Taken) -> Outcome:
    register, verb, actor, data = wanted.register, wanted.verb, wanted.actor, wanted.data
    run, record = found
    process = process_of(register)
    if record is None or process is None:
        raise Refused("没有找到这条记录，可能已被删除。", status=404)
    if wanted.must_see or verb in {"circulate", "urge"}:
        _must_see(record, register, actor)
    if wanted.version is not None and wanted.version != record.version and verb not in _LEAVING_THE_RECORD:
        raise Refused(moved_on(run, record, process))
    deed = Deed(actor=actor, at=moment.now(), data=data, opinion=str(data.get("opinion") or "").strip())
    before, stood = Snapshot(record), [getattr(run, name) for name in _CHANGING]
    handler = deciding.HANDLERS.get(verb) if verb in APPROVAL_VERBS else None
    if handler:
        journal.know_files(record, run.files)
        sentence = handler(run, record, process, deed)
    elif verb in process.moves:
        sentence = moving.move(run, record, process, verb, deed)
    else:
        raise Refused(f"“{process.title}”没有“{verb}”这个动作。")
    _save_record(record, process, before, actor, verb)
    _save_run(run, record, process, stood)
    events.tell("moved", run, actor=deed.actor, words=_title(process, verb))
    return Outcome(record, sentence)


#: what nobody does without signing
_SIGNED = frozenset({"submit", "approve", "refuse", "return"})
#: what gives it no new version
_LEAVING_THE_RECORD = frozenset({"read", "urge", "circulate"})
_CHANGING = (
    "state", "title", "secrecy_level", "step", "round", "snapshot", "submitted_at", "finished_at",
)  # fmt: skip
_run = Prepared(
    lambda register, pk: ProcessRun.objects.filter(register=register, record_id=pk).order_by(),
    "a register",
    -(2**62),
)


def run_of(register: str, pk: int) -> ProcessRun | None:
    """The process of a record, to look at."""
    return _run.first(register, pk)


def _must_see(record: Record, register: str, actor: Actor) -> None:
    if not may_see(record, actor, register=register):
        raise Refused("没有找到这条记录，或者您无权查看。", status=404)


def _title(process: type[Process], verb: str) -> str:
    return APPROVAL_VERBS.get(verb) or process.moves[verb].title


def _save_record(record: Record, process: type[Process], before: Snapshot, actor: Actor, verb: str) -> None:
    if verb not in _LEAVING_THE_RECORD:
        operation = "decision" if verb in {"approve", "refuse", "return"} else "move"
        store.update(
            record,
            before=before,
            actor=actor,
            operation=operation,
            summary=_title(process, verb),
            always=True,
        )


def _save_run(run: ProcessRun, record: Record, process: type[Process], stood: list[Any]) -> None:
    """The run as it now is; of its columns those that `stood` otherwise before."""
    run.state = record.state
    run.title = record.title
    run.secrecy_level = record.secrecy_level
    run.finished_at = moment.now() if process.is_final(record.state) else None
    changed = [name for name, was in zip(_CHANGING, stood, strict=True) if getattr(run, name) != was]
    if run.finished_at:
        rounds.close_open(run)
    if changed:
        journeys.later(overwriting(run, only=tuple(changed)))
    docket_of(run).write()


def moved_on(run: ProcessRun, record: Record, process: type[Process]) -> str:
    """What happened meanwhile, for somebody who acts on a stale page."""
    last = run.acts.exclude(person=None).order_by("-id").first()
    if last is None:
        return store.stale(record).sentence
    state = process.state_words.get(record.state, record.state)
    when = moment_words(last.at)
    return f"此单已由{last.signer}于{when}办理“{last.verb_title}”，现为“{state}”；您的操作没有执行，请刷新后再看。"


def moment_words(when: Any) -> str:
    from django.utils import timezone

    return timezone.localtime(when).strftime("%m月%d日 %H:%M")


def validate_move_input(record: Record, names: tuple[str, ...]) -> None:
    """Check the fields a move asked for; Refused 422 with a sentence for each."""
    others = [field.name for field in record._meta.fields if field.name not in names]
    try:
        record.clean_fields(exclude=others)
    except ValidationError as error:
        raise Refused("请更正后再提交。", status=422, errors=error.message_dict) from None


__all__ = ["Outcome", "perform", "remember", "require", "routing"]
