"""All releases of the year, and what was only tried."""

from __future__ import annotations

from datetime import timedelta

from govops.demo.history.data_centre.loading import Plant
from govops.demo.history.releases import course
from govops.demo.history.releases.rows import ROWS, TRIED, Row
from govops.demo.history.world import Story, World

#: the first production day after the beginning: a version is on its way for two weeks
_BEGINS = 18


def tell(world: World, plant: Plant) -> None:
    for row in ROWS:
        if world.today - timedelta(days=row.back) > world.first + timedelta(days=_BEGINS):
            world.begin(course.story(world, plant, row))
    for back, system, version in TRIED:
        world.begin(_tried(world, plant, Row(back, system, version, "changed", "内部试用版本")))


def _tried(world: World, plant: Plant, row: Row) -> Story:
    """A draft in the test environment: it drifts from production."""
    yield world.at(course.earlier(world, world.today - timedelta(days=row.back), 0), 16, 5)
    version = course.freeze_version(world, plant, row, plant.estate.items[f"app_{row.system}"].name)
    course.put_in(world, plant, row, version, "test")
