"""机房看板: who is inside, what is open, how warm it is, what was missed. A constant number of queries."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.norms.models import DutyPeriod, DutyState
from govops.kernel.norms.obligations import Obligation, Period, all_obligations
from govops.kernel.organization.together import ask_together
from govops.kernel.records.visibility import visible
from govops.kernel.registers import site
from govops.kernel.registers.declarations import Register
from govops.modules.machine_room.choices import AccessLogState, AlertState, CardState, ShiftKind, ShiftState
from govops.modules.machine_room.models import AccessCard, MachineRoom, Zone
from govops.modules.machine_room.rules.patrols import Limits

SERIES_DAYS = 30
READINGS = "R-MR-10"
#: registers whose open records concern the door, with the states in which they do and the field that says when
OPEN = {
    "visitor_entry": (("approved", "inside"), "planned_from"),
    "carry_out_permit": (("approved", "enrolled", "out"), "planned_at"),
    "after_hours_access": (("approved", "inside"), "planned_from"),
}
MOST_PERMITS = 50
#: what each part of the screen tells of
PARTS = {
    "inside": "room_access_log", "permits": "visitor_entry", "climate": "environment_patrol", "alerts": "room_alert", "duty": "duty_shift",
}  # fmt: skip


def rooms_for(actor: Actor) -> QuerySet[Any]:
    """The active rooms that `actor` may see, for the choice of a dashboard."""
    rooms = visible(MachineRoom.objects.filter(is_active=True), actor, register="machine_room")
    return rooms.select_related("manager__unit").order_by("id")


def room_dashboard(room: MachineRoom, actor: Actor) -> dict[str, Any]:
    """Everything one screen shows of one room, in twelve queries or less whatever there is.

    Keys: `room`, `limits`, `knows`, `inside`, `permits`, `alerts`, `today`, `latest`, `series`, `on_duty`, `is_unmanned`,
    `duties`, `missed`, `month`, `completeness`. What `actor` may not see is left out; percentages are 0–100 or None.
    `knows`: part → whether he sees all of it, so that nobody is told that there is nothing where he may not look.
    """
    patrols = _patrols(room, actor)
    duties = _duties(room, actor)
    shifts = _shifts(room, actor)
    today = [row for row in patrols if row["day"] == moment.today()]
    return {
        "room": {
            "id": room.pk, "name": room.name, "location": room.location, "manager": str(room.manager), "url": _register("machine_room").url(room.pk),
        },
        "limits": vars(Limits.of(room)),
        "knows": (knows := known_parts(actor)),
        **at_the_door(room, actor),
        "alerts": _alerts(room, actor),
        "today": today,
        "latest": patrols[-1] if patrols else None,
        "series": _series(patrols),
        "on_duty": shifts,
        "is_unmanned": knows["duty"] and not any(shift["is_there"] for shift in shifts),
        **duties,
    }  # fmt: skip


def known_parts(actor: Actor) -> dict[str, bool]:
    """Part of the screen → whether `actor` sees all that it tells of."""
    return {part: table.scope_of(actor, "read", code) == "all" for part, code in PARTS.items()}


def at_the_door(room: MachineRoom, actor: Actor) -> dict[str, Any]:
    """What the guard sees beside what he looks for: `inside` and `permits`."""
    return {"inside": _inside(room, actor), "permits": _permits(room, actor)}


def _register(code: str) -> Register:
    return site.get(code)


def _rows(code: str, room: MachineRoom, actor: Actor, *related: str) -> QuerySet[Any]:
    rows = visible(_register(code).model._default_manager.filter(machine_room=room), actor, register=code)
    return rows.select_related(*related) if related else rows


def state_of(code: str, record: Any) -> str:
    """The record's state as people say it."""
    process = _register(code).process
    return str(process.state_words[record.state]) if process else ""


def _inside(room: MachineRoom, actor: Actor) -> list[dict[str, Any]]:
    """Who has come in and not gone, the longest first; each with the zones he may be in. Two queries."""
    cards = AccessCard.objects.filter(holder=OuterRef("person"), state=CardState.IN_USE).order_by("-id")
    stays = _rows("room_access_log", room, actor, "person__unit", "zone", "visit", "card")
    stays = stays.filter(state=AccessLogState.INSIDE).annotate(carried=Subquery(cards.values("zones")[:1]))
    names = dict(Zone.objects.filter(machine_room=room).order_by("id").values_list("pk", "name"))
    return [
        {
            "who": stay.person.label if stay.person else stay.entrant, "since": stay.entered_at, "zones": _zones(stay, names),
            "basis": stay.basis_words or stay.get_basis_display(), "is_red": stay.is_red, "red_reason": stay.red_reason,
            "url": _register("room_access_log").url(stay.pk),
        }
        for stay in stays.order_by("entered_at")[:MOST_PERMITS]
    ]  # fmt: skip


def _zones(stay: Any, names: dict[int, str]) -> str:
    """The zone that was written down, else those of the visit or the card that let them in, or of the card that they hold.

    Of a visit that few may know nothing more is told than the log itself tells.
    """
    if stay.zone is not None:
        return str(stay.zone.name)
    permit = stay.visit or stay.card
    if permit is not None and permit.is_restricted:
        return ""
    allowed = permit.zones if permit is not None else stay.carried or []
    return "、".join(name for pk, name in names.items() if pk in allowed)


def _permits(room: MachineRoom, actor: Actor) -> list[dict[str, Any]]:
    """Approved and not yet used up: visits, carry-outs, overtime; today's and later ones first, then what is left of earlier days."""
    asked = [
        _rows(code, room, actor).filter(state__in=states).order_by(when)[:MOST_PERMITS]
        for code, (states, when) in OPEN.items()
    ]
    found = [
        _permit(code, record, when)
        for (code, (_states, when)), records in zip(OPEN.items(), ask_together(*asked), strict=True)
        for record in records
    ]
    today = moment.today()
    return sorted(found, key=lambda permit: (timezone.localtime(permit["at"]).date() < today, permit["at"]))


def _permit(code: str, record: Any, when: str) -> dict[str, Any]:
    register = _register(code)
    return {
        "form": register.name_of_form,
        "number": record.number,
        "title": record.title,
        "state": state_of(code, record),
        "tone": register.chip_tones.get(record.state, "accent"),
        "at": getattr(record, when),
        "url": register.url(record.pk),
    }


def _alerts(room: MachineRoom, actor: Actor) -> list[dict[str, Any]]:
    rows = _rows("room_alert", room, actor).exclude(state=AlertState.CLOSED).order_by("-happened_at")[:20]
    register = _register("room_alert")
    return [
        {
            "kind": alert.get_kind_display(), "words": alert.words, "at": alert.happened_at, "state": state_of("room_alert", alert),
            "tone": register.chip_tones.get(alert.state, "accent"), "url": register.url(alert.pk),
        }
        for alert in rows
    ]  # fmt: skip


def _patrols(room: MachineRoom, actor: Actor) -> list[dict[str, Any]]:
    """The readings of the last 30 days, the oldest first."""
    since = timezone.make_aware(datetime.combine(moment.today() - timedelta(days=SERIES_DAYS - 1), time()))
    rows = (
        _rows("environment_patrol", room, actor, "patroller")
        .filter(patrolled_at__gte=since)
        .order_by("patrolled_at")
    )
    return [
        {
            "at": timezone.localtime(row.patrolled_at), "day": timezone.localtime(row.patrolled_at).date(),
            "temperature": float(row.temperature), "humidity": float(row.humidity), "is_out_of_limits": row.is_out_of_limits,
            "words": row.limit_words, "patroller": str(row.patroller or ""), "url": _register("environment_patrol").url(row.pk),
        }
        for row in rows
    ]  # fmt: skip


def _series(patrols: list[dict[str, Any]]) -> dict[str, Any]:
    """For the two charts: every day of the 30 with the day's mean, None where nothing was recorded."""
    days = [moment.today() - timedelta(days=n) for n in reversed(range(SERIES_DAYS))]
    by_day: dict[date, list[dict[str, Any]]] = {day: [] for day in days}
    for row in patrols:
        by_day.setdefault(row["day"], []).append(row)

    def mean(day: date, name: str) -> float | None:
        values = [row[name] for row in by_day[day]]
        return round(sum(values) / len(values), 1) if values else None

    return {
        "days": [day.isoformat() for day in days],
        "temperature": [mean(day, "temperature") for day in days],
        "humidity": [mean(day, "humidity") for day in days],
    }


def _shifts(room: MachineRoom, actor: Actor) -> list[dict[str, Any]]:
    """Today's shifts, and whether their people are there."""
    rows = (
        _rows("duty_shift", room, actor, "person__unit")
        .filter(day=moment.today())
        .exclude(state=ShiftState.CANCELLED)
    )
    order = {kind: place for place, kind in enumerate(ShiftKind.values)}
    return [
        {
            "who": shift.person.name, "phone": shift.phone, "shift": shift.get_shift_display(), "state": state_of("duty_shift", shift),
            "tone": _register("duty_shift").chip_tones[shift.state], "is_there": shift.state not in {ShiftState.WAITING, ShiftState.ABSENT},
            "url": _register("duty_shift").url(shift.pk),
        }
        for shift in sorted(rows, key=lambda shift: (order[shift.shift], shift.pk))
    ]  # fmt: skip


def _duties(room: MachineRoom, actor: Actor) -> dict[str, Any]:
    """This month's duties of the room: today's, the missed ones, and how complete each is."""
    known = {one.id: one for one in all_obligations() if _concerns(one, actor)}
    month = Period.of("month", moment.today())
    rows = list(
        DutyPeriod.objects.filter(
            obligation__in=known, subject_id=room.pk, last__gte=month.first, first__lte=month.last
        ).order_by("first")
    )
    months = [_month_of(one, [row for row in rows if row.obligation == one.id]) for one in known.values()]
    return {
        "duties": [
            _duty(known[row.obligation], row) for row in rows if row.first <= moment.today() <= row.last
        ],
        "missed": [
            _duty(known[row.obligation], row) for row in reversed(rows) if row.state == DutyState.MISSED
        ],
        "month": months,
        "completeness": next((one["share"] for one in months if one["id"] == READINGS), None),
    }


def _concerns(one: Obligation, actor: Actor) -> bool:
    """Obligations of this module whose evidence `actor` may read."""
    mine = one.register in {"environment_patrol", "cleaning_record", "duty_shift"}
    return mine and bool(table.scope_of(actor, "read", one.register))


def _duty(one: Obligation, row: DutyPeriod) -> dict[str, Any]:
    return {
        "title": one.title, "first": row.first, "last": row.last, "state": row.get_state_display(),
        "tone": {DutyState.MET: "green", DutyState.MISSED: "red"}.get(DutyState(row.state), "amber"),
        "evidence": row.evidence_words, "url": one.url(row.subject_id) if row.state == DutyState.DUE else "",
    }  # fmt: skip


def _month_of(one: Obligation, rows: list[DutyPeriod]) -> dict[str, Any]:
    """完整率: periods met of those that are over or met already."""
    met = sum(row.state == DutyState.MET for row in rows)
    missed = sum(row.state == DutyState.MISSED for row in rows)
    share = round(100 * met / (met + missed), 1) if met + missed else None
    return {
        "id": one.id,
        "title": one.title,
        "due": met + missed,
        "met": met,
        "missed": missed,
        "share": share,
    }
