"""The desk's year: the ordinary written week by week, the rest told through the doors."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from govops.demo.history.bulk import Life
from govops.demo.history.catalogue import Catalogue
from govops.demo.history.data_centre.naming import Naming
from govops.demo.history.tickets import calling, lives, majors, past, planning, present, together
from govops.demo.history.tickets.office import Office
from govops.demo.history.world import Story, World
from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM
from govops.kernel.calendar.sweep import sweep
from govops.modules.service_desk.jobs import go_on

#: so many working days back everything goes through the doors
DOOR_DAYS = 8


def tell(world: World, made: Catalogue, naming: Naming | None = None) -> Office:
    """Begin every story of the year."""
    office = Office(world, made, naming)
    recent = world.last_working_days(DOOR_DAYS)[-1]
    weeks: dict[date, list[tuple[str, Life]]] = defaultdict(list)
    for case in planning.cases(office, world.first, world.today):
        life = lives.life(office, case)
        if case.at.date() < recent and past.is_over(life, world.now):
            weeks[case.at.date() - timedelta(days=case.at.weekday())].append((case.kind, life))
        else:
            world.begin(present.through_the_doors(case.kind, life))
    for monday, told in weeks.items():
        world.begin(_week(world, told, min(world.at(monday + timedelta(days=7), 7, 50), world.now)))
    days: list[date] = []
    for story, on in (*together.stories(office), *majors.stories(office)):
        world.begin(story)
        days += on
    world.begin(calling.tell(world))
    for story in present.on_the_desk(office):
        world.begin(story)
    lately = [recent + timedelta(days=number) for number in range((world.today - recent).days + 1)]
    world.begin(present.jobs(world, [day for day in days if day < recent], minutes=180))
    world.begin(present.jobs(world, lately, minutes=30))
    return office


def _week(world: World, told: list[tuple[str, Life]], at: datetime) -> Story:
    yield at
    past.write(world, told)


def today(world: World) -> None:
    """What the jobs see now."""
    with moment.at(world.now):
        sweep(world.now)
        go_on(actor=SYSTEM)
