"""Calling back those who were unhappy, wherever they said so: beside a ticket or in a survey; through the doors."""

from __future__ import annotations

from datetime import timedelta

from govops.demo.history.tickets import phrases as said
from govops.demo.history.world import Story, World
from govops.kernel import moment
from govops.modules.service_desk.models import CallBack

_CALLERS = ("service_desk", "incident_manager")


def tell(world: World) -> Story:
    """Every afternoon whoever waits since the morning is called, up to the day before yesterday."""
    last = world.last_working_days(2)[-1]
    for day in world.days():
        if day > last:
            return
        if world.is_working_day(day):
            yield world.at(day, 16, 10)
            _call_all(world)


def _call_all(world: World) -> None:
    waiting = CallBack.objects.filter(state="due", asked_at__lt=moment.now() - timedelta(hours=3))
    people = world.bureau.people
    for call_back in waiting.select_related("incident", "service_request").order_by("id"):
        caller = next(name for name in _CALLERS if people[name].pk != call_back.ticket.assignee_id)
        outcome, words, measure = world.pick(said.CALLED)
        world.perform(call_back, "call", by=caller, outcome=outcome, said=words, measure=measure)
