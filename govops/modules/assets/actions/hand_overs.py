"""A hand-over: filled in, signed by both, and then the items move, all or none."""

from __future__ import annotations

from typing import Any

from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.modules.assets.actions import moving
from govops.modules.assets.actions.signing import signed_words
from govops.modules.assets.choices import HandOverKind as K
from govops.modules.assets.rules.common import items_of
from govops.modules.assets.things import thing


def prepare(hand_over: Any) -> None:
    hand_over.things = [thing(item) for item in items_of(hand_over)]
    if hand_over.to_unit_id is None:
        hand_over.to_unit = hand_over.receiver.unit
    if hand_over.kind != K.REPAIR:
        hand_over.repairer, hand_over.back_by = "", None


def giver_of(hand_over: Any) -> list[Person]:
    return [hand_over.giver]


def receiver_of(hand_over: Any) -> list[Person]:
    return [hand_over.receiver]


def sign_as_giver(hand_over: Any, deed: Deed) -> None:
    hand_over.giver_words = signed_words(deed)
    hand_over.things = [thing(item) for item in items_of(hand_over)]


def take_back_signature(hand_over: Any, deed: Deed) -> None:
    hand_over.giver_words = ""


def sign_as_receiver(hand_over: Any, deed: Deed) -> None:
    hand_over.receiver_words, hand_over.done_at = signed_words(deed), deed.at


def move_items(hand_over: Any, deed: Deed) -> None:
    """The moves of the items themselves, in the same transaction: one refusal undoes them all, and the signature."""
    for item in items_of(hand_over):
        moving.hand_over(item, hand_over, deed)
