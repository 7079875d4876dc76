"""Narrowings of the list of items beyond its columns: a type with those below it, a class, a place with what lies in it."""

from __future__ import annotations

from django.db.models import Q

from govops.kernel.registers.narrowing import Narrowing, declare
from govops.modules.configuration.choices import ObjectClass
from govops.modules.configuration.models import ConfigurationItem, ItemType
from govops.modules.configuration.rules.trees import places_in


def _id(value: str) -> int:
    pk = int(value)
    if not 0 < pk < 2**63:
        raise ValueError(value)
    return pk


def of_type(value: str) -> Q:
    """Of the type or one below it."""
    return Q(type__in=ItemType.objects.filter(path__contains=f"/{_id(value)}/").values("pk"))


def of_class(value: str) -> Q:
    """Of a class of objects."""
    return Q(type__in=ItemType.objects.filter(object_class=ObjectClass(value)).values("pk"))


def inside(value: str) -> Q:
    """In the place, or in something that is in it."""
    return Q(location__in=places_in(_id(value)))


def at_either_end(value: str) -> Q:
    """Relations of an item, whichever end it is."""
    return Q(source=_id(value)) | Q(target=_id(value))


def _item_words(value: str) -> str:
    item = ConfigurationItem.objects.filter(pk=_id(value)).first()
    return item.number if item else value


def _type_words(value: str) -> str:
    kind = ItemType.objects.filter(pk=_id(value)).first()
    return f"{kind.name}（含下级）" if kind else value


def _place_words(value: str) -> str:
    place = ConfigurationItem.objects.filter(pk=_id(value)).first()
    return f"{place.number}（含其中各处）" if place else value


declare(
    Narrowing(
        "configuration_item",
        "object_class",
        "对象大类",
        of_class,
        lambda v: str(ObjectClass(v).label),
        ("type",),
    ),
    Narrowing("configuration_item", "type", "类型", of_type, _type_words, ("type",)),
    Narrowing("configuration_item", "location", "位置", inside, _place_words, ("location",)),
    Narrowing("item_relation", "item", "配置项", at_either_end, _item_words, ("source", "target")),
)
