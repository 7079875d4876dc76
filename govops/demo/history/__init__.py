"""A believable year: stories that people lived, told through the product's own doors at their own moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction

from govops.demo import bureau
from govops.kernel import moment
from govops.kernel.calendar import working_time
from govops.kernel.organization import people

#: How many days the history reaches back: fifty-two weeks, so that it begins on the same weekday as today.
DAYS = 364


def first_day(today: date, days: int = DAYS) -> date:
    """The Monday with which a history of about `days` days begins."""
    day = today - timedelta(days=days)
    return day - timedelta(days=day.weekday()) + timedelta(days=7 if day.weekday() else 0)


def seed(*, tell: Callable[[str], None], days: int = DAYS) -> None:
    """Fill an empty database: the bureau and its last `days` days (0: the bureau alone)."""
    since = first_day(moment.today(), days or DAYS)
    made = bureau.build(since=since)
    bureau.delegate(made)
    tell(f"{len(made.units)} 个单位、{len(made.people)} 人及其账户、席位、工作日历")
    if not days:
        return
    from govops.demo.history import year

    with working_time.held(), people.seats_held():
        year.tell_all(made, first=since, tell=tell)
    transaction.on_commit(year.after_commit)
