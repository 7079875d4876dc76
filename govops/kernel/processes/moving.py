"""Moves: the verbs that a process declares besides its approval."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from django.core.exceptions import ValidationError

from govops.kernel import moment
from govops.kernel.access.answers import Denied, Refused, require
from govops.kernel.calendar.working_time import working_time
from govops.kernel.processes import journal, routing
from govops.kernel.processes.declarations import Deed, Guard, Move, Process
from govops.kernel.processes.docket import docket_of, item_of
from govops.kernel.processes.models import ItemKind, ProcessRun, WorkItem
from govops.kernel.records.facts import verbose_name
from govops.kernel.records.models import Record


def refusal_of(move: Move, record: Record, deed: Deed) -> Denied | None:
    """The first reason against the move, or None: the same answer for the page's button and for the door."""
    if record.state not in move.sources:
        return Denied(f"当前状态不能办理“{move.title}”。")
    return _first_denial((move.by, *move.when), record, deed)


def is_theirs(move: Move, record: Record, deed: Deed) -> bool:
    """Whether the move is this actor's at all; what stands in its way otherwise is a reason worth reading."""
    return not isinstance(move.by(record, deed), Denied)


def not_yet(move: Move, record: Record, deed: Deed) -> Denied | None:
    """The first reason why whoever may do the move cannot do it now."""
    return _first_denial(move.when, record, deed)


def _first_denial(guards: Iterable[Guard], record: Record, deed: Deed) -> Denied | None:
    for guard in guards:
        answer = guard(record, deed)
        if isinstance(answer, Denied):
            return answer
    return None


def move(run: ProcessRun, record: Record, process: type[Process], verb: str, deed: Deed) -> str:
    """Do a declared move; the words for the person are answered."""
    this = process.moves[verb]
    states = process.state_words
    if record.state not in this.sources:
        raise Refused(
            f"“{states.get(record.state, record.state)}”状态下不能办理“{this.title}”，请刷新页面查看最新情况。"
        )
    answer = this.by(record, deed)
    if isinstance(answer, Denied):
        raise Refused(answer.sentence, rule=answer.rule, status=403)
    if this.opinion == "required" and not deed.opinion:
        raise Refused(f"办理“{this.title}”须写明原因。", field="opinion", status=422)
    _take_input(this, record, deed)
    for guard in (*this.when, *this.checks):
        require(guard(record, deed))
    before = record.state
    record.state = this.target
    docket = docket_of(run)
    item = next((item for item in docket.open(ItemKind.HANDLE) if item.step == verb), None)
    for effect in this.then:
        effect(record, deed)
    journal.write(
        run, record, deed, verb=verb, title=this.title, item=item, sign=this.signed, from_state=before
    )
    if record.state != before or item:
        docket.finish(*docket.open(ItemKind.HANDLE))
        open_todos(run, record, process)
    return f"已办理“{this.title}”，现为“{states[record.state]}”。"


def _take_input(this: Move, record: Record, deed: Deed) -> None:
    for name in this.asks:
        if name in deed.data:
            setattr(record, name, deed.data[name])
    if errors := wrong_input(this, record):
        first = next(iter(errors.values()))[0]
        raise Refused(first, status=422, errors=errors)


def wrong_input(this: Move, record: Record, *, known: Container[str] = ()) -> dict[str, list[str]]:
    """Field → sentences of what the move asks for and is missing or wrong, except the fields `known` to be so."""
    asked = [name for name in this.asks if name not in known]
    others = [field.name for field in record._meta.fields if field.name not in asked]
    errors: dict[str, list[str]] = {}
    try:
        record.clean_fields(exclude=others)
    except ValidationError as error:
        errors = error.message_dict
    for name in this.requires:
        if name not in known and getattr(record, name) in (None, "", []):
            errors.setdefault(name, [f"办理“{this.title}”须填写“{verbose_name(record, name)}”。"])
    return errors


def open_todos(run: ProcessRun, record: Record, process: type[Process]) -> list[WorkItem]:
    """Work items for the moves that now await somebody."""
    items = []
    for verb, this in process.moves.items():
        if this.todo is None or record.state not in this.sources:
            continue
        minutes = int(this.hours * 60)
        due = working_time().add_minutes(moment.now(), minutes)
        asked = {p.pk: p for p in this.todo(record)}
        people: Sequence = [
            asked[pk] for pk in asked.keys() - routing.strangers_to(record, asked.values()).keys()
        ]
        items += [
            item_of(
                run,
                kind=ItemKind.HANDLE,
                step=verb,
                step_title=this.title,
                person=person,
                budget_minutes=minutes,
                due_at=due.at,
                is_provisional=due.is_provisional,
            )
            for person in people
        ]
    return docket_of(run).give(items)
