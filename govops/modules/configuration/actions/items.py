"""Items: what is derived when one is saved, what follows from its moves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone

from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.attributes import Attribute, AttributeKind
from govops.kernel.attributes.parsing import parse
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed
from govops.kernel.registers import typed_values
from govops.modules.configuration.choices import RelationState
from govops.modules.configuration.models import ConfigurationItem, ItemRelation
from govops.modules.configuration.rules.common import stood, take_why

_CENT = Decimal("0.01")
_MAC = Attribute("mac", "MAC 地址", AttributeKind.ADDRESS)


def prepare(item: Any, actor: Actor) -> None:
    """Checked values, the owner's unit, one way of writing a hardware address; the reason is kept apart."""
    take_why(item)
    before = stood(item)
    if item.pk is None:
        item.state = item.enters_as
    if item.original_value is not None:
        item.original_value = item.original_value.quantize(
            _CENT
        )  # as it will be read again: no difference later
    item.unit = item.owner_unit
    item.ip_address = item.ip_address or None
    item.mac_address = _canonical(item.mac_address)
    item.asset_number = item.asset_number.strip().upper()
    typed_values.settle(item, "values", kept=before.values if before else None, actor=actor)
    item.type_edition = item.type.edition


def _canonical(address: str) -> str:
    try:
        return str(parse(_MAC, address)) if address else ""
    except ValueError:
        return address  # the guard says what is wrong with it


def taken_out(item: Any, deed: Deed) -> None:
    """领用: what is in use again may hold data again."""
    item.media_wiped = False


def wiped(item: Any, deed: Deed) -> None:
    item.media_wiped = True


def scrapped(item: Any, deed: Deed) -> None:
    """报废: the day, and every relation of it ends with it."""
    item.scrapped_on = timezone.localtime(deed.at).date()
    data = {"reason": f"{item.number} 报废", "reference": item.reference}
    ends = ItemRelation.objects.filter(state=RelationState.ACTIVE)
    for pk in ends.filter(source=item.pk).union(ends.filter(target=item.pk)).values_list("pk", flat=True):
        engine.perform_within("item_relation", pk, "dissolve", actor=SYSTEM, data=data)


def contents(item: ConfigurationItem) -> Any:
    """What stands in it: the items of a room, the servers of a rack, from the bottom up."""
    return ConfigurationItem.objects.filter(location=item.pk).order_by("rack_unit", "id")
