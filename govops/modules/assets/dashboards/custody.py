"""Who has said this year that his things are with him, what is missing, and what the departed have left behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.assets import scopes
from govops.modules.assets.actions.books import entrusted
from govops.modules.assets.actions.custody import held_by
from govops.modules.assets.models import CustodyCheck
from govops.modules.configuration.public import ConfigurationItem, ItemState

LATEST = 100


@dataclass(frozen=True)
class Own:
    """A thing in one's name, and what one has said of it this year (None: nothing yet)."""

    item: Any
    said: CustodyCheck | None


@dataclass(frozen=True)
class UnitCheck:
    """How far a unit is: its things, those of which somebody has spoken, those said to be away."""

    title: str
    count: int
    said: int
    away: int
    url: str

    @property
    def percent(self) -> int:
        return round(100 * self.said / self.count) if self.count else 100


@dataclass(frozen=True)
class Left:
    """What somebody who has left still answers for; `url`: the hand-over that takes it back, filled in."""

    name: str
    unit: str
    left_on: Any
    items: list[Any]
    url: str


def own(actor: Actor, year: int) -> list[Own]:
    """The things in the actor's name that he may be told of; three queries."""
    items = list(
        held_by(actor.person)
        .filter(entrusted(actor))
        .select_related("type", "location")
        .order_by("name", "pk")
    )
    said = {
        one.item_id: one
        for one in CustodyCheck.objects.filter(person=actor.person, year=year, item__in=items)
    }
    return [Own(item, said.get(item.pk)) for item in items]


def held(actor: Actor) -> QuerySet[Any]:
    """The things that one can lay a hand on and for which somebody answers, as far as the actor may see them."""
    items = ConfigurationItem.objects.filter(type__object_class__in=scopes.TANGIBLE, custodian__isnull=False)
    items = items.exclude(state__in=(ItemState.SCRAPPED, ItemState.PLANNED)).exclude(
        type__in=scopes.intangible_types()
    )
    return visible(items, actor, register="configuration_item").order_by()


def progress(items: QuerySet[Any], year: int) -> list[UnitCheck]:
    """Unit by unit, those farthest behind first; one query."""
    mine = CustodyCheck.objects.filter(item=OuterRef("pk"), person=OuterRef("custodian"), year=year)
    rows = items.annotate(said=Exists(mine), away=Exists(mine.filter(is_here=False)))
    told = rows.values_list("owner_unit", "owner_unit__short_name").annotate(
        many=Count("pk"), spoken=Count("pk", filter=Q(said=True)), gone=Count("pk", filter=Q(away=True))
    )
    made = [
        UnitCheck(name, count, said, away, f"/m/assets/ledger/?{urlencode({'owner_unit': pk})}")
        for pk, name, count, said, away in told
    ]
    return sorted(made, key=lambda one: (one.percent, -one.count))


def missing(items: QuerySet[Any], year: int) -> list[CustodyCheck]:
    """What was said not to be there, the newest first; while the thing is still in that person's name."""
    rows = CustodyCheck.objects.filter(year=year, is_here=False, item__in=items.values("pk")).select_related(
        "item", "person__unit"
    )
    return [one for one in rows.order_by("-said_at")[:LATEST] if one.item.custodian_id == one.person_id]


def left_behind(items: QuerySet[Any]) -> list[Left]:
    """The things of people who are not here any more, person by person; one query."""
    rows = items.filter(custodian__is_active=False).select_related("custodian__unit", "type")
    people: dict[int, list[Any]] = {}
    for item in rows.order_by("custodian", "name")[: 10 * LATEST]:
        people.setdefault(item.custodian_id, []).append(item)
    return [_left(items) for items in people.values()]


def _left(items: list[Any]) -> Left:
    person = items[0].custodian
    query = {
        "kind": "return",
        "reason": f"{person.name}离岗，收回名下资产",
        "items": [item.pk for item in items],
    }
    return Left(
        person.name,
        person.unit.short_name,
        person.left_on,
        items,
        f"/m/assets/papers/hand_over/?{urlencode(query, doseq=True)}",
    )
