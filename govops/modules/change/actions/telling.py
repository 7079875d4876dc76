"""Who is told of planned stops, of papers overdue and of windows that moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from govops.kernel import moment, parameters
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.messages import sending
from govops.kernel.organization.models import Person, Unit
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import store
from govops.modules.change import messages, seats
from govops.modules.change.choices import RESERVED
from govops.modules.change.models import ChangeRequest
from govops.modules.change.parameters import STOP_HOURS


def window_words(change: Any) -> str:
    """11-28 20:00 至 23:00."""
    begin, end = timezone.localtime(change.planned_from), timezone.localtime(change.planned_to)
    return (
        f"{begin:%m-%d %H:%M} 至 {end:%H:%M}"
        if begin.date() == end.date()
        else f"{begin:%m-%d %H:%M} 至 {end:%m-%d %H:%M}"
    )


def people_of(units: Iterable[int]) -> list[int]:
    """Ids of everybody who works in these units or below them."""
    paths = Unit.objects.filter(pk__in=list(units)).values_list("path", flat=True)
    found: dict[int, None] = {}
    for path in paths:
        rows = Person.objects.filter(unit__path__startswith=path, is_active=True).values_list("pk", flat=True)
        found |= dict.fromkeys(rows)
    return list(found)


def tell_of_stop(change: Any, kind: str, **more: str) -> int:
    """Tell everybody in the units concerned; answers how many. They learn the notice, not the change itself."""
    if not change.needs_stop:
        return 0
    values = {"时间": window_words(change), "通知内容": change.stop_words, **more}
    return len(sending.tell(kind, people_of(change.stop_units), values))


def announce_stop(change: Any, deed: Deed) -> None:
    """At the approval."""
    if tell_of_stop(change, messages.STOP.code):
        change.stop_told_at = deed.at


def call_off_stop(change: Any, deed: Deed) -> None:
    """Whoever was told of the stop is told that it does not come."""
    if change.stop_told_at is not None:
        tell_of_stop(change, messages.STOP_CANCELLED.code, 说明="取消")
        change.stop_told_at = None


def remind_of_stops() -> int:
    """Before the window, once; answers for how many changes."""
    until = moment.now() + timedelta(hours=int(parameters.value(STOP_HOURS.key)))
    soon = ChangeRequest.objects.filter(
        state__in=RESERVED,
        needs_stop=True,
        stop_reminded_at__isnull=True,
        planned_from__gt=moment.now(),
        planned_from__lte=until,
    ).order_by("planned_from")
    told = 0
    for change in soon:
        tell_of_stop(change, messages.REMINDER.code)
        _note(change, stop_reminded_at=moment.now())
        told += 1
    return told


def tell_about(
    change: Any, kind: str, people: Iterable[Person | None], words: str, *, actor: Actor = SYSTEM
) -> None:
    """A message of that kind to these people, except to the one who acts."""
    me = actor.person.pk if actor.person else None
    ids = [person.pk for person in people if person is not None and person.pk != me]
    values = {
        "事项": store.discreet_title(change),
        "编号": change.number,
        "办理人": actor.name,
        "说明": words,
    }
    if ids:
        sending.tell(kind, ids, values, register="change_request", record_id=change.pk)


def concerned(change: Any) -> list[Person | None]:
    return [change.applicant, change.implementer, change.verifier]


def managers(change: Any) -> list[Person]:
    return seats.MANAGER.holders(change)


def _note(change: Any, **facts: Any) -> None:
    """What the program itself remembers of its messages: no fact that anybody filled in, so no edition of the record."""
    ChangeRequest.objects.filter(pk=change.pk).update(**facts)
