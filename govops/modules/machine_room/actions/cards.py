"""Cards: made, lost, stopped, taken back."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM
from govops.kernel.messages.sending import send
from govops.kernel.organization.models import Person, PostHolding
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import store
from govops.kernel.records.snapshots import Snapshot
from govops.kernel.registers import doors, site
from govops.modules.machine_room import seats
from govops.modules.machine_room.choices import CardRequest, CardState
from govops.modules.machine_room.models import AccessCard


def prepare(application: Any) -> None:
    application.former_number = application.former_number.strip()
    number = application.former_number
    application.former_card = AccessCard.objects.filter(card_number=number).first() if number else None
    if not application.position and application.applicant:
        application.position = application.applicant.title


def make_card(application: Any, deed: Deed) -> None:
    """制卡: a new card, or other zones on the old one; the card it replaces is stopped."""
    application.made_at, application.made_by = deed.at, deed.actor.person
    former = application.former_card
    if application.kind == CardRequest.CHANGE:
        application.card_number = former.card_number
        _change_zones(application, deed)
        return
    application.card_number = application.card_number.strip()
    _issue(application)
    if application.kind == CardRequest.REPLACEMENT and former.state in {CardState.IN_USE, CardState.LOST}:
        data = {"reason": f"已补办新卡 {application.card_number}"}
        engine.perform("access_card", former.pk, "replace", actor=SYSTEM, data=data)


def _issue(application: Any) -> None:
    data = {
        "card_number": application.card_number, "holder": application.applicant, "application": application,
        "zones": application.zones, "hours": application.hours, "valid_to": application.valid_to,
        "made_by": application.made_by, "applicant": application.applicant,
    }  # fmt: skip
    doors.create(site.get("access_card"), data, actor=SYSTEM)


def _change_zones(application: Any, deed: Deed) -> None:
    card = application.former_card
    before = Snapshot(card)
    card.zones, card.hours, card.valid_to = application.zones, application.hours, application.valid_to
    store.update(card, before=before, actor=deed.actor, summary=f"按 {application.number} 变更门禁权限")


def collect(application: Any, deed: Deed) -> None:
    application.collected_at = deed.at


def report_lost(card: Any, deed: Deed) -> None:
    """挂失: unusable from this moment (AccessCard.is_usable asks the state)."""
    card.lost_at = deed.at


def mark_replaced(card: Any, deed: Deed) -> None:
    card.state_reason = str(deed.data.get("reason") or "")[:200]


def recover(card: Any, deed: Deed) -> None:
    card.taken_back_at, card.taken_back_by = deed.at, deed.actor.person


def mark_recall(card: Any, deed: Deed) -> None:
    card.recalled_at, card.recall_reason = deed.at, str(deed.data.get("reason") or "调岗或离岗")[:100]


def who_collects(card: Any) -> list[Person]:
    """收卡 is work for the card officers once the card was recalled (R-MR-08)."""
    return seats.CARD_OFFICER.holders(card) if card.recall_reason else []


def collect_from(person: Person, reason: str) -> int:
    """Stop the person's cards and give the card officers the task to take them back; answers how many (R-MR-08)."""
    recalled = 0
    cards = AccessCard.objects.filter(
        holder=person, recall_reason="", state__in=(CardState.IN_USE, CardState.SUSPENDED)
    )
    for card in cards:
        engine.perform("access_card", card.pk, "recall", actor=SYSTEM, data={"reason": reason})
        officers = [officer.pk for officer in seats.CARD_OFFICER.holders(card)]
        title = f"{person.name}{reason}，请收回门卡 {card.card_number}"
        send(officers, title=title, register="access_card", record_id=card.pk)
        recalled += 1
    return recalled


def reason_to_collect(card: AccessCard) -> str:
    """Why the holder should give the card back: left, moved to another unit, or gave up a post; empty when not."""
    holder = card.holder
    if not holder.is_active:
        return "离岗"
    if holder.unit_id != card.unit_id:
        return "调动单位"
    gone = PostHolding.objects.filter(
        person=holder, valid_to__gte=card.created_at.date(), valid_to__lt=moment.today()
    )
    if gone.exists():
        return "岗位变动"
    return ""


def collect_due(person: Person | None = None) -> int:
    """Recall every card whose holder left or changed unit or post; of one person or of all."""
    cards = AccessCard.objects.filter(recall_reason="", state__in=(CardState.IN_USE, CardState.SUSPENDED))
    if person is not None:
        cards = cards.filter(holder=person)
    recalled = 0
    for card in cards.select_related("holder"):
        if reason := reason_to_collect(card):
            recalled += collect_from(card.holder, reason)
    return recalled
