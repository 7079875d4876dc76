"""Before a promise is broken: whoever answers for it hears, and so does the one who waits (R-INC-03)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel.access.actor import SYSTEM
from govops.kernel.calendar.hooks import ClockMove
from govops.kernel.calendar.models import Clock, ClockEvent
from govops.kernel.messages import kinds, wording
from govops.kernel.norms.rules import declare
from govops.kernel.organization.models import Person
from govops.kernel.registers import doors, site
from govops.modules.service_desk.actions import timing
from govops.modules.service_desk.actions.telling import about, tell
from govops.modules.service_desk.choices import EscalationLevel
from govops.modules.service_desk.models import Incident, ServiceRequest
from govops.modules.service_desk.seats import DESK_LEADER, INCIDENT_MANAGER

declare(
    "R-INC-03", cites="N3§8.1", level="N", title="将违约自动升级并通知用户", by="service_desk.actions.escalating.on_threshold"
)  # fmt: skip

TICKETS: dict[str, Any] = {"incident": Incident, "service_request": ServiceRequest}


def on_threshold(clock: Clock, event: ClockEvent) -> None:
    """75 % of a clock is used: 将超时; all of it: 已超时. In the transaction that notices it, once each."""
    model = TICKETS.get(clock.register)
    if model is None:
        return
    ticket = model.objects.select_related(
        "unit", "applicant__unit", "assignee__unit", "group__leader__unit"
    ).get(pk=clock.record_id)
    level = EscalationLevel.BREACH if event.percent == 100 else EscalationLevel.WARNING
    if level is EscalationLevel.BREACH:
        model.objects.filter(pk=ticket.pk).update(is_late=True)
    people = receivers(ticket, level)
    words = words_for_the_reporter(clock, people)
    _title, told = wording.rendered(kinds.get(TO_THE_REPORTER[level]), words)
    _write_down(ticket, clock, event, level, people, told[:200])
    _tell(ticket, clock, level, people, words)


def receivers(ticket: Any, level: EscalationLevel) -> list[Person]:
    """Whoever leads those who have it; once it is late, the leader of the desk and the incident manager as well."""
    found = [ticket.group.leader] if ticket.group is not None else []
    if level is EscalationLevel.BREACH or not found:
        found += DESK_LEADER.holders(ticket)
    if level is EscalationLevel.BREACH:
        found += INCIDENT_MANAGER.holders(ticket)
    return list({person.pk: person for person in found if person.is_active}.values())


#: level → the kind of message that the reporter reads
TO_THE_REPORTER = {EscalationLevel.WARNING: "ticket_running_late", EscalationLevel.BREACH: "ticket_late"}


def words_for_the_reporter(clock: Clock, people: list[Person]) -> dict[str, str]:
    """What is late, who now looks after it, until when."""
    due = f"{timezone.localtime(clock.due_at):%m 月 %d 日 %H:%M} 前" if clock.due_at else "尽快"
    return {"计时": clock.name, "督促人": people[0].name if people else "服务台负责人", "期限": due}


def _write_down(
    ticket: Any, clock: Clock, event: ClockEvent, level: EscalationLevel, people: list[Person], told: str
) -> None:
    used = 75 if level is EscalationLevel.WARNING else 100
    holder = f"，处理人{ticket.assignee.name}" if ticket.assignee is not None else "，尚无处理人"
    data = {
        **about(ticket),
        "level": level.value,
        "clock": clock.name,
        "happened_at": event.at,
        "receiver": people[0].pk if people else None,
        "reason": f"{clock.name}时限（{clock.budget_minutes} 工作分钟）已用 {used}%{holder}。",
        "told": told,
    }
    doors.create(site.get("ticket_escalation"), data, actor=SYSTEM)


def _tell(
    ticket: Any, clock: Clock, level: EscalationLevel, people: list[Person], words: dict[str, str]
) -> None:
    staff = {person.pk: person for person in people}
    if ticket.assignee is not None:
        staff[ticket.assignee_id] = ticket.assignee
    of_the_ticket = {
        "优先级": ticket.priority,
        "支持组": str(ticket.group or "未分组"),
        "级别": str(level.label),
    }
    tell("ticket_escalated", ticket, staff.values(), words={"计时": clock.name, **of_the_ticket})
    tell(TO_THE_REPORTER[level], ticket, [ticket.applicant], words=words)


def on_calendar_changed(calendar: Any, moves: tuple[ClockMove, ...]) -> None:
    """The calendar moved deadlines: the tickets remember the new ones."""
    moved: dict[str, set[int]] = {}
    for move in moves:
        if move.clock.register in TICKETS:
            moved.setdefault(move.clock.register, set()).add(move.clock.record_id)
    for register, ids in moved.items():
        model = TICKETS[register]
        standing: dict[int, list[Clock]] = {}
        for clock in Clock.objects.filter(register=register, record_id__in=ids, stopped_at__isnull=True):
            standing.setdefault(clock.record_id, []).append(clock)
        tickets = list(model.objects.filter(pk__in=standing))
        for ticket in tickets:
            timing.remember(ticket, standing[ticket.pk])
        model.objects.bulk_update(tickets, timing.REMEMBERED, batch_size=500)
