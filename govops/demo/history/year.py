"""All stories of the year, told together in the order of time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from govops.demo.bureau import Bureau
from govops.demo.history import (
    cards,
    carry_out,
    catalogue,
    desk,
    library,
    newcomers,
    overtime,
    rights,
    rooms,
    rounds,
    service_reports,
    visits,
)
from govops.demo.history.changes import year as changes
from govops.demo.history.data_centre import impacts
from govops.demo.history.data_centre import story as data_centre
from govops.demo.history.data_centre.naming import Naming
from govops.demo.history.releases import year as releases
from govops.demo.history.stock import counting, hand_overs, upkeep
from govops.demo.history.tickets import problems
from govops.demo.history.tickets import year as tickets
from govops.demo.history.world import World
from govops.kernel import moment
from govops.kernel.messages.models import Message
from govops.kernel.norms import judging


def tell_all(bureau: Bureau, *, first: date, tell: Callable[[str], None]) -> None:
    """Live the year from `first` until now."""
    world = World(bureau, first=first, tell=tell)
    places = rooms.build(world)
    offered = catalogue.build(world)
    plant = data_centre.build(world, offered)
    world.learn_sizes()
    tell(f"资源配置库：{len(plant.ids)} 个配置项、{len(plant.estate.ties)} 条关系")
    rounds.tell(world, places)
    visits.tell(world, places)
    overtime.tell(world, places)
    carry_out.tell(world, places)
    cards.tell(world, places)
    newcomers.tell(world)
    rights.tell(world)
    library.tell(world)
    naming = Naming(plant)
    tickets.tell(world, offered, naming)
    problems.tell(world, offered, naming)
    changes.tell(world, plant)
    releases.tell(world, plant)
    for stories in (hand_overs, counting, upkeep):
        stories.tell(world, plant)
    service_reports.tell(world)
    desk.tell(world)
    with judging.postponed():
        steps = world.run()
    tell(f"一年的业务：{steps} 个步骤")
    tickets.today(world)
    problems.today(world)
    impacts.today(world)
    library.today(world)
    desk.today(world)
    world.learn_sizes()
    judging.judge_between(first, world.today)
    tell("逐日判定应尽职责")


def after_commit() -> None:
    """Messages are written after commit; those of more than two days ago have been read long since."""
    before = moment.now() - timedelta(days=2)
    Message.objects.filter(read_at__isnull=True, at__lt=before).update(read_at=moment.now())
