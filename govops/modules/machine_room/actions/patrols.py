"""Patrols and cleaning: judged, alerted, counted as evidence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.norms import judging
from govops.kernel.norms.obligations import all_obligations
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.kernel.registers import doors, site
from govops.modules.machine_room.choices import AlertKind, AlertState, ShiftState
from govops.modules.machine_room.models import DutyShift, MachineRoom, RoomAlert
from govops.modules.machine_room.rules.patrols import Limits, faults_of, looks_after


def is_late(when: datetime) -> bool:
    """Written down on a later day than it happened (补录): kept, but no evidence."""
    return timezone.localtime(when).date() < moment.today()


def prepare_patrol(patrol: Any, actor: Actor) -> None:
    patrol.patroller = patrol.patroller or patrol.applicant or actor.person
    limits = Limits.of(patrol.machine_room)
    faults = limits.faults(float(patrol.temperature), float(patrol.humidity))
    patrol.is_out_of_limits = bool(faults)
    patrol.limit_words = "；".join(faults.values())[:200]
    if patrol.pk is None:
        patrol.is_late = is_late(patrol.patrolled_at)


def alert_for(patrol: Any) -> None:
    """One alert for each thing that is wrong; what was alerted already is not alerted twice."""
    for kind, words in faults_of(patrol, Limits.of(patrol.machine_room)).items():
        raise_alert(patrol.machine_room, kind, words, at=patrol.patrolled_at, source=patrol.number)


def raise_alert(room: MachineRoom, kind: str, words: str, *, at: datetime, source: str) -> Any:
    """A new alert in the hands of those who look after it; None when the same one stands already."""
    if RoomAlert.objects.filter(source_number=source, kind=kind).exists():
        return None
    data = {
        "machine_room": room,
        "kind": str(AlertKind(kind)),
        "happened_at": at,
        "words": words[:200],
        "source_number": source,
        "applicant": room.manager,
    }
    return doors.create(site.get("room_alert"), data, actor=SYSTEM)


def watchers(alert: Any) -> list[Person]:
    """Whose work an alert becomes: the seat that looks after it, and who is on duty in the room today."""
    people = {person.pk: person for person in looks_after(alert).holders(alert)}
    if alert.kind != AlertKind.ENTRY and alert.state != AlertState.CLOSED:
        people |= {person.pk: person for person in on_duty(alert.machine_room_id)}
    return list(people.values())


def on_duty(room_id: int, day: date | None = None) -> list[Person]:
    """Who has a shift in the room that day (default today), neither missed nor cancelled."""
    shifts = DutyShift.objects.filter(machine_room_id=room_id, day=day or moment.today())
    shifts = (
        shifts.exclude(state__in=(ShiftState.ABSENT, ShiftState.CANCELLED))
        .select_related("person__unit")
        .order_by("id")
    )
    return list({shift.person_id: shift.person for shift in shifts}.values())


def days_without_duty(first: date, last: date) -> list[date]:
    """The days from `first` to `last` on which nobody has a shift in any active room; none in a house without rooms."""
    if not MachineRoom.objects.filter(is_active=True).exists():
        return []
    shifts = DutyShift.objects.filter(day__range=(first, last), machine_room__is_active=True)
    manned = set(
        shifts.exclude(state__in=(ShiftState.ABSENT, ShiftState.CANCELLED)).values_list("day", flat=True)
    )
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [day for day in days if day not in manned]


def acknowledge(alert: Any, deed: Deed) -> None:
    alert.acknowledged_at, alert.acknowledged_by = deed.at, deed.actor.person


def close(alert: Any, deed: Deed) -> None:
    alert.closed_at = deed.at


def review(patrol: Any, deed: Deed) -> None:
    patrol.reviewed_at, patrol.reviewed_by = deed.at, deed.actor.person


def settle_duties(register: str, *, day: date | None = None) -> None:
    """Let a new record count at once: judge the day's duties (default: today's) that this register is evidence for."""
    judging.judge(
        day or moment.today(), obligations=[one for one in all_obligations() if one.register == register]
    )
