"""What the asset forms do to an item: its own moves and its own door, under the number of the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import Person
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed
from govops.kernel.registers import doors, site
from govops.modules.assets.choices import HandOverKind as K
from govops.modules.assets.choices import WipeMethod
from govops.modules.configuration.public import ConfigurationItem, ItemState, applying

ITEM = "configuration_item"
#: the states in which a thing is put aside before it goes
HELD = (ItemState.STOCK, ItemState.IN_USE, ItemState.REPAIR)
_REASON = 200


@dataclass(frozen=True)
class Agreed:
    """One item on a paper to which a second person has agreed (R-CI-02), and whom its history names."""

    item_id: int
    applicant: Person | None


def for_the_program(deed: Deed) -> Actor:
    """The program, acting on the word of whoever signed: the item's history names that person."""
    return Actor(person=deed.actor.person, channel="job", request_id=deed.actor.request_id)


def perform(item: ConfigurationItem, verb: str, deed: Deed, **data: Any) -> None:
    """One move of the item, under a paper that others have signed."""
    with applying(Agreed(item.pk, deed.actor.person)):
        engine.perform_within(ITEM, item.pk, verb, actor=for_the_program(deed), data=data)


def update(item: ConfigurationItem, data: dict[str, Any], deed: Deed, *, by: Person | None = None) -> None:
    """A change of the item's facts through its door; its history names `by`, else whoever signs now."""
    with applying(Agreed(item.pk, by or deed.actor.person)):
        doors.update(site.get(ITEM), item.pk, data, actor=for_the_program(deed), version=None)


def _why(words: str, number: str) -> dict[str, str]:
    return {"reason": words[:_REASON], "reference": number}


def hand_over(item: ConfigurationItem, paper: Any, deed: Deed) -> None:
    """The move that the kind of hand-over stands for."""
    why = _why(f"{K(paper.kind).label}：{paper.reason}", paper.number)
    place = {"location": paper.to_location} if paper.to_location_id else {}
    if paper.kind in {K.ISSUE, K.TRANSFER}:
        verb = (
            "relocate"
            if paper.kind == K.TRANSFER
            else "issue"
            if item.state == ItemState.STOCK
            else "use_again"
        )
        zone = {"network_zone": paper.to_zone} if paper.to_zone else {}
        whose = {"custodian": paper.receiver, "owner_unit": paper.to_unit, "users": [paper.to_unit_id]}
        perform(item, verb, deed, **whose, **place, **zone, **why)
    elif paper.kind == K.RETURN:
        perform(item, "put_aside", deed, **place, **why)
        _keep(item, paper, deed, why)
    elif paper.kind == K.REPAIR:
        perform(item, "send_repair", deed, **_why(f"送修 {paper.repairer}：{paper.reason}", paper.number))
    else:
        perform(item, "repaired", deed, **why)


def _keep(item: ConfigurationItem, paper: Any, deed: Deed, why: dict[str, str]) -> None:
    """Who took it back answers for it, and so does that person's unit."""
    if (item.custodian_id, item.owner_unit_id) != (paper.receiver_id, paper.to_unit_id):
        update(item, {"custodian": paper.receiver_id, "owner_unit": paper.to_unit_id, **why}, deed)


def scrap(item: ConfigurationItem, paper: Any, deed: Deed) -> None:
    """Put aside, media noted as wiped, scrapped."""
    why = _why(f"报废：{paper.reason}", paper.number)
    if item.state in HELD:
        perform(item, "put_aside", deed, **why)
    if item.type.is_any("has_media") and not item.media_wiped:
        words = f"{WipeMethod(paper.wipe_method).label}，{paper.wiped_by} {paper.wiped_on}"
        perform(item, "wipe", deed, **_why(f"介质清除：{words}", paper.number))
    perform(item, "scrap", deed, **why)


def correct(item: ConfigurationItem, difference: Any, deed: Deed) -> None:
    """更正台账: place and custodian as they were found; the second person's yes stands for a proposal's (R-CI-02)."""
    data: dict[str, Any] = {}
    if difference.location_id and difference.location_id != item.location_id:
        data |= {"location": difference.location_id, "rack_unit": None}
    if difference.custodian_id and difference.custodian_id != item.custodian_id:
        data["custodian"] = difference.custodian_id
    if data:
        why = _why(f"盘点更正：{difference.explanation}", difference.stocktake.number)
        update(item, data | why, deed, by=difference.applicant)


def report_lost(item: ConfigurationItem, difference: Any, deed: Deed) -> None:
    """报失: no longer in use; it is written off by a 报废单 with 盘亏核销."""
    if item.state in HELD:
        perform(
            item,
            "put_aside",
            deed,
            **_why(f"盘点报失：{difference.explanation}", difference.stocktake.number),
        )
