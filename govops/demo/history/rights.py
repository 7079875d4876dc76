"""权限复核: a fortnight before each half-year ends the administrators look at every grant."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from govops.demo.history.world import Story, World
from govops.kernel.access import reviewing
from govops.kernel.norms.obligations import Period

#: who looks at whose grants: nobody at his own
REVIEWERS = ("security_admin", "audit_admin")


def tell(world: World) -> None:
    """Begin the review of every half-year that ended within the history."""
    period = Period.of("half", world.first)
    while period.last < world.today:
        day = _working_day(world, period.last - timedelta(days=14))
        if day > world.first:
            world.begin(_review(world, period.first, day))
        period = Period.of("half", period.last + timedelta(days=1))


def _working_day(world: World, day: date) -> date:
    while not world.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _review(world: World, first: date, day: date) -> Story:
    """The security administrator in the morning, the audit administrator after him."""
    for hour, who in zip((9, 15), REVIEWERS, strict=True):
        yield timezone.make_aware(datetime.combine(day, time(hour, 30)))
        actor = world.bureau.actor(who)
        rows = reviewing.with_reviews(reviewing.standing(first), first).filter(is_reviewed=False)
        for row in rows.select_related("account").order_by("id"):
            if reviewing.may_decide(row, actor):
                reviewing.decide(row, is_needed=True, reason="", first=first, actor=actor)
