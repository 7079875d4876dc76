"""A life written in bulk leaves the same rows as one told through the doors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict

from govops.demo.history import climate
from govops.demo.history.bulk import Life, Verb, go_on, live
from govops.demo.history.overtime import local
from govops.demo.history.rooms import Rooms
from govops.demo.history.visit_material import ERRANDS
from govops.demo.history.visits import Visit, form_data
from govops.demo.history.visits_past import AS_PLANNED, _log, _values
from govops.demo.history.world import World
from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM
from govops.kernel.processes import engine
from govops.kernel.registers import doors, site
from govops.kernel.signatures.checking import check
from govops.kernel.signatures.models import ElectronicSignature
from tests.demo.comparing import MONDAY, assert_alike, at, through_the_doors, told


def test_a_visit(world: World, places: Rooms) -> None:
    visit = Visit(ERRANDS[0], "support_l3", "escort", at(10), at(12), at(8, 50))
    verbs = (
        Verb("submit", world.actor("support_l3"), at(8, 53)),
        Verb("approve", world.actor("mr_manager"), at(9, 10), {"opinion": "同意。"}),
        Verb("approve", world.actor("pengzhiqiang"), at(9, 40), {"opinion": "同意，核对证件。"}),
        Verb("enter", world.actor("guard"), at(10, 4), {"escort_confirmed": True, "items_at_entry": "一致"}),
        Verb("leave", world.actor("escort"), at(11, 55), {"items_at_exit": "一致"}),
        Verb("archive", world.actor("mr_manager"), at(14, 20)),
    )
    state = world.chance.getstate()
    door = through_the_doors(
        "visitor_entry", world.actor("support_l3"), visit.asked_at, form_data(world, places, visit), verbs
    )
    world.chance.setstate(state)
    life = Life(world.actor("support_l3"), visit.asked_at, _values(world, places, visit), verbs)
    [bulk] = live("visitor_entry", [life], manner=AS_PLANNED)
    assert_alike(told("visitor_entry", door), told("visitor_entry", bulk))
    logs = site.get("room_access_log").model.objects
    bulk.refresh_from_db()
    [log] = live("room_access_log", [_log(bulk)])
    assert_alike(
        told("room_access_log", logs.get(basis_number=door.number)) | {"record": None, "signatures": None},
        told("room_access_log", log) | {"record": None, "signatures": None},
    )
    assert (
        model_to_dict(log, exclude=["basis_number", "visit"])["entrant"]
        == logs.get(basis_number=door.number).entrant
    )


def test_a_patrol(world: World, places: Rooms) -> None:
    data = {"machine_room": places.rooms["A"], "patrolled_at": at(9, 10), **climate.reading("A", MONDAY)}
    typed = {k: str(v) for k, v in data.items()} | {
        "machine_room": places.rooms["A"].pk,
        "patrolled_at": local(at(9, 10)),
    }
    verbs = (Verb("review", world.actor("incident_manager"), at(9, 30, day=MONDAY + timedelta(days=1))),)
    door = through_the_doors("environment_patrol", world.actor("duty_officer"), at(9, 14), typed, verbs)
    [bulk] = live("environment_patrol", [Life(world.actor("duty_officer"), at(9, 14), data, verbs)])
    assert_alike(told("environment_patrol", door), told("environment_patrol", bulk))


def test_a_shift_that_stands_on_the_roster(world: World, places: Rooms) -> None:
    people = world.bureau.people
    handover = {
        "situation": "运行正常。",
        "calls": "",
        "handover": "钥匙齐全。",
        "unfinished": "无",
        "successor": people["sunhaoran"],
    }
    next_day = MONDAY + timedelta(days=1)
    verbs = (
        Verb("sign_in", world.actor("duty_officer"), at(8, 20)),
        Verb("hand_over", world.actor("duty_officer"), at(8, 35, day=next_day), handover),
        Verb("confirm", world.actor("sunhaoran"), at(8, 40, day=next_day), {"takeover_words": "清楚"}),
    )
    told_of = []
    for room in ("A", "B"):
        data = {
            "machine_room": places.rooms[room],
            "day": MONDAY,
            "shift": "whole_day",
            "person": people["duty_officer"],
        }
        with moment.at(at(8)):
            shift = doors.create(
                site.get("duty_shift"), data | {"applicant": people["duty_officer"]}, actor=SYSTEM
            )
        if room == "A":
            for verb in verbs:
                with moment.at(verb.at):
                    engine.perform("duty_shift", shift.pk, verb.name, actor=verb.actor, data=verb.data)
        else:
            go_on("duty_shift", {shift.pk: verbs})
        told_of.append(shift)
    one, other = (told("duty_shift", shift) for shift in told_of)
    for part in ("run", "items", "acts", "trail"):
        assert _without_room(one[part]) == _without_room(other[part]), part
    assert one["record"]["state"] == other["record"]["state"] == "confirmed"
    assert one["record"]["confirmed_at"] == other["record"]["confirmed_at"]


def _without_room(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    hidden = {"title", "summary"}
    return [
        {
            k: ({n: x for n, x in v.items() if n != "machine_room"} if isinstance(v, dict) else v)
            for k, v in row.items()
            if k not in hidden
        }
        for row in rows
    ]


def test_signatures_written_in_bulk_hold(world: World, places: Rooms) -> None:
    data = {"machine_room": places.rooms["A"], "patrolled_at": at(9, 10), **climate.reading("A", MONDAY)}
    review = Verb("review", world.actor("incident_manager"), at(9, 30, day=MONDAY + timedelta(days=1)))
    live("environment_patrol", [Life(world.actor("duty_officer"), at(9, 14), data, (review,))])
    signature = ElectronicSignature.objects.latest("id")
    assert check(signature).holds


def test_a_guard_that_says_no_stops_the_seeding(world: World, places: Rooms) -> None:
    data = {"machine_room": places.rooms["A"], "patrolled_at": at(12), **climate.reading("A", MONDAY)}
    with pytest.raises(AssertionError, match="不能晚于现在"):
        live("environment_patrol", [Life(world.actor("duty_officer"), at(9), data)])
