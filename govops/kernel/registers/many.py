"""Create and change thousands of records: the checks and the traces of `doors`, written in parts instead of one by one.

What was accepted but is not written yet is written the moment a check asks the database about the tables concerned. So
each record is checked as if those before it had been saved, whatever its register's rules ask; a register whose rules ask
about its own rows for every record should `foresee` what they ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.forms.models import model_to_dict

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused, require
from govops.kernel.audit import trail
from govops.kernel.processes import engine
from govops.kernel.processes.models import ProcessRun, WorkItem
from govops.kernel.processes.together import begin_all, rename
from govops.kernel.records import store, together
from govops.kernel.records.models import NeedToKnow, Record
from govops.kernel.records.sight import Sight
from govops.kernel.records.snapshots import Snapshot
from govops.kernel.records.visibility import visible
from govops.kernel.registers import choosing, doors, second_look
from govops.kernel.registers.declarations import Register
from govops.kernel.registers.foresight import Foresight
from govops.kernel.registers.known_references import KnownReferences

#: records that are checked and written as one part
PART = 500
_GONE = "没有找到这条记录，或者您无权修改。"


@dataclass(frozen=True)
class Entry:
    """A form as it was filled in: of a new record, or of the record `pk` of which `data` says what is to be different.

    `wrong`: field → sentences of what could not be read at all, so that the entry is refused whatever else it says.
    """

    data: Mapping[str, Any]
    pk: int | None = None
    version: int | None = None
    wrong: Mapping[str, list[str]] | None = None


@dataclass
class Result:
    """What became of an entry: the record, or the refusal with its sentence."""

    entry: Entry
    record: Any = None
    refusal: Refused | None = None

    @property
    def ok(self) -> bool:
        return self.refusal is None


class _TakenBack(Exception):  # noqa: N818 - not an error: it undoes what was written
    pass


def save(
    register: Register, entries: Iterable[Entry], *, actor: Actor, all_or_nothing: bool = False
) -> list[Result]:
    """Save every entry that is not refused; with `all_or_nothing` none if one is. Refusals are left in the trail."""
    results: list[Result] = []
    try:
        with transaction.atomic(), trail.gathered():
            results = save_within(register, entries, actor=actor)
            if all_or_nothing and not all(result.ok for result in results):
                raise _TakenBack
    except _TakenBack:
        pass
    for result in results:
        if result.refusal is not None:
            pk = result.entry.pk
            engine.remember(
                result.refusal,
                actor=actor,
                register=register.code,
                record_id=pk,
                verb="新建" if pk is None else "修改",
            )
    return results


def create(register: Register, forms: Iterable[Mapping[str, Any]], *, actor: Actor) -> list[Any]:
    """The new records, in that order; `Refused` with the first sentence, and nothing saved, if one is refused."""
    results = save(register, [Entry(data) for data in forms], actor=actor, all_or_nothing=True)
    for result in results:
        if result.refusal is not None:
            raise result.refusal
    return [result.record for result in results]


def save_within(
    register: Register, entries: Iterable[Entry], *, actor: Actor, tell: Callable[[int], None] | None = None
) -> list[Result]:
    """`save` in the caller's transaction; the caller leaves the refusals in the trail.

    `tell` hears after each part how many entries are settled.
    """
    results = [Result(entry) for entry in entries]
    try:
        require(table.may(actor, "write", register.code, title=register.title), status=403)
    except Refused as refusal:
        for result in results:
            result.refusal = refusal
        return results
    desk = _Desk(register, actor)
    waiting, settled = iter(results), 0
    while part := list(islice(waiting, desk.at_once)):
        desk.take(part)
        settled += len(part)
        if tell is not None:
            tell(settled)
    return results


@dataclass
class _Draft:
    """An entry on its way: its record as filled in, and how it stood before."""

    result: Result
    record: Any = None
    known: list[Any] = field(default_factory=list)
    before: Snapshot | None = None
    version: int = 1
    is_in_turn: bool = False


class _Desk:
    """Where the entries of one register are checked, and wait to be written."""

    def __init__(self, register: Register, actor: Actor) -> None:
        self.register, self.actor = register, actor
        self.references = KnownReferences(register, Sight(actor))
        self.at_once = together.at_once(register.model, most=PART)
        alone = type(register).saved is not Register.saved
        alone = alone and type(register).saved_together is Register.saved_together
        self._most_waiting = 1 if alone else self.at_once
        tables = (register.model, NeedToKnow, ProcessRun, WorkItem)
        self._tables = [model._meta.db_table for model in tables]
        self._waiting: list[_Draft] = []
        self._foresight: Foresight | None = None
        self._knew: dict[int, set[int]] = {}
        self._is_writing = self._was_asked = False

    # --- checking -----------------------------------------------------------------------------------------------------

    def take(self, part: Sequence[Result]) -> None:
        """Check and write the entries of one part."""
        self.references.read_ahead(result.entry.data for result in part)
        held = self._lock({result.entry.pk for result in part if result.entry.pk is not None})
        with connection.execute_wrapper(self._watch):
            drafts = [self._ahead(result, held) for result in part]
            self._foresee(drafts)
            for draft in drafts:
                self._settle(draft)
            self._write()

    def _ahead(self, result: Result, held: dict[int, Any]) -> _Draft:
        """The form read before its turn; again in its turn if it asked about what those before it may change."""
        pk = result.entry.pk
        if pk is not None and pk not in held:
            return _Draft(result, is_in_turn=True)
        self._was_asked = False
        draft = self._filled(result, held.pop(pk) if pk is not None else None)
        draft.is_in_turn = self._was_asked
        return draft

    def _settle(self, draft: _Draft) -> None:
        if draft.is_in_turn:
            self._write()
            pk = draft.result.entry.pk
            draft.result.refusal = None
            draft = self._filled(draft.result, self._lock({pk}).get(pk) if pk is not None else None)
            draft.is_in_turn = True
        if draft.record is None:
            self._look_again(draft.result)
            return
        try:
            self._finish(draft)
        except Refused as refusal:
            draft.result.refusal = refusal
            self._look_again(draft.result)
            return
        if self._waiting and (self._waiting[-1].before is None) != (draft.before is None):
            self._write()
        self._waiting.append(draft)
        if self._foresight is not None:
            self._foresight.took(draft.record)
        if len(self._waiting) >= self._most_waiting:
            self._write()

    def _filled(self, result: Result, record: Any) -> _Draft:
        """The entry's form, checked, on a new record or on `record`."""
        draft = _Draft(result)
        try:
            if result.entry.pk is None:
                self._fill_new(draft)
            else:
                self._fill_held(draft, record)
        except Refused as refusal:
            result.refusal, draft.record = refusal, None
        return draft

    def _fill_new(self, draft: _Draft) -> None:
        data = doors._without_foreign(self.register, draft.result.entry.data)
        form = self.references.form(self.references.by_id(data))
        record: Any = doors._filled(form, draft.result.entry.wrong)
        choosing.require_visible(form, self.actor, before={}, sight=self.references.sight)
        doors.begin(self.register, record, form, self.actor)
        draft.record, draft.known = record, doors.known_to(form)

    def _fill_held(self, draft: _Draft, record: Any) -> None:
        register, entry = self.register, draft.result.entry
        if record is None:
            raise Refused(_GONE, status=404)
        if entry.version is not None and entry.version != record.version:
            raise store.stale(record)
        doors.may_edit(register, record)
        draft.before, draft.version = Snapshot(record), record.version
        changes = self.references.by_id(doors._without_foreign(register, entry.data))
        form = self.references.form(self._current(record) | changes, instance=record)
        held = choosing.held(form, record)
        draft.record = doors._filled(form, entry.wrong)
        choosing.require_visible(form, self.actor, before=held, sight=self.references.sight)
        draft.known = doors.known_to(form)

    def _current(self, record: Any) -> dict[str, Any]:
        """`doors.current_data`, without asking who may know the record once more."""
        data = model_to_dict(record, fields=[*self.register.fields, "secrecy_level", "secrecy_years"])
        return data | {"applicant": record.applicant_id, "known_to": sorted(self._knew.get(record.pk, ()))}

    def _finish(self, draft: _Draft) -> None:
        draft.record.foresight = None if draft.is_in_turn else self._foresight
        doors._finish(self.register, draft.record, self.actor, draft.known)
        if draft.before is not None:
            doors._only_open_fields(self.register, draft.record, draft.before)

    def _look_again(self, result: Result) -> None:
        """Tell in the refusal all else that is wrong with the entry."""
        entry, refusal = result.entry, result.refusal
        if refusal is None:
            return
        data, record = self.references.by_id(entry.data), None
        if entry.pk is not None:
            record = self._lock({entry.pk}).get(entry.pk)
            if record is None:
                return
            data = self._current(record) | data
        form = self.references.form(data, instance=record)
        second_look.complete_form(refusal, self.register, form, actor=self.actor, sight=self.references.sight)

    def _foresee(self, drafts: Sequence[_Draft]) -> None:
        records = [draft.record for draft in drafts if draft.record is not None and not draft.is_in_turn]
        self._foresight = self.register.foresee(records, self.actor) if len(records) > 1 else None

    # --- reading ------------------------------------------------------------------------------------------------------

    def _lock(self, ids: set[int]) -> dict[int, Any]:
        """The records that the actor may change, held until the end."""
        if not ids:
            return {}
        rows = self.register.model._default_manager.select_for_update(of=("self",)).order_by("pk")
        held = visible(rows, self.actor, register=self.register.code, operation="write").in_bulk(sorted(ids))
        knowing = NeedToKnow.objects.filter(
            register=self.register.code, record_id__in=sorted(ids), person__isnull=False
        )
        for pk, person in knowing.values_list("record_id", "person_id"):
            self._knew.setdefault(pk, set()).add(person)
        return held

    def _watch(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Whoever asks about a table finds there what waits to be written into it."""
        if not self._is_writing and any(name in str(sql) for name in self._tables):
            self._was_asked = True
            self._write()
        return execute(sql, params, many, context)

    # --- writing ------------------------------------------------------------------------------------------------------

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting or self._is_writing:
            return
        self._is_writing = True
        try:
            if not self._written(waiting):
                self._foresight = None
                for draft in waiting:
                    self._written([draft])
        finally:
            self._is_writing = False

    def _written(self, drafts: Sequence[_Draft]) -> bool:
        """Write these, all new or all changed; False, and nothing written, when one is refused only now."""
        try:
            with transaction.atomic(), trail.gathered():
                (self._change if drafts[0].before is not None else self._add)(drafts)
        except Refused as refusal:
            if len(drafts) == 1:
                drafts[0].result.refusal = refusal
                self._look_again(drafts[0].result)
            return False
        for draft in drafts:
            draft.result.record = draft.record
        return True

    def _add(self, drafts: Sequence[_Draft]) -> None:
        records = [draft.record for draft in drafts]
        together.create_all(records, actor=self.actor)
        for draft in drafts:
            doors._set_known(self.register, draft.record, draft.known)
        if self.register.process is not None:
            begin_all(records)
        self.register.saved_together(records, self.actor, created=True)

    def _change(self, drafts: Sequence[_Draft]) -> None:
        for draft in drafts:
            assert draft.before is not None
            draft.record.version = draft.version
            store.update(draft.record, before=draft.before, actor=self.actor)
            if {person.pk for person in draft.known} != self._knew.get(draft.record.pk, set()):
                doors._set_known(self.register, draft.record, draft.known)
        records: list[Record] = [draft.record for draft in drafts]
        rename(self.register.code, records)
        self.register.saved_together(records, self.actor, created=False)
        self.references.forget_own()
