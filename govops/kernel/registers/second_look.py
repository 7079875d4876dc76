"""All that is wrong with what was filled in, told at once: what the form says, and what the rules say of the rest.

A door stops at the first reason to refuse, which is right for a door. Whoever mends a form should not be sent back for each
one: so the door that has refused looks a second time, for page, API and workbook alike. One that opens never comes here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Denied, Refused
from govops.kernel.processes import moving
from govops.kernel.processes.declarations import Deed, Guard, Move
from govops.kernel.records.models import Record
from govops.kernel.records.sight import Sight
from govops.kernel.records.snapshots import Snapshot
from govops.kernel.records.visibility import visible
from govops.kernel.registers import choosing, doors
from govops.kernel.registers.declarations import Register
from govops.kernel.registers.forms import RecordForm

#: where a sentence goes that names no field
WHOLE = "__all__"
#: what can be mended by filling in otherwise: not who one is (403), nor what is not there (404)
_TO_MEND = (409, 422)

Faults = dict[str, list[str]]


class Unanswered(Exception):  # noqa: N818 - nothing went wrong: the rule has nothing to judge yet
    """A rule looked at an answer that is missing or wrong."""


def complete(
    refusal: Refused, register: Register, data: Mapping[str, Any], *, actor: Actor, pk: int | None = None, partial: bool = False,
    submit: bool = False,
) -> None:  # fmt: skip
    """Add to `refusal.errors` all else that is wrong with `data`, in the order of the form. Nothing is written.

    `pk`: the record that it would have changed; with `partial`, of which it says only what is to be different. `submit`: what
    must be true of a record that is submitted counts too.
    """
    if refusal.status not in _TO_MEND:
        return
    with transaction.atomic():
        record = None if pk is None else _changeable(register, pk, actor)
        if pk is None or record is not None:
            form = doors.checking_form(register, data, record, partial=partial)
            complete_form(refusal, register, form, actor=actor, submit=submit)
        transaction.set_rollback(True)


def _changeable(register: Register, pk: int, actor: Actor) -> Record | None:
    """The record as it stands; None, and so not a word about it, when the actor may not change it."""
    rows = visible(register.model._default_manager.all(), actor, register=register.code, operation="write")
    record: Record | None = rows.filter(pk=pk).first()
    return record


def complete_form(
    refusal: Refused, register: Register, form: RecordForm, *, actor: Actor, submit: bool = False, sight: Sight | None = None
) -> None:  # fmt: skip
    """`complete` for a form that was not asked yet, on a record as it stands or on a new one.

    A rule that looks at an answer which is found wrong already says nothing, so that no sentence follows from another.
    """
    if refusal.status not in _TO_MEND:
        return
    record: Any = form.instance
    before = None if record.pk is None else Snapshot(record)
    held = choosing.held(form, record) if before else {}
    form.is_valid()
    said = {name: [str(one) for one in sentences] for name, sentences in form.errors.items()}
    found = said | {name: list(sentences) for name, sentences in refusal.errors.items()}
    if before is None:
        doors.begin(register, record, form, actor)
    _forget(record, *found, *_left_empty(form))
    for name, sentence in choosing.out_of_sight(form, actor, before=held, sight=sight or Sight(actor)):
        _add(found, name, sentence, record)
    _prepare(register, record, actor, found)
    for name, sentence in doors.closed_fields(register, record, before) if before else ():
        _add(found, name, sentence, record)
    known = [] if "known_to" in found else doors.known_to(form)
    record.is_restricted = bool(known)
    deed = Deed(actor=actor, at=moment.now(), data={"known_to": known})
    _judge(_guards(register, record, deed, submit=submit), record, deed, found)
    _tell(refusal, found, form.fields)


def complete_move(
    refusal: Refused, register: Register, pk: int, verb: str, data: Mapping[str, Any], *, actor: Actor
) -> None:
    """Add to `refusal.errors` all else that keeps a verb from being done: `data` as the engine takes it, what could be read of it.

    Of a verb that is not the actor's to do, and of a record that is not there to be submitted, nothing more is told.
    """
    process = register.process
    if process is None or refusal.status not in _TO_MEND:
        return
    deed = Deed(actor=actor, at=moment.now(), data=data, opinion=str(data.get("opinion") or "").strip())
    record = register.model._default_manager.get(pk=pk)
    with transaction.atomic():
        if verb in process.moves:
            _complete_input(refusal, record, process.moves[verb], deed)
        elif verb == "submit" and process.approval is not None:
            found: Faults = {}
            _judge(process.approval.conditions, record, deed, found)
            if any(refusal.sentence in sentences for sentences in found.values()):
                _tell(refusal, found | refusal.errors, register.fields)
        transaction.set_rollback(True)


def _complete_input(refusal: Refused, record: Any, move: Move, deed: Deed) -> None:
    if record.state not in move.sources or not moving.is_theirs(move, record, deed):
        return
    for name in move.asks:
        if name in deed.data:
            setattr(record, name, deed.data[name])
    found = {name: list(sentences) for name, sentences in refusal.errors.items()}
    found |= moving.wrong_input(move, record, known=found)
    _forget(record, *found)
    _judge(move.checks, record, deed, found)
    _tell(refusal, found, move.asks)


def _guards(register: Register, record: Any, deed: Deed, *, submit: bool) -> Iterator[Guard]:
    """What is asked of every record; where it is submitted at all, what is asked then."""
    own = doors.guards_of(register)
    yield from own
    approval = register.process.approval if submit and register.process else None
    if approval is None:
        return
    is_kept_out = approval.only_if is not None and _denial(approval.only_if, record, deed)
    yield from (
        guard
        for guard in approval.conditions
        if guard not in own and (not is_kept_out or guard is approval.only_if)
    )


def _judge(guards: Iterable[Guard], record: Any, deed: Deed, found: Faults) -> None:
    """Add what the rules say of the answers that stand. An exception of a rule's own is its defect, and is not kept quiet."""
    for guard in guards:
        answer = _denial(guard, record, deed)
        if answer is not None and not (answer.field in found and not _is_field(record, answer.field)):
            _add(found, answer.field or WHOLE, answer.sentence, record)


def _denial(guard: Guard, record: Any, deed: Deed) -> Denied | None:
    """What the rule has against the record; None also where it looks at an answer that is not known."""
    try:
        answer = guard(record, deed)
    except Unanswered:
        return None
    return answer if isinstance(answer, Denied) else None


def _prepare(register: Register, record: Any, actor: Actor, found: Faults) -> None:
    """What nobody types is derived; where that is not possible yet, none of it is known."""
    _forget(record, "title")
    try:
        register.prepare(record, actor)
        return
    except Unanswered:
        pass
    except Refused as refusal:
        for name, sentences in (refusal.errors or {WHOLE: [refusal.sentence]}).items():
            for sentence in sentences:
                _add(found, name, sentence, record)
    typed = {*register.fields, *(field.name for field in Record._meta.get_fields())}
    derived = [field.name for field in record._meta.concrete_fields if field.name not in typed]
    _forget(record, *derived, *found)


def _left_empty(form: RecordForm) -> list[str]:
    """Fields that the form lets pass without an answer although the record wants one."""
    fields = {field.name: field for field in form._meta.model._meta.concrete_fields}
    given = form.cleaned_data.items()
    return [
        name for name, value in given if value in (None, "") and name in fields and not fields[name].blank
    ]


def _tell(refusal: Refused, found: Faults, order: Iterable[str]) -> None:
    """Into the refusal, in the order of the form; one that no field can mend, and that stands alone, stays as it is."""
    sentences = [one for several in found.values() for one in several]
    if refusal.status == 409 and (refusal.sentence not in sentences or len(sentences) == 1):
        return
    if sentences and refusal.sentence not in sentences:
        found.setdefault(WHOLE, []).insert(0, refusal.sentence)
    place = {name: place for place, name in enumerate(order)}
    refusal.errors = dict(sorted(found.items(), key=lambda one: place.get(one[0], len(place))))


def _add(found: Faults, name: str, sentence: str, record: Any) -> None:
    """One more sentence; what it is about is not known from then on."""
    sentences = found.setdefault(name, [])
    if sentence not in sentences:
        sentences.append(sentence)
    _forget(record, name)


def _is_field(record: Any, name: str) -> bool:
    """Whether it is one that somebody answers: the key is the record itself."""
    try:
        return not record._meta.get_field(name).primary_key
    except FieldDoesNotExist:
        return False


def _forget(record: Any, *names: str) -> None:
    """Let the answers be unknown: as of a column that was not loaded, whoever reads one is told, here that there is none."""
    vars(record)["refresh_from_db"] = _unanswered
    for name in names:
        if _is_field(record, name):
            field = record._meta.get_field(name)
            vars(record).pop(field.attname, None)
            if field.is_relation:
                record._state.fields_cache.pop(field.cache_name, None)


def _unanswered(*_: Any, **__: Any) -> None:
    raise Unanswered
