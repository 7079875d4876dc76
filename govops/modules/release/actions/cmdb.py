"""The item says the version that runs on it: written through its own door, or proposed where it is controlled."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.access.answers import Refused
from govops.kernel.registers import doors, site
from govops.modules.release.choices import CmdbUpdate

ITEM = "configuration_item"


def set_version(item: Any, version: str, *, reason: str, reference: str, actor: Actor) -> tuple[str, str]:
    """Set `item_version`; answers a `CmdbUpdate` and a sentence.

    The deployment is a fact whatever the configuration database says: a refusal is kept with it as a sentence.
    """
    item.refresh_from_db(fields=["item_version", "version", "state"])
    if item.item_version == version:
        return CmdbUpdate.DONE, f"{item.number} 的版本已是 {version}"
    was = item.item_version or "空"
    data = {"item_version": version, "reason": reason, "reference": reference}
    try:
        with transaction.atomic():
            doors.update(site.get(ITEM), item.pk, data, actor=SYSTEM, version=None)
        return CmdbUpdate.DONE, f"{item.number} 的版本由 {was} 更新为 {version}"
    except Refused as refusal:
        return _propose(item, data, refusal, actor)


def _propose(item: Any, data: dict[str, Any], refusal: Refused, actor: Actor) -> tuple[str, str]:
    """A controlled item changes by a proposal that a second person approves (R-CI-02)."""
    register = site.find("item_proposal")
    if refusal.rule != "R-CI-02" or register is None:
        return CmdbUpdate.FAILED, refusal.sentence[:200]
    try:
        with transaction.atomic():
            changes = [{"field": "版本", "after": data["item_version"]}]
            why = {"reason": data["reason"], "reference": data["reference"]}
            proposal = doors.create(
                register, {"item": item.pk, "changes": changes, **why}, actor=actor, submit=True
            )
    except Refused as second:
        return CmdbUpdate.FAILED, second.sentence[:200]
    return CmdbUpdate.PROPOSED, f"{item.number} 受控，已提议 {proposal.number}，待审核"
