"""Visits of long ago to which everybody agreed and nothing happened: written week by week (see `bulk`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from govops.demo.history import visit_material as said
from govops.demo.history.bulk import Life, Manner, Verb, live
from govops.demo.history.rooms import Rooms
from govops.demo.history.visits import GUARDS, MANAGERS, SECURITY, Visit, form_data
from govops.demo.history.world import Story, World
from govops.kernel.access.actor import SYSTEM
from govops.kernel.registers import site
from govops.modules.machine_room.actions import visitors as actions


def is_usual(world: World, visit: Visit, *, before: date) -> bool:
    """Long ago, by day, from here, agreed to."""
    start = timezone.localtime(visit.start)
    is_by_day = world.is_working_day(start.date()) and start.hour < 17
    return (
        start.date() < before
        and is_by_day
        and visit.ending == "archived"
        and visit.errand.kind == "mainland"
        and not visit.stuck
    )


def tell(world: World, rooms: Rooms, visits: Iterable[Visit]) -> None:
    """Begin one story a week."""
    weeks: dict[date, list[Visit]] = defaultdict(list)
    for visit in visits:
        day = timezone.localtime(visit.asked_at).date()
        weeks[day - timedelta(days=day.weekday())].append(visit)
    for monday, planned in weeks.items():
        world.begin(_week(world, rooms, planned, world.at(monday + timedelta(days=7), 8, 20)))


def _week(world: World, rooms: Rooms, planned: list[Visit], at: datetime) -> Story:
    yield at
    lives = [life for visit in planned if (life := _life(world, rooms, visit))]
    entries = live("visitor_entry", lives, manner=AS_PLANNED)
    live("room_access_log", [_log(entry) for entry in entries])


def _life(world: World, rooms: Rooms, visit: Visit) -> Life | None:
    """The whole visit, if its approvals came in time."""
    submitted = world.later(1, 6, after=visit.asked_at)
    agreed = world.soon(12, 150, after=submitted)
    approved = world.soon(20, 200, after=agreed)
    arrival = max(world.later(-6, 18, after=visit.start), world.later(3, 12, after=approved))
    if arrival > visit.end - timedelta(minutes=15):
        return None
    left = max(world.later(-15, 12, after=visit.end), world.later(20, 40, after=arrival))
    gates = [world.actor(world.pick((*GUARDS, visit.escort))) for _ in range(2)]
    verbs = (
        Verb("submit", world.actor(visit.host), submitted),
        Verb("approve", world.actor(visit.manager), agreed, {"opinion": world.pick(said.AGREE)}),
        Verb(
            "approve",
            world.actor(world.pick(SECURITY)),
            approved,
            {"opinion": world.pick(said.AGREE_SECURITY)},
        ),
        Verb(
            "enter",
            gates[0],
            arrival,
            {"escort_confirmed": True, "items_at_entry": world.pick(said.ITEMS_IN)},
        ),
        Verb("leave", gates[1], left, {"items_at_exit": world.pick(said.ITEMS_OUT)}),
        Verb("archive", world.actor(world.pick(MANAGERS)), world.soon(20, 420, after=left)),
    )
    return Life(world.actor(visit.host), visit.asked_at, _values(world, rooms, visit), verbs)


def _values(world: World, rooms: Rooms, visit: Visit) -> dict[str, Any]:
    """The form's data as the record keeps them."""
    model = site.get("visitor_entry").model
    data = form_data(world, rooms, visit)
    for name in ("companions", "carried_items"):
        data[name] = model._meta.get_field(name).checked(data[name])  # type: ignore[union-attr]
    return data | {
        "machine_room": rooms.rooms[visit.errand.room],
        "escort": world.bureau.people[visit.escort],
        "planned_from": visit.start,
        "planned_to": visit.end,
        "pledged": True,
    }


def _came(entry: Any, deed: Any) -> None:
    """As `actions.mark_entry`; the stay in the log follows in the same batch."""
    entry.entered_at = deed.at


def _went(entry: Any, deed: Any) -> None:
    entry.left_at = deed.at


#: the stay in the log follows in the same batch
AS_PLANNED = Manner(instead={actions.mark_entry: _came, actions.mark_exit: _went})


def _log(entry: Any) -> Life:
    """The stay of the visitors, as `actions.after_hours.log_entry` and `log_exit` write it."""
    data = {
        "machine_room": entry.machine_room, "entrant": entry.party,
        "entered_at": entry.entered_at, "basis_number": entry.number, "applicant": entry.applicant,
    }  # fmt: skip
    return Life(SYSTEM, entry.entered_at, data, (Verb("leave", SYSTEM, entry.left_at),))
