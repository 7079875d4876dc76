"""All that is wrong with a refused form, told at once: what the form says, and what the rules say of the rest.

The doors stop at the first refusal, which is right for a door. Whoever mends a form should not be sent back for each one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Denied, Refused
from govops.kernel.processes.declarations import Deed, Guard, Move
from govops.kernel.records.models import Record
from govops.kernel.registers import doors, secrecy
from govops.kernel.registers.declarations import Register
from govops.kernel.registers.forms import RecordForm

#: where a sentence goes that names no field
WHOLE = "__all__"


class Unanswered(Exception):  # noqa: N818 - nothing went wrong: the rule has nothing to judge yet
    """A rule looked at an answer that is missing or wrong."""


class Unknown:
    """Stands in a record where an answer is missing or wrong: to look at it in any way raises `Unanswered`."""

    def __getattr__(self, name: str) -> Any:
        raise Unanswered


def _tell_nothing(self: Unknown, *_: Any) -> Any:
    raise Unanswered


for _way in (
    "bool", "eq", "ne", "lt", "le", "gt", "ge", "hash", "len", "iter", "contains", "getitem", "str", "format", "int",
    "float", "index", "add", "radd", "sub", "rsub", "and", "rand", "or", "ror",
):  # fmt: skip
    setattr(Unknown, f"__{_way}__", _tell_nothing)

_UNKNOWN = Unknown()
#: The last two are what some of Python's own parts (`re`, a reference being set) say of a value they do not know.
_SILENT = (Unanswered, TypeError, ValueError)


def faults(
    register: Register, data: Any, refusal: Refused, *, actor: Actor, pk: int | None = None, submit: bool = False
) -> dict[str, list[str]]:  # fmt: skip
    """Field → sentences, in the order of the form: those of `refusal` and all others. Nothing is written.

    `data`: what was posted; `pk`: the record that it would have changed; `submit`: what must be true of a record that is
    submitted counts too. A rule that looks at an answer which is already found wrong says nothing, so that no sentence
    follows from another.
    """
    record = register.model._default_manager.get(pk=pk) if pk else None
    form = doors.form_of(register)(data, instance=record)
    form.is_valid()
    found = {
        name: [str(one) for one in sentences] for name, sentences in form.errors.items()
    } | refusal.errors
    with transaction.atomic():
        _look(register, form, found, actor, is_new=pk is None, submit=submit)
        transaction.set_rollback(True)
    order = {name: place for place, name in enumerate(form.fields)}
    return dict(sorted(found.items(), key=lambda one: order.get(one[0], len(order))))


def faults_of_move(
    register: Register, pk: int, move: Move, form: Any, refusal: Refused, *, deed: Deed
) -> dict[str, list[str]]:
    """Field → sentences of a refused verb: those of `refusal`, and what its checks say of the other answers in `form`."""
    found = {name: list(sentences) for name, sentences in refusal.errors.items()}
    if refusal.status != 422:
        return found
    record = register.model._default_manager.get(pk=pk)
    for name, value in form.cleaned_data.items():
        setattr(record, name, value)
    for name in (*form.errors, *found):
        _forget(record, name)
    with transaction.atomic():
        for answer in _answers(move.checks, record, deed):
            _add(found, {answer.field or WHOLE: [answer.sentence]})
            _forget(record, answer.field)
        transaction.set_rollback(True)
    return found


def _look(
    register: Register, form: RecordForm, found: dict[str, list[str]], actor: Actor, *, is_new: bool, submit: bool
) -> None:  # fmt: skip
    """Add to `found` what the register's rules say of the answers that stand."""
    record: Any = form.instance
    if is_new:
        record.state = register.initial_state()
        record.applicant = form.cleaned_data.get("applicant") or actor.person
        record.unit = record.applicant.unit if record.applicant else None
    for name in (*found, *_left_empty(form)):
        _forget(record, name)
    _prepare(register, record, actor, found)
    known = list(form.cleaned_data.get("known_to") or [])
    deed = Deed(actor=actor, at=moment.now(), data={"known_to": known})
    for answer in _answers(_guards(register, submit=submit), record, deed):
        _add(found, {answer.field or WHOLE: [answer.sentence]})
        _forget(record, answer.field)


def _left_empty(form: RecordForm) -> list[str]:
    """Fields that the form lets pass without an answer although the record wants one."""
    fields = {field.name: field for field in form._meta.model._meta.concrete_fields}
    given = form.cleaned_data.items()
    return [
        name for name, value in given if value in (None, "") and name in fields and not fields[name].blank
    ]


def _guards(register: Register, *, submit: bool) -> tuple[Guard, ...]:
    approval = register.process.approval if register.process and submit else None
    own = (*(secrecy.GUARDS if register.secrecy else ()), *register.guards)
    return (*own, *(guard for guard in (approval.when if approval else ()) if guard not in own))


def _answers(guards: tuple[Guard, ...], record: Any, deed: Deed) -> Iterator[Denied]:
    for guard in guards:
        try:
            answer = guard(record, deed)
        except _SILENT:
            continue
        if isinstance(answer, Denied):
            yield answer


def _prepare(register: Register, record: Any, actor: Actor, found: dict[str, list[str]]) -> None:
    """What nobody types is derived; where that is not possible yet, none of it is known."""
    try:
        with suppress(*_SILENT):
            register.prepare(record, actor)
            return
    except Refused as refusal:
        _add(found, refusal.errors or {WHOLE: [refusal.sentence]})
    typed = {*register.fields, *(field.name for field in Record._meta.get_fields())}
    for field in record._meta.concrete_fields:
        if field.name not in typed or field.name in found:
            _forget(record, field.name)


def _add(found: dict[str, list[str]], more: Mapping[str, list[str]]) -> None:
    for name, sentences in more.items():
        found.setdefault(name, []).extend(one for one in sentences if one not in found.get(name, ()))


def _forget(record: Any, name: str) -> None:
    """Put the unknown where that answer stands."""
    try:
        field = record._meta.get_field(name)
    except FieldDoesNotExist:
        return
    record.__dict__[field.attname] = _UNKNOWN
    if field.is_relation:
        field.set_cached_value(record, _UNKNOWN)
