"""The door for many is the door for one: the same rows, the same trail, the same refusals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.processes.models import ProcessRun, WorkItem
from govops.kernel.records import facts
from govops.kernel.records.models import NeedToKnow
from govops.kernel.registers import doors, many, site
from tests.promises.world import World, codes

_NUMBER = re.compile(r"[A-Z]{2,8}-\d{4}-\d{4,}")
#: what differs between two records filled in alike: the seed of a sample is drawn by lot
_ITS_OWN = frozenset({"id", "number", "search_vector", "path", "seed"})
Forms = list[dict[str, Any]]
Told = tuple[list[str], dict[str, Any]]


class _Undone(Exception):  # noqa: N818 - not an error: it takes back
    pass


@contextmanager
def undone() -> Iterator[None]:
    """What is saved in the block is gone after it; the clock stands still."""
    with moment.at(moment.now()):
        try:
            with transaction.atomic():
                yield
                raise _Undone
        except _Undone:
            pass


def in_words(refusal: Refused) -> str:
    """The whole refusal; numbers are drawn from a sequence that nothing takes back, so they are all called alike."""
    return _NUMBER.sub("编号", f"{refusal.sentence} {refusal.rule} {refusal.status} {refusal.errors}")


def indexed(row: Any) -> list[str]:
    """The words of the row's search entry with their places, without its number."""
    own = {f"'{part}'" for part in row.number.lower().split("-")}
    return sorted(word for word in (row.words or "").split() if word.rpartition(":")[0] not in own)


def one_by_one(world: World, code: str, forms: Forms, by: str) -> list[str]:
    said = []
    for form in forms:
        try:
            doors.create(site.get(code), form, actor=world.actor(by))
            said.append("")
        except Refused as refusal:
            said.append(in_words(refusal))
    return said


def together(world: World, code: str, forms: Forms, by: str) -> list[str]:
    results = many.save(site.get(code), [many.Entry(form) for form in forms], actor=world.actor(by))
    return [in_words(one.refusal) if one.refusal else "" for one in results]


def traces(code: str) -> dict[str, Any]:
    """Everything that is kept of the register's records, without ids and numbers."""
    register = site.get(code)
    names = [f.name for f in register.model._meta.concrete_fields if f.name not in _ITS_OWN]
    records = list(register.model._default_manager.order_by("pk"))
    place = {record.pk: n for n, record in enumerate(records)}
    found = register.model._default_manager.order_by("pk").extra(select={"words": "search_vector::text"})
    entries = AuditEntry.objects.filter(register=code).exclude(result="refused")
    refused = AuditEntry.objects.filter(register=code, result="refused")
    hung = {"register": code}
    return {
        "records": [facts.plain(record, names) for record in records],
        "indexed": [indexed(row) for row in found],
        "trail": sorted(
            (place.get(e.record_id or 0, -1), e.operation, e.channel, str(e.before), str(e.after), e.summary, e.actor_name)
            for e in entries
        ),
        "refusals": sorted((_NUMBER.sub("编号", e.summary), e.rule) for e in refused),
        "runs": [(place[r.record_id], r.title, r.state, r.secrecy_level, r.unit_id) for r in ProcessRun.objects.filter(**hung).order_by("record_id")],
        "items": sorted(
            (place[i.record_id], i.kind, i.step, i.person_id, str(i.due_at)) for i in WorkItem.objects.filter(**hung)
        ),
        "known": sorted((place[k.record_id], k.person_id) for k in NeedToKnow.objects.filter(**hung)),
    }  # fmt: skip


def told(way: Callable[..., list[str]], world: World, code: str, forms: Forms, by: str) -> Told:
    found: list[Told] = []
    with undone():
        said = way(world, code, forms, by)
        found.append((said, traces(code)))
    return found[0]


@pytest.mark.parametrize("code", codes(made_by_people=True))
def test_many_forms_at_once_leave_what_each_alone_would(world: World, code: str) -> None:
    """Good forms, one of them twice, one without anything, one with a foreign field."""
    sample = world.sample(code)
    first = world.data(code)
    forms = [
        first,
        world.data(code),
        dict(first),
        {},
        {**world.data(code), "state": "approved"},
        world.data(code),
    ]
    alone, at_once = (told(way, world, code, forms, sample.by) for way in (one_by_one, together))
    assert at_once[0] == alone[0]
    for what, rows in alone[1].items():
        assert at_once[1][what] == rows, what


@pytest.mark.parametrize("code", codes(changed=True))
def test_many_changes_at_once_leave_what_each_alone_would(world: World, code: str) -> None:
    sample = world.sample(code)
    record = world.another(code)
    try:
        other = world.another(code)
    except Refused:  # a record a day
        other = record
    name, value = sample.changed
    register, actor = site.get(code), world.actor(sample.by)
    wanted = [
        (record.pk, {name: value}, record.version),
        (other.pk, {name: value}, other.version),
        (record.pk, {name: value}, record.version),
        (2**40, {name: value}, None),
    ]

    def alone() -> list[str]:
        said = []
        for pk, data, version in wanted:
            try:
                doors.update(register, pk, data, actor=actor, version=version)
                said.append("")
            except Refused as refusal:
                said.append(refusal.sentence)
        return said

    def at_once() -> list[str]:
        entries = [many.Entry(data, pk=pk, version=version) for pk, data, version in wanted]
        return [
            one.refusal.sentence if one.refusal else "" for one in many.save(register, entries, actor=actor)
        ]

    found = []
    for way in (alone, at_once):
        with undone():
            found.append((way(), traces(code)))
    assert found[0] == found[1]


@pytest.mark.parametrize("code", codes(made_by_people=True))
def test_a_stranger_is_turned_away_at_the_door_for_many(world: World, code: str) -> None:
    results = many.save(site.get(code), [many.Entry(world.data(code))], actor=world.actor("audit_admin"))
    with pytest.raises(Refused) as refused:
        doors.create(site.get(code), world.data(code), actor=world.actor("audit_admin"))
    assert results[0].refusal is not None
    assert (results[0].refusal.sentence, results[0].refusal.status) == (refused.value.sentence, 403)


def test_all_or_nothing_saves_nothing_when_one_is_refused(world: World) -> None:
    code = "machine_room" if "machine_room" in codes(made_by_people=True) else codes(made_by_people=True)[0]
    sample = world.sample(code)
    before = site.get(code).model._default_manager.count()
    results = many.save(
        site.get(code),
        [many.Entry(world.data(code)), many.Entry({})],
        actor=world.actor(sample.by),
        all_or_nothing=True,
    )
    assert [one.ok for one in results] == [True, False]
    assert site.get(code).model._default_manager.count() == before
