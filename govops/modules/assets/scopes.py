"""Which items belong to a type, a unit or a place, with everything below it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from govops.kernel.organization.models import Unit
from govops.modules.configuration.public import ConfigurationItem, ItemType, ObjectClass

#: the classes of things one can lay a hand on, and a label
TANGIBLE = (
    ObjectClass.HOST,
    ObjectClass.NETWORK,
    ObjectClass.SECURITY,
    ObjectClass.DESKTOP,
    ObjectClass.FACILITY,
    ObjectClass.SPARE,
)
#: standard types of these classes that nobody can lay a hand on
INTANGIBLE = ("virtual_machine", "antivirus")
#: places lie in places; deeper than this somebody has made a circle
_DEEPEST = 12
_ADDRESS = re.compile(r"/r/configuration_item/(\d{1,18})/?")


def with_subtypes(ids: Iterable[int]) -> set[int]:
    """The types and all that inherit from them; one query."""
    parents = dict(ItemType.objects.values_list("pk", "parent_id"))
    wanted = set(ids)
    found: set[int] = set()
    for pk in parents:
        path, current = [], pk
        while current is not None and current not in path:
            path.append(current)
            current = parents.get(current)
        if wanted & set(path):
            found.add(pk)
    return found


def intangible_types() -> set[int]:
    """The types (with subtypes) of tangible classes whose items are software; two queries."""
    return with_subtypes(ItemType.objects.filter(code__in=INTANGIBLE).values_list("pk", flat=True))


def with_units_below(unit: Unit) -> QuerySet[Unit]:
    return Unit.objects.filter(path__startswith=unit.path)


def places_within(place_id: int) -> set[int]:
    """The place and the places inside it (building → room → rack); one query a level."""
    found = {place_id}
    edge = {place_id}
    for _ in range(_DEEPEST):
        inner = ConfigurationItem.objects.filter(location__in=edge, type__object_class=ObjectClass.PLACE)
        edge = set(inner.order_by().values_list("pk", flat=True)) - found
        if not edge:
            break
        found |= edge
    return found


def path_of(place: ConfigurationItem | None) -> list[int]:
    """The ids of a place and of what it lies in, from the inside out; one query a level."""
    found: list[int] = []
    current = place.pk if place else None
    while current is not None and current not in found and len(found) < _DEEPEST:
        found.append(current)
        current = ConfigurationItem.objects.filter(pk=current).values_list("location_id", flat=True).first()
    return found


def places() -> dict[int, int | None]:
    """Every place and what it lies in; one query."""
    rows = ConfigurationItem.objects.filter(type__object_class=ObjectClass.PLACE).order_by()
    return dict(rows.values_list("pk", "location_id"))


def item_in_address(text: str) -> int | None:
    """The id of the item to which the address in a label's code leads; None for other words."""
    found = _ADDRESS.search(text)
    return int(found[1]) if found else None


def narrowed(
    items: QuerySet[ConfigurationItem],
    *,
    types: Iterable[int] = (),
    unit: Unit | None = None,
    place: int | None = None,
) -> QuerySet[ConfigurationItem]:
    """`items` of these types (with subtypes), that unit and that place, where given."""
    if chosen := set(types):
        items = items.filter(type__in=with_subtypes(chosen))
    if unit is not None:
        items = items.filter(owner_unit__in=with_units_below(unit))
    if place is not None:
        items = items.filter(location__in=places_within(place))
    return items
