"""What the machine room owes every day and every week, and what proves it (S4§5, S4§7).

Only what was written down within the period counts: a late record is kept, but a missed duty stays missed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from govops.kernel import parameters
from govops.kernel.norms.obligations import Evidence, Obligation, Period, declare
from govops.kernel.organization.models import Person
from govops.modules.machine_room.actions.patrols import on_duty
from govops.modules.machine_room.choices import CleaningKind, ShiftKind
from govops.modules.machine_room.models import CleaningRecord, DutyShift, EnvironmentPatrol, MachineRoom
from govops.modules.machine_room.parameters import PATROLS_PER_DAY


def bounds(period: Period) -> tuple[datetime, datetime]:
    """From the first midnight of the period up to the midnight after it."""
    first, after = (datetime.combine(day, time()) for day in (period.first, period.last + timedelta(days=1)))
    return timezone.make_aware(first), timezone.make_aware(after)


def rooms(day: date) -> Iterable[tuple[int, str]]:
    """The active rooms that existed on that day."""
    _, after = bounds(Period(day, day))
    return (
        MachineRoom.objects.filter(is_active=True, created_at__lt=after)
        .order_by("id")
        .values_list("id", "name")
    )


def responsible(room_id: int, day: date) -> Iterable[Person]:
    """Who is on duty that day, else the room's manager."""
    return on_duty(room_id, day) or [MachineRoom.objects.select_related("manager").get(pk=room_id).manager]


def manager(room_id: int, day: date) -> Iterable[Person]:
    return [MachineRoom.objects.select_related("manager").get(pk=room_id).manager]


def readings(room_id: int, period: Period) -> Evidence | None:
    first, after = bounds(period)
    found = list(
        EnvironmentPatrol.objects.filter(
            machine_room=room_id, patrolled_at__gte=first, patrolled_at__lt=after, created_at__lt=after
        ).order_by("patrolled_at")[: parameters.value(PATROLS_PER_DAY.key)]
    )
    if len(found) < parameters.value(PATROLS_PER_DAY.key):
        return None
    last = found[-1]
    words = f"{timezone.localtime(last.patrolled_at):%H:%M} {float(last.temperature):g} ℃ {float(last.humidity):g} % {last.patroller or ''}"
    return Evidence("environment_patrol", last.pk, last.number, words, last.patrolled_at)


def cleaned(kind: CleaningKind) -> Any:
    """The evidence for one kind of cleaning; the weekly 打扫 is also that day's 保洁."""
    kinds = (kind, CleaningKind.WEEKLY) if kind == CleaningKind.DAILY else (kind,)

    def evidence(room_id: int, period: Period) -> Evidence | None:
        first, after = bounds(period)
        done = CleaningRecord.objects.filter(
            machine_room=room_id,
            kind__in=kinds,
            cleaned_at__gte=first,
            cleaned_at__lt=after,
            created_at__lt=after,
        )
        found = done.order_by("cleaned_at").first()
        if found is None:
            return None
        words = f"{timezone.localtime(found.cleaned_at):%m-%d %H:%M} {found.cleaned_by} {found.content}"
        return Evidence("cleaning_record", found.pk, found.number, words, found.cleaned_at)

    return evidence


def signed_in(room_id: int, period: Period) -> Evidence | None:
    """Somebody signed in for a shift of that day: a name on the roster alone is nobody on duty."""
    shifts = DutyShift.objects.filter(machine_room=room_id, day=period.first, signed_in_at__isnull=False)
    found = shifts.select_related("person").order_by("signed_in_at").first()
    if found is None:
        return None
    at = timezone.localtime(found.signed_in_at)
    words = f"{found.person.name} {ShiftKind(found.shift).label} {at:%H:%M} 签到"
    return Evidence("duty_shift", found.pk, found.number, words, found.signed_in_at)


def form_of(register: str, more: str = "") -> Any:
    """The address of a new form with the room filled in."""
    return lambda room_id: f"/r/{register}/new/?machine_room={room_id}{more}"


declare(
    Obligation(
        id="R-MR-10", title="机房温湿度记录", cites="S4§7", every="day", rule="R-MR-10", register="environment_patrol",
        subjects=rooms, evidence=readings, responsible=responsible, url=form_of("environment_patrol"),
    ),
    Obligation(
        id="S4§5-cleaning", title="机房保洁", cites="S4§5", every="day", register="cleaning_record",
        subjects=rooms, evidence=cleaned(CleaningKind.DAILY), responsible=responsible, url=form_of("cleaning_record", "&kind=daily"),
    ),
    Obligation(
        id="S4§5-sweeping", title="机房打扫", cites="S4§5", every="week", register="cleaning_record",
        subjects=rooms, evidence=cleaned(CleaningKind.WEEKLY), responsible=manager, url=form_of("cleaning_record", "&kind=weekly"),
    ),
    Obligation(
        id="R-DUTY-01", title="机房值班", cites="S4§7", every="day", rule="R-DUTY-01", register="duty_shift",
        subjects=rooms, evidence=signed_in, responsible=responsible,
        url=lambda room_id: f"/r/duty_shift/?machine_room={room_id}",
    ),
)  # fmt: skip
