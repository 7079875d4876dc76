"""Nights and holidays, as the working calendar has them (S4§8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.calendar.working_time import working_time
from govops.kernel.norms.rules import declare, rule
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.modules.machine_room.choices import AfterHoursState
from govops.modules.machine_room.models import AfterHoursAccess, MachineRoom
from govops.modules.machine_room.parameters import workday_hours

TITLE = "节假日、夜晚进入须部门同意并经保卫保密批准"
NOT_NEEDED = "所填时段在工作日工作时间之内，按工作日历无需办理加班进入申请，凭门卡进入即可。"
declare("R-MR-09", cites="S4§8", level="M", title=TITLE, by="AfterHoursAccessProcess.approval")


def judged(begin: datetime, end: datetime) -> tuple[bool, str]:
    """Whether any part of the stay is at night or on a day off, and the calendar's words for it.

    Dates in the wrong order are judged by their beginning; a guard of the form refuses them.
    """
    return working_time().is_after_hours(begin, max(begin, end), hours=workday_hours())


def leave_of(person: Person, room: MachineRoom, begin: datetime, end: datetime) -> AfterHoursAccess | None:
    """An approved permit of `person` for that room which holds every after-hours end of the stay."""
    needed = [when for when in (begin, end) if judged(when, when)[0]] or [begin, end]
    permits = AfterHoursAccess.objects.filter(
        Q(applicant=person) | Q(companions__contains=[person.pk]),
        machine_room=room,
        state__in=(AfterHoursState.APPROVED, AfterHoursState.INSIDE),
        planned_from__lte=end,
        planned_to__gte=begin,
    )
    return covering(permits, needed)


def covering(permits: Iterable[Any], moments: list[datetime]) -> Any:
    """The first permit that spans all the moments."""
    return next((permit for permit in permits if all(permit.spans(when) for when in moments)), None)


def has_leave(person: Person | None, room: Any, begin: datetime, end: datetime, *, who: str) -> Answer:
    """Allowed in ordinary hours, or with a permit; `who` names the person in the sentence."""
    late, words = judged(begin, end)
    if not late or (person is not None and leave_of(person, room, begin, end) is not None):
        return Allowed()
    name = person.name if person else ""
    return Denied(
        f"{words}，{who}{name}没有“{room}”这一时段已批准的加班进入申请，不得进入；请先办理《加班进入申请》。",
        rule="R-MR-09",
    )


@rule("R-MR-09", cites="S4§8", level="M", title=TITLE)
def is_needed(permit: Any, deed: Deed) -> Answer:
    """In ordinary hours nothing need be asked, and nothing is approved."""
    late, _ = judged(permit.planned_from, permit.planned_to)
    if late:
        return Allowed()
    return Denied(NOT_NEEDED, field="planned_from")


@rule("R-MR-09", cites="S4§8", level="M", title=TITLE)
def is_within_the_approved_time(permit: Any, deed: Deed) -> Answer:
    if permit.spans(deed.at):
        return Allowed()
    if deed.at < permit.planned_from:
        return Denied("还没有到批准的开始时间，不能凭此单进入。")
    return Denied("已过批准的结束时间，不能凭此单进入；确需进入请重新申请。")


def has_not_begun(permit: Any, deed: Deed) -> Answer:
    """Leave is asked for beforehand; a draft kept too long is refused too."""
    if permit.planned_to > deed.at:
        return Allowed()
    return Denied("所填时段已经过去；加班进入须事先申请，请核对时间。", field="planned_to")


def companions_are_staff(permit: Any, deed: Deed) -> Answer:
    if permit.applicant_id in permit.companions:
        return Denied("同行人中不必再填申请人本人，请删去。", field="companions")
    return Allowed()


def leaves_by_its_own_form(log: Any, deed: Deed) -> Answer:
    """A visitor's or an overtime worker's stay ends on the form that let him in."""
    if deed.actor.is_system or not (log.visit_id or (log.permit_id and log.basis_number)):
        return Allowed()
    return Denied(f"请在“{log.basis_number}”上办理离开，本记录随之更新。")


def entrant_is_named(log: Any, deed: Deed) -> Answer:
    if log.person_id or log.entrant.strip():
        return Allowed()
    return Denied("请选择“进入人员”；本单位以外的人员填写“进入人姓名”。", field="person")


def zone_is_in_the_room(log: Any, deed: Deed) -> Answer:
    if log.zone_id is None or log.zone.machine_room_id == log.machine_room_id:
        return Allowed()
    return Denied(f"“{log.zone}”不属于所选机房，请重新选择。", field="zone")


def references_are_known(log: Any, deed: Deed) -> Answer:
    if log.card_number and log.card_id is None:
        return Denied(f"没有卡号为“{log.card_number}”的门禁卡，请核对卡号。", field="card_number")
    if log.basis_number and not (log.visit_id or log.permit_id):
        return Denied(f"没有找到依据单“{log.basis_number}”，请核对编号。", field="basis_number")
    return Allowed()
