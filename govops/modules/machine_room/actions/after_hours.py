"""Nights and holidays, and the log of who is inside: on what basis, and red when on none (R-MR-09)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.access.answers import Denied
from govops.kernel.messages.sending import send
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed
from govops.kernel.registers import doors, site
from govops.modules.machine_room import seats
from govops.modules.machine_room.actions.patrols import raise_alert
from govops.modules.machine_room.choices import (
    AccessBasis,
    AccessLogState,
    AfterHoursState,
    AlertKind,
    CardState,
    VisitorState,
)
from govops.modules.machine_room.models import AccessCard, AfterHoursAccess, RoomAccessLog, VisitorEntry
from govops.modules.machine_room.rules import after_hours as rules
from govops.modules.machine_room.rules import cards

NO_LEAVE = "节假日或夜晚进入，没有已批准的加班进入申请"
NO_BASIS = "没有门禁卡、来访登记或加班进入申请"


def prepare(permit: Any) -> None:
    permit.calendar_words = rules.judged(permit.planned_from, permit.planned_to)[1][:100]


def mark_entry(permit: Any, deed: Deed) -> None:
    permit.entered_at = deed.at
    if permit.is_restricted:
        log_entry(permit, entrant=f"限定知悉的加班人员 {1 + len(permit.companions)} 人")
        return
    names = "、".join(person.name for person in permit._meta.get_field("companions").rows(permit.companions))
    log_entry(permit, person=permit.applicant, remark=f"同行：{names}" if names else "")


def mark_exit(permit: Any, deed: Deed) -> None:
    permit.left_at = deed.at
    log_exit(permit.number)


# --- 进出记录 -----------------------------------------------------------------------------------------------------------


def log_entry(form: Any, *, person: Any = None, entrant: str = "", remark: str = "") -> None:
    """Write the stay that begins with a visit or a permit; of a form that few may know only its number and how many came."""
    data = {
        "machine_room": form.machine_room,
        "person": person,
        "entrant": entrant[:100],
        "entered_at": form.entered_at,
        "basis_number": form.number,
        "remark": remark[:200],
        "applicant": form.machine_room.manager if form.is_restricted else form.applicant,
    }
    doors.create(site.get("room_access_log"), data, actor=SYSTEM)


def log_exit(number: str) -> None:
    """End the stays that began with that form."""
    open_stays = RoomAccessLog.objects.filter(basis_number=number, state=AccessLogState.INSIDE)
    for pk in open_stays.values_list("pk", flat=True):
        engine.perform("room_access_log", pk, "leave", actor=SYSTEM)


def end_stay(log: Any, deed: Deed) -> None:
    log.left_at = deed.at


def judge_basis(log: Any, actor: Actor) -> None:
    """What let them in, and whether it was valid: the log is never refused, for it tells what happened.

    The program itself writes the log in the midst of the visit's or the permit's 进入登记; by anybody else the number
    of a form counts only while its people are inside.
    """
    log.is_after_hours, _ = rules.judged(log.entered_at, log.entered_at)
    log.card = _card_of(log)
    number = log.basis_number.strip()
    log.visit = VisitorEntry.objects.filter(number=number).first() if number else None
    log.permit = AfterHoursAccess.objects.filter(number=number).first() if number else None
    if log.card is not None and log.person is None and not log.entrant:
        log.person = log.card.holder
    log.basis, log.basis_words, log.red_reason = AccessBasis.NONE, "", ""
    if log.visit is not None:
        _by_visit(log, is_inside=actor.is_system or log.visit.state == VisitorState.INSIDE)
    elif log.permit is not None:
        _by_permit(log, is_inside=actor.is_system or log.permit.state == AfterHoursState.INSIDE)
    else:
        _by_card(log)
    log.is_red = bool(log.red_reason)


def _card_of(log: Any) -> AccessCard | None:
    """The card that was shown; without a number the one that the person holds."""
    found = AccessCard.objects.select_related("holder__unit")
    if log.card_number:
        return found.filter(card_number=log.card_number.strip()).first()
    if log.person is None or log.basis_number:
        return None
    return found.filter(holder=log.person, state=CardState.IN_USE).order_by("-id").first()


def _by_visit(log: Any, *, is_inside: bool) -> None:
    visit = log.visit
    log.basis, log.basis_words = AccessBasis.VISIT, f"来访登记 {visit.number}"
    if not visit.is_restricted:
        log.basis_words += f"，陪同人{visit.escort}"
    if visit.machine_room_id != log.machine_room_id:
        log.red_reason = f"来访登记批准进入的是“{visit.machine_room}”"
    elif log.zone_id and log.zone_id not in visit.zones:
        log.red_reason = f"来访登记未写明可进“{log.zone.name}”"
    elif not is_inside:
        log.red_reason = "来访登记没有办理“进入登记”，或已经离开"


def _by_permit(log: Any, *, is_inside: bool) -> None:
    permit = log.permit
    log.basis, log.basis_words = AccessBasis.OVERTIME, f"加班进入申请 {permit.number}"
    if permit.machine_room_id != log.machine_room_id:
        log.red_reason = f"加班进入申请批准进入的是“{permit.machine_room}”"
    elif not is_inside or not permit.spans(log.entered_at):
        log.red_reason = "加班进入申请没有办理“进入登记”，或不在批准的时段"
    elif log.person and not permit.is_for(log.person):
        log.red_reason = f"{log.person.name}不在加班进入申请的人员之中"


def _by_card(log: Any) -> None:
    if log.card is not None:
        log.basis, log.basis_words = (
            AccessBasis.CARD,
            f"门禁卡 {log.card.card_number}（{log.card.holder.name}）",
        )
        answer = cards.opens(log.card, log.machine_room, log.zone, log.person, log.entered_at)
        if isinstance(answer, Denied):
            log.red_reason = answer.sentence[:200]
            return
    if not log.is_after_hours:
        log.red_reason = "" if log.card else NO_BASIS
        return
    leave = (
        rules.leave_of(log.person, log.machine_room, log.entered_at, log.entered_at) if log.person else None
    )
    if leave is None:
        log.red_reason = NO_LEAVE
    else:
        log.permit, log.basis = leave, AccessBasis.OVERTIME
        log.basis_words = f"加班进入申请 {leave.number}" + (f"，{log.basis_words}" if log.basis_words else "")


def tell_of_red(log: Any) -> None:
    """A red entry becomes an alert in the hands of 保卫保密, and they are told at once."""
    who = log.person.name if log.person else log.entrant
    words = f"{who}进入“{log.machine_room}”：{log.red_reason}"
    alert = raise_alert(log.machine_room, AlertKind.ENTRY, words, at=log.entered_at, source=log.number)
    people = [person.pk for person in seats.SECURITY.holders(log)]
    if alert is not None:
        send(people, title=f"机房进出标红：{words}", text=words, register="room_alert", record_id=alert.pk)


def may_enter(card_number: str, room: Any, zone: Any, when: datetime) -> str:
    """For a door controller: empty when the card may open the door now, else the reason why not."""
    card = AccessCard.objects.select_related("holder__unit").filter(card_number=card_number).first()
    if card is None:
        return f"没有卡号为“{card_number}”的门禁卡。"
    answer = cards.opens(card, room, zone, card.holder, when)
    if answer:
        answer = rules.has_leave(card.holder, room, when, when, who="持卡人")
    return answer.sentence if isinstance(answer, Denied) else ""
