"""Lives: born, led, written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from govops.demo.history.bulk import copying, deeds
from govops.demo.history.bulk.rows import Lived, entry, write, write_side_rows
from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.processes.declarations import Deed, Effect
from govops.kernel.processes.models import ItemKind, ProcessRun, WorkItem
from govops.kernel.records import numbers, store
from govops.kernel.registers import site
from govops.kernel.registers.declarations import Register


@dataclass(frozen=True)
class Verb:
    """A deed of a life: what, by whom, when, with which input."""

    name: str
    actor: Actor
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Aside:
    """Something beside the process, at its moment: `act` gets the record and the deed, as an effect does."""

    act: Effect
    actor: Actor
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Life:
    """A record's life: made by `actor` at a moment with `data` (values, not texts), then led through the verbs."""

    actor: Actor
    at: datetime
    data: Mapping[str, Any]
    verbs: tuple[Verb | Aside, ...] = ()


@dataclass(frozen=True)
class Manner:
    """What the lives of a register need besides its process.

    `instead`: effects and guards that touch other rows, and what stands in their place; `born`: what follows the creation, as
    `Register.saved`; `before`: what happens by itself until the moment of the next deed.
    """

    instead: Mapping[Callable[..., Any], Callable[..., Any]] = field(default_factory=dict)
    born: Effect | None = None
    before: Callable[[Any, datetime], None] | None = None


_PLAIN = Manner()


def live(code: str, lives: Iterable[Life], *, manner: Manner = _PLAIN) -> list[Any]:
    """Live all these lives of one register, the earliest first; answers the records. A guard's no is an error."""
    register = site.get(code)
    ordered = sorted(lives, key=lambda life: life.at)
    given = zip(_numbers(register, ordered), copying.next_ids(register.model, len(ordered)), strict=True)
    lived = [_born(register, life, *next(given), manner) for life in ordered]
    for one, life in zip(lived, ordered, strict=True):
        _lead(register, one, life.verbs, manner)
    write(register, lived)
    return [one.record for one in lived]


def go_on(code: str, verbs: Mapping[int, tuple[Verb, ...]]) -> None:
    """Lead records that stand already, by their ids, on in the same way. They must have no open work items."""
    register = site.get(code)
    assert register.process is not None
    runs = {run.record_id: run for run in ProcessRun.objects.filter(register=code, record_id__in=verbs)}
    related = [f.name for f in register.model._meta.fields if f.is_relation]
    records = register.model._default_manager.select_related(*related).in_bulk(list(verbs))
    lived = [Lived(records[pk], runs[pk]) for pk in verbs]
    for one in lived:
        _lead(register, one, verbs[one.record.pk], _PLAIN)
    touched = {name for move in register.process.moves.values() for name in move.asks}
    touched |= {f.name for f in register.model._meta.fields if not f.editable}
    touched -= {"id", "number", "search_vector"}
    copying.overwrite(register.model, [one.record for one in lived], sorted(touched))
    copying.overwrite(ProcessRun, [one.run for one in lived if one.run], ("state", "finished_at"))
    write_side_rows(lived)


def _lead(register: Register, one: Lived, verbs: tuple[Verb | Aside, ...], manner: Manner) -> None:
    for verb in verbs:
        if manner.before is not None:
            manner.before(one.record, verb.at)
        with moment.at(verb.at):
            opinion = str(verb.data.get("opinion") or "").strip()
            deed = Deed(actor=verb.actor, at=verb.at, data=verb.data, opinion=opinion)
            if isinstance(verb, Aside):
                verb.act(one.record, deed)
            else:
                deeds.do(register, one, verb.name, deed, manner.instead)


def _numbers(register: Register, ordered: list[Life]) -> list[str]:
    years = [timezone.localtime(life.at).year for life in ordered]
    found: list[str] = []
    for year in sorted(set(years)):
        found += numbers.several(register.series, years.count(year), year=year)
    return found


def _born(register: Register, life: Life, number: str, pk: int, manner: Manner) -> Lived:
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
            deeds.require(guard(record, deed), record)
        record.clean_fields(
            exclude=[f.name for f in record._meta.fields if f.is_relation or f.name not in register.fields]
        )
        record.number, record.pk = number, pk
        record.created_at = record.updated_at = life.at
        one = Lived(record, _run(register, record, life.at))
        record.lived = one
        after = store.facts_of(record)
        one.entries.append(entry(life.actor, record, operation="create", after=after, summary=record.title))
        one.items += _first_items(register, one)
        if manner.born is not None:
            manner.born(record, deed)
    return one


def _run(register: Register, record: Any, at: datetime) -> ProcessRun | None:
    if register.process is None:
        return None
    return ProcessRun(
        register=register.code, number=record.number, title=record.title, unit_id=record.unit_id, applicant_id=record.applicant_id,
        secrecy_level=record.secrecy_level, state=record.state, started_at=at,
        finished_at=at if register.process.is_final(record.state) else None,
    )  # fmt: skip


def _first_items(register: Register, one: Lived) -> list[WorkItem]:
    """As `begin_all`: the draft to be submitted, or what awaits somebody."""
    process, record = register.process, one.record
    if process and process.approval and record.state == process.approval.start and record.applicant:
        return [
            WorkItem(
                register=register.code,
                kind=ItemKind.DRAFT,
                step="submit",
                step_title="填写并提交",
                person=record.created_by or record.applicant,
                arrived_at=moment.now(),
            )
        ]
    return deeds.todos(register, one)
