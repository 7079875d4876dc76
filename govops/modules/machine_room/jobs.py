"""What the machine room does by itself, and what it hears from the organization."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from govops.kernel import moment
from govops.kernel.access import bureau
from govops.kernel.access.actor import Actor
from govops.kernel.jobs import job
from govops.kernel.organization.models import Person, PostHolding
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed
from govops.modules.machine_room.actions import cards
from govops.modules.machine_room.choices import ShiftState
from govops.modules.machine_room.models import DutyShift
from govops.modules.machine_room.rules.duty import is_over


@job(every="15 0 * * *", title="收回调岗、离岗人员的门卡")
def collect_cards() -> str:
    """Make up for what the signals below did not see, such as a post that ended overnight (R-MR-08)."""
    return f"通知收卡 {cards.collect_due()} 张"


@job(every="20 0 * * *", title="登记缺岗")
def mark_absent(*, actor: Actor) -> str:
    """Shifts of past days that nobody signed in for (R-DUTY-01); a night shift may be signed until the next day ends."""
    deed = Deed(actor=actor, at=moment.now())
    waiting = DutyShift.objects.filter(state=ShiftState.WAITING, day__lt=moment.today()).order_by("id")
    over = [shift.pk for shift in waiting if is_over(shift, deed)]
    for pk in over:
        engine.perform("duty_shift", pk, "mark_absent", actor=actor)
    return f"登记缺岗 {len(over)} 班"


def person_left(person: Person, actor: Actor) -> None:
    """离岗: the cards are stopped and asked back in the same transaction (R-MR-08, R-HR-03)."""
    cards.collect_due(person)


bureau.departures.append(person_left)


@receiver(post_save, sender=Person, dispatch_uid="machine_room.person_changed")
def person_changed(sender: Any, instance: Person, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A person moved to another unit; of those who leave `person_left` hears when everything else has ended."""
    if not created and not raw and instance.is_active:
        cards.collect_due(instance)


@receiver(post_save, sender=PostHolding, dispatch_uid="machine_room.post_changed")
def post_changed(sender: Any, instance: PostHolding, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A post was given up."""
    if not created and not raw and instance.person.is_active:
        cards.collect_due(instance.person)
