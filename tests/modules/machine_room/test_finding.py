"""The question to all registers is composed once for all people, and its answer is never old."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.organization.models import Delegation
from govops.kernel.records import visibility
from govops.kernel.records.models import NeedToKnow
from govops.kernel.records.stand_in import place_of, stand_in
from govops.kernel.registers import finding, site
from govops.kernel.search.everywhere import Source
from govops.modules.machine_room.models import MachineRoom

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(create, cast):
    manager = cast.people["mr_manager"].pk
    return create(
        "machine_room", by="mr_manager", code="Q", name="量子专用机房", location="东楼九层", manager=manager, is_active="1"
    )  # fmt: skip


def found(actor) -> set[str]:
    return {hit.number for hit in finding.find(actor, "量子")}


def readers(cast, actor):
    """People of every kind, one of them in the place of two others, one of these in one register only."""
    deputy, *principals = (cast.people[name] for name in ("end_user", "unit_head", "service_desk"))
    for person, processes in zip(principals, ([], ["incident"]), strict=True):
        Delegation.objects.create(principal=person, delegate=deputy, reason="出差。", processes=processes, valid_from=moment.today(), valid_to=moment.today() + timedelta(days=9))  # fmt: skip
    return [actor(username) for username in cast.accounts if actor(username).person]


def composed_for(reader, code: str) -> Source:
    """The question to one register as it would be composed for one person alone."""
    register = site.get(code)
    rows = visibility.visible(register.model._default_manager.all(), reader, register=code)
    return Source.composed(code, register.title, rows)


def test_everybody_asks_what_would_be_composed_for_him_alone(cast, actor):
    looked_at = set()
    for reader in readers(cast, actor):
        acts_for_others = reader.account.username == "end_user"
        for source in finding.sources_of(reader):
            what = source.register, table.scope_of(reader, "read", source.register), acts_for_others
            if what not in looked_at:
                assert source == composed_for(reader, source.register), what
                looked_at.add(what)
    assert {code for code, _scope, _for_others in looked_at} == {one.code for one in site.all_registers()}
    assert len(looked_at) > 2 * len(site.all_registers())


def test_what_is_composed_asks_no_database_and_does_not_change_with_the_day(
    db, django_assert_num_queries, monkeypatch
):
    def all_composed():
        finding._composed.cache_clear()
        with django_assert_num_queries(0):
            finding.compose_all()
        return [
            finding._composed(line.register, line.scope).source
            for line in table.lines()
            if "read" in line.operations and site.find(line.register)
        ]

    today = all_composed()
    with moment.at(datetime(2031, 5, 1, 23, 30, tzinfo=timezone.get_current_timezone())):
        assert all_composed() == today


def test_what_tells_of_the_reader_in_an_unknown_way_is_an_error_and_not_said_of_everybody():
    person = stand_in().person
    assert person is not None
    for value in ([person.pk, 7], f"prefix-{person.unit.path}", (person.unit_id,)):
        with pytest.raises(ValueError, match="stand_in does not know"):
            place_of(value)
    assert place_of(7) is None
    assert place_of("归档") is None


def test_what_was_written_since_is_found_and_what_was_hidden_since_is_not(room, actor):
    reader = actor("mr_manager")
    assert room.number in found(reader)
    MachineRoom.objects.filter(pk=room.pk).update(is_restricted=True, applicant=None)
    assert room.number not in found(reader)
    NeedToKnow.objects.create(register="machine_room", record_id=room.pk, person=reader.person)
    assert room.number in found(reader)


def test_who_lost_the_role_or_the_clearance_finds_nothing(room, actor):
    reader = actor("mr_manager")
    assert room.number in found(reader)
    assert found(dataclasses.replace(reader, roles=frozenset())) == set()
    reader.person.clearance = 0
    assert found(reader) == set()
    assert found(dataclasses.replace(reader, person=None)) == set()
