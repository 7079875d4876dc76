"""Duty: a published roster becomes shifts; shifts are signed, swapped, handed over."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel.access.actor import SYSTEM
from govops.kernel.messages.sending import send
from govops.kernel.norms import judging
from govops.kernel.norms.obligations import all_obligations
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import row_people
from govops.kernel.registers import doors, site
from govops.modules.machine_room.choices import RosterState
from govops.modules.machine_room.models import DutyRoster, DutyShift
from govops.modules.machine_room.rules.duty import day_in


def tidy_rows(roster: Any) -> None:
    """Days written in full and in order; a day that cannot be read is left to the guard."""
    for row in roster.rows:
        try:
            row["day"] = day_in(row["day"], roster.month).isoformat()
        except ValueError:
            return
    roster.rows.sort(key=lambda row: row["day"])


def publish(roster: Any, deed: Deed) -> None:
    """Every row becomes a shift; those who stand in it are told."""
    roster.published_at = deed.at
    people = {
        word: found[0] for word, found in row_people.named(row["person"] for row in roster.rows).items()
    }
    register = site.get("duty_shift")
    standing = standing_in(roster)
    for row in roster.rows:
        person = people[row["person"].strip()]
        day = day_in(row["day"], roster.month)
        if (day, row["shift"], person.pk) in standing:
            continue
        data = {
            "machine_room": roster.machine_room, "day": day, "shift": row["shift"], "person": person,
            "leader": roster.leader, "phone": person.mobile or person.phone, "applicant": person,
        }  # fmt: skip
        doors.create(register, data, actor=SYSTEM)
    title = f"{roster.machine_room} {roster.month} 值班表已发布，请查看本人班次"
    send([person.pk for person in people.values()], title=title, register="duty_roster", record_id=roster.pk)


def standing_in(roster: Any) -> set[tuple[Any, str, int]]:
    """Day, shift and person of the rows that became shifts before, as they stood in the roster before any swap."""
    shifts = DutyShift.objects.filter(machine_room=roster.machine_room, day__gte=roster.first)
    return {(shift.day, shift.shift, shift.rostered_person_id or shift.person_id) for shift in shifts}


def prepare_shift(shift: Any) -> None:
    if shift.pk is None:
        rosters = DutyRoster.objects.filter(machine_room=shift.machine_room, month=f"{shift.day:%Y-%m}")
        shift.roster = rosters.exclude(state=RosterState.CANCELLED).first()
        shift.applicant = shift.person
        shift.unit = shift.person.unit
    shift.phone = shift.phone or shift.person.mobile or shift.person.phone


def sign_in(shift: Any, deed: Deed) -> None:
    shift.signed_in_at = deed.at
    day = timezone.localtime(deed.at).date()
    judging.after_commit(day, obligations=[one for one in all_obligations() if one.register == "duty_shift"])


def hand_over(shift: Any, deed: Deed) -> None:
    shift.signed_out_at = deed.at


def confirm(shift: Any, deed: Deed) -> None:
    shift.confirmed_at = deed.at


def remember_rostered(shift: Any, deed: Deed) -> None:
    """换班: keep who stood there first, and tell both."""
    before = DutyShift.objects.get(pk=shift.pk).person
    shift.rostered_person = shift.rostered_person or before
    shift.phone = shift.person.mobile or shift.person.phone
    title = f"{shift.day} {shift.machine_room}值班由{before.name}换为{shift.person.name}"
    send([before.pk, shift.person_id], title=title, register="duty_shift", record_id=shift.pk)


def successor_of(shift: Any) -> list[Person]:
    return [shift.successor] if shift.successor else []
