"""Standing in a rack: within its height, and in units that nobody else holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.kernel.registers.foresight import foresight_of
from govops.modules.configuration.choices import ItemState
from govops.modules.configuration.models import ConfigurationItem

RACK, UNITS, USUAL_UNITS = "rack", "units", 42


def units_of(values: Mapping[str, Any] | None) -> int:
    """How many units a rack has; 42 where nobody has written it down."""
    asked = (values or {}).get(UNITS)
    return int(asked) if isinstance(asked, int | float) and asked >= 1 else USUAL_UNITS


def fits_in_its_rack(item: Any, deed: Deed) -> Answer:
    """A unit is given together with a rack; from there up the device has room."""
    if item.rack_unit is None:
        if item.rack_height is not None and item.location is not None and item.location.type.code == RACK:
            return Denied("填了“占用 U 数”，请同时填写“起始 U 位”。", field="rack_unit")
        return Allowed()
    rack = item.location
    if rack is None or rack.type.code != RACK:
        return Denied("填了“起始 U 位”，“位置”应当是一个机柜；不在机柜中的请清空 U 位。", field="rack_unit")
    top = item.rack_unit + (item.rack_height or 1) - 1
    if top > units_of(rack.values):
        return Denied(
            f"“{rack.name}”共 {units_of(rack.values)} U，放不下 U{item.rack_unit}–U{top}，请改小“起始 U 位”或“占用 U 数”。",
            field="rack_unit",
        )
    return _is_free(item, rack, top)


def _is_free(item: Any, rack: Any, top: int) -> Answer:
    foreseen = foresight_of(item)
    if foreseen is not None and foreseen.has_room(item):
        return Allowed()
    # Two people filling the same rack wait for each other, else both would find the units free.
    ConfigurationItem.objects.select_for_update(of=("self",)).filter(pk=rack.pk).first()
    others = ConfigurationItem.objects.filter(location=rack.pk, rack_unit__lte=top)
    others = others.exclude(pk=item.pk).exclude(state=ItemState.SCRAPPED)
    others = others.alias(top=F("rack_unit") + Coalesce(F("rack_height"), 1) - 1).filter(
        top__gte=item.rack_unit
    )
    other = others.order_by("rack_unit", "id").first()
    if other is None:
        return Allowed()
    last = other.rack_unit + (other.rack_height or 1) - 1
    place = f"U{other.rack_unit}" if last == other.rack_unit else f"U{other.rack_unit}–U{last}"
    return Denied(
        f"“{rack.name}”的 {place} 已由 {other.number} 占用，请在机柜图上另选空闲的 U 位。", field="rack_unit"
    )
