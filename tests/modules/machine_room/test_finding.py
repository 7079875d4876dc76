"""The question to all registers is composed once for each pair of eyes, and its answer is never old."""

from __future__ import annotations

import dataclasses

import pytest

from govops.kernel.records.models import NeedToKnow
from govops.kernel.registers import finding
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


def test_composing_asks_the_database_nothing(cast, django_assert_num_queries):
    """Conditions that had read rows would show tomorrow what somebody could see today."""
    for username in ("mr_manager", "end_user", "service_desk", "support_l2", "vendor_engineer", "auditor"):
        if username not in cast.accounts:
            continue
        eyes = finding._Eyes(cast.actor(username))
        with django_assert_num_queries(0):
            finding._composed.__wrapped__(eyes, 20)


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
