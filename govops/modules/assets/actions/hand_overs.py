"""A hand-over: filled in, signed by both, and then the items move, all or none."""

from __future__ import annotations

from typing import Any

from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.modules.assets.actions import moving
from govops.modules.assets.actions.signing import signed_words
from govops.modules.assets.choices import HandOverKind as K
from govops.modules.assets.rules.common import items_of
from govops.modules.assets.rules.hand_overs import awaits_manager
from govops.modules.assets.seats import MANAGER
from govops.modules.assets.things import thing
from govops.modules.configuration.public import is_controlled


def prepare(hand_over: Any) -> None:
    _list_things(hand_over)
    if hand_over.to_unit_id is None:
        hand_over.to_unit = hand_over.receiver.unit
    if hand_over.kind != K.REPAIR:
        hand_over.repairer, hand_over.back_by = "", None


def _list_things(hand_over: Any) -> None:
    """The items as the paper names them, and whether a third person must agree (R-CI-02)."""
    items = items_of(hand_over)
    hand_over.things = [thing(item) for item in items]
    hand_over.has_controlled = any(is_controlled(item) for item in items)


def giver_of(hand_over: Any) -> list[Person]:
    return [hand_over.giver]


def receiver_of(hand_over: Any) -> list[Person]:
    """The receiver, once whoever must agree has agreed."""
    return [] if awaits_manager(hand_over) else [hand_over.receiver]


def managers_of(hand_over: Any) -> list[Person]:
    """The configuration managers who are no party to it, while controlled items await their word."""
    if not awaits_manager(hand_over):
        return []
    parties = {hand_over.giver_id, hand_over.receiver_id}
    return [person for person in MANAGER.holders(hand_over) if person.pk not in parties]


def sign_as_giver(hand_over: Any, deed: Deed) -> None:
    hand_over.giver_words, hand_over.manager_words = signed_words(deed), ""
    _list_things(hand_over)


def sign_as_manager(hand_over: Any, deed: Deed) -> None:
    hand_over.manager_words = signed_words(deed)


def take_back_signature(hand_over: Any, deed: Deed) -> None:
    hand_over.giver_words = hand_over.manager_words = ""


def sign_as_receiver(hand_over: Any, deed: Deed) -> None:
    hand_over.receiver_words, hand_over.done_at = signed_words(deed), deed.at


def move_items(hand_over: Any, deed: Deed) -> None:
    """The moves of the items themselves, in the same transaction: one refusal undoes them all, and the signature."""
    for item in items_of(hand_over):
        moving.hand_over(item, hand_over, deed)
