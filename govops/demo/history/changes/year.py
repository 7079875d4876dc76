"""All changes of the year, told through the doors."""

from __future__ import annotations

from datetime import timedelta

from govops.demo.history.changes import course, routine, templates, told
from govops.demo.history.data_centre.loading import Plant
from govops.demo.history.world import World

#: so many days after the beginning the templates are in force
DAYS_BEFORE_TEMPLATES = 5


def tell(world: World, plant: Plant) -> None:
    """Begin the story of every freeze, template and change."""
    for story in templates.build(world, plant):
        world.begin(story)
    for case in (*told.cases(world), *routine.cases(world, plant)):
        if case.day > world.first + timedelta(days=DAYS_BEFORE_TEMPLATES + case.asked):
            world.begin(course.story(world, plant, case))
