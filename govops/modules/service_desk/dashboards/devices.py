"""配置项 beside a ticket: what the caller has in use, what is known of the items chosen, what their failure would touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration import public as configuration
from govops.modules.configuration.public import ConfigurationItem, ItemState, ObjectClass, OpenTicket
from govops.modules.service_catalogue.public import Impact
from govops.modules.service_desk.parameters import BUREAU_UNITS, whole

ITEM = "configuration_item"
MOST = 12
_GONE = (ItemState.SCRAPPED, ItemState.PLANNED)


@dataclass
class Known:
    """What the desk should know of an item before it writes down a ticket about it."""

    item: ConfigurationItem
    is_changing: bool = False
    tickets: list[OpenTicket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"/r/{ITEM}/{self.item.pk}/"


@dataclass(frozen=True)
class Suggested:
    """The level of impact that the graph speaks for, and why, in a sentence."""

    level: str
    label: str
    sentence: str


def devices_of(person_id: int, actor: Actor, *, most: int = MOST) -> list[Known]:
    """What a person has in use, as far as `actor` may see it: three queries however many."""
    rows = visible(ConfigurationItem.objects.filter(custodian=person_id), actor, register=ITEM)
    return known([*rows.exclude(state__in=_GONE).select_related("type").order_by("-id")[:most]], actor)


def chosen(ids: Collection[int], actor: Actor) -> list[ConfigurationItem]:
    """The items of a form, as far as `actor` may see them."""
    if not ids:
        return []
    rows = visible(ConfigurationItem.objects.filter(pk__in=list(ids)[:MOST]), actor, register=ITEM)
    return list(rows.select_related("type").order_by("id"))


def known(items: list[ConfigurationItem], actor: Actor) -> list[Known]:
    """Each with whether it is under change now and what is still open on it."""
    ids = [item.pk for item in items]
    changing = configuration.changing(ids, moment.now())
    tickets: dict[int, list[OpenTicket]] = defaultdict(list)
    for ticket in configuration.tickets_on(ids, actor):
        tickets[ticket.item_id].append(ticket)
    return [Known(item, item.pk in changing, tickets[item.pk]) for item in items]


def suggested(ids: Collection[int], actor: Actor) -> Suggested | None:
    """What the impact of these items speaks for; None where they are no service and nothing hangs on them."""
    found = configuration.impact(list(ids), actor) if ids else None
    if found is None:
        return None
    services = [*_services(found.starts), *(line.item for line in found.services)]
    if not services and not found.total:
        return None
    level = _level(found, services)
    names = "、".join(f"“{one.name}”" for one in services[:3])
    parts = [f"服务 {len(services)} 项（{names}{'等' if len(services) > 3 else ''}）"] if services else []
    parts += [f"其他配置项 {found.total} 个"] if found.total and not services else []
    parts += [f"涉及{found.served.words}"] if found.people else []
    return Suggested(level.value, str(level.label), f"会影响{'，'.join(parts)}。")


def _services(items: Iterable[Any]) -> list[Any]:
    return [one for one in items if one.object_class == ObjectClass.SERVICE]


def _level(found: Any, services: list[Any]) -> Impact:
    """全单位 where a vital service or many units are touched; 部门 where a service or more than one person is."""
    if any(one.importance == "vital" for one in services) or len(found.units) >= whole(BUREAU_UNITS):
        return Impact.BUREAU
    return Impact.UNIT if services or found.people > 1 else Impact.PERSON
