"""What the desk does by itself, and what it hears from clocks, calendars and processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.calendar import hooks
from govops.kernel.calendar.working_time import working_time
from govops.kernel.jobs import job
from govops.kernel.parameters import Parameter
from govops.kernel.processes import engine
from govops.kernel.processes.events import Happened, listen
from govops.kernel.processes.models import ItemKind, ItemStatus, WorkItem
from govops.modules.service_desk import public as public  # fills the hooks of configuration
from govops.modules.service_desk import taking_part as taking_part  # opens tickets to those who work on them
from govops.modules.service_desk.actions import escalating
from govops.modules.service_desk.choices import IncidentState, RequestState
from govops.modules.service_desk.models import OPEN_INCIDENT, Incident, ServiceRequest
from govops.modules.service_desk.parameters import AUTO_CONFIRM_DAYS, REOPEN_DAYS, working_days
from govops.modules.service_desk.rules.incidents import UNSETTLED

_MOST = 500


@dataclass(frozen=True)
class Kind:
    """A register of tickets, and the states in which the program goes on by itself."""

    register: str
    model: Any
    pending: str
    resolved: str
    confirmed: str
    #: confirmed, but something else must be done before it may close
    held_back: Q


KINDS = (
    Kind(
        "incident", Incident, IncidentState.PENDING, IncidentState.RESOLVED, IncidentState.CONFIRMED,
        Q(majors__state__in=UNSETTLED) | Q(children__state__in=OPEN_INCIDENT),
    ),
    Kind(
        "service_request", ServiceRequest, RequestState.PENDING, RequestState.FULFILLED, RequestState.CONFIRMED, Q(pk=None),
    ),
)  # fmt: skip


@job(every="*/10 * * * *", title="工单自动确认、关闭与恢复处理")
def go_on(*, actor: Actor) -> str:
    """Silence is consent after the parameter's days; what was confirmed is closed; what waited until today goes on (R-SVC-01)."""
    resumed = confirmed = closed = 0
    for kind in KINDS:
        waited = kind.model.objects.filter(state=kind.pending, pending_until__lte=moment.now()).order_by("id")
        resumed += _perform(
            kind.register, list(waited.values_list("pk", flat=True)[:_MOST]), "take_up_again", actor
        )
        silent = kind.model.objects.filter(state=kind.resolved)
        confirmed += _perform(
            kind.register, _older(silent, "resolved_at", AUTO_CONFIRM_DAYS), "confirm", actor
        )
        ready = kind.model.objects.filter(state=kind.confirmed).exclude(kind.held_back)
        closed += _perform(kind.register, _older(ready, "confirmed_at", REOPEN_DAYS), "close", actor)
    return f"恢复处理 {resumed} 件，自动确认 {confirmed} 件，关闭 {closed} 件"


def _older(tickets: QuerySet[Any], since: str, parameter: Parameter) -> list[int]:
    """Those that have been so for the parameter's working days, by the calendar."""
    now, days, working = moment.now(), working_days(parameter), working_time()
    rows = tickets.order_by("id").values_list("pk", since).iterator(chunk_size=2000)
    return [pk for pk, at in rows if not days or working.add_days(at, days).at <= now][:_MOST]


def _perform(register: str, ids: list[int], verb: str, actor: Actor) -> int:
    """The verb on each, each in its own transaction; one that something stands in the way of waits for the next time."""
    done = 0
    for pk in ids:
        try:
            engine.perform(register, pk, verb, actor=actor)
            done += 1
        except Refused:
            continue
    return done


@listen
def due_follows_the_clock(news: Happened) -> None:
    """The handler's 待办 is due when the ticket is."""
    model = {"incident": Incident, "service_request": ServiceRequest}.get(news.register)
    if model is None or news.what != "moved":
        return
    found = model.objects.filter(pk=news.record_id).exclude(due_clock="").values_list("due_at", flat=True)
    for due_at in found:
        minutes = max(0, working_time().minutes_between(news.at, due_at))
        WorkItem.objects.filter(
            register=news.register, record_id=news.record_id, status=ItemStatus.OPEN, kind=ItemKind.HANDLE
        ).update(due_at=due_at, budget_minutes=minutes)  # fmt: skip


hooks.on_threshold.append(escalating.on_threshold)
hooks.on_calendar_changed.append(escalating.on_calendar_changed)
