"""载入标准类型: what is missing is added through the doors; what is there stays as the bureau has made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from govops.kernel.access.actor import Actor
from govops.kernel.organization import people
from govops.kernel.registers import doors, site
from govops.modules.configuration.models import ItemType, RelationKind
from govops.modules.configuration.seats import MANAGER
from govops.modules.configuration.standard import KINDS, TYPES, StandardType


@dataclass(frozen=True)
class Loaded:
    """How many were added."""

    types: int
    kinds: int

    @property
    def sentence(self) -> str:
        if not self.types and not self.kinds:
            return "标准类型和关系类型已经齐全，没有改动。"
        return f"已载入 {self.types} 个类型、{self.kinds} 个关系类型。"


def missing() -> tuple[list[StandardType], list[str]]:
    """The standard types, and the codes of the relation kinds, that are not there yet: two queries."""
    there = set(ItemType.objects.values_list("code", flat=True))
    kinds = set(RelationKind.objects.values_list("code", flat=True))
    return [one for one in TYPES if one.code not in there], [code for code, *_ in KINDS if code not in kinds]


def load_standard_types(actor: Actor) -> Loaded:
    """Add what is missing, parents first; loading again changes nothing. `Refused` when a name is taken by another code."""
    types, kinds = missing()
    with transaction.atomic():
        known = {one.code: one.pk for one in ItemType.objects.only("id", "code")}
        for one in types:
            known[one.code] = _add_type(one, known, actor)
        for code, name, inverse, flow, cardinality in KINDS:
            if code in kinds:
                data = {
                    "code": code,
                    "name": name,
                    "inverse": inverse,
                    "flow": int(flow),
                    "cardinality": cardinality,
                }
                doors.create(site.get("relation_kind"), _owned(data, actor), actor=actor)
    return Loaded(len(types), len(kinds))


def _add_type(one: StandardType, known: dict[str, int], actor: Actor) -> int:
    data = {
        "code": one.code, "name": one.name, "object_class": one.object_class, "parent": known.get(one.parent), "icon": one.icon,
        "attributes": one.attributes, "is_controlled": "C" in one.marks, "is_portable": "P" in one.marks, "has_media": "M" in one.marks,
    }  # fmt: skip
    return int(doors.create(site.get("item_type"), _owned(data, actor), actor=actor).pk)


def _owned(data: Mapping[str, Any], actor: Actor) -> Mapping[str, Any]:
    """The program itself acts for whoever sits as 配置经理."""
    if actor.person is not None:
        return data
    holders = people.holders(MANAGER.code)
    return {**data, "applicant": holders[0] if holders else None}
