"""影响与原因: who and what is affected when items fail, and what could be behind it; every result with its way in words.

Items that the reader may not see carry a failure on like any other, but are never named and only counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.graphs import Arc, Edges, behind, failing
from govops.kernel.organization.models import Person, Unit
from govops.kernel.records.sight import HIDDEN
from govops.kernel.records.visibility import visible
from govops.modules.configuration.choices import Importance, ItemState, ObjectClass, RelationState
from govops.modules.configuration.hooks import OpenTicket, changing, tickets_on
from govops.modules.configuration.models import ConfigurationItem, ItemRelation

ITEM = "configuration_item"
#: what hangs on what at present; ended relations carry nothing
RELATIONS = Edges(table=ItemRelation._meta.db_table, holds=f"state = '{RelationState.ACTIVE}'")
#: lines that an answer names; all are counted
MOST = 300
#: affected items whose open tickets are looked for, services first
MOST_ASKED = 5000
_CLASSES = {code: rank for rank, code in enumerate(ObjectClass.values)}
_IMPORTANCE = {code: rank for rank, code in enumerate(Importance.values)}
_COLUMNS = (
    "pk", "number", "name", "type__name", "type__icon", "type__object_class", "importance", "owner_unit", "custodian", "users",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """An item that the reader may see, in the few words that a picture or a line needs."""

    id: int
    number: str
    name: str
    type: str
    icon: str
    object_class: str
    importance: str
    owner_unit: int
    custodian: int | None
    users: Sequence[int]

    @property
    def url(self) -> str:
        return f"/r/{ITEM}/{self.id}/"

    @property
    def class_label(self) -> str:
        return str(ObjectClass(self.object_class).label)

    @property
    def rank(self) -> tuple[int, int, str]:
        """Services first, the vital before the common."""
        return _CLASSES[self.object_class], _IMPORTANCE[self.importance], self.number


@dataclass(frozen=True, slots=True)
class Step:
    """“← 运行于 — 服务器 B”: one relation towards the cause."""

    relation: str
    name: str
    item_id: int


@dataclass(frozen=True, slots=True)
class Line:
    """An item with the way to it in steps towards the cause, from `begin`: the item itself, or the symptom it explains.

    `explains`: how many of the symptoms its failure alone would bring; only told of causes.
    """

    item: Named
    begin: str
    steps: tuple[Step, ...]
    explains: int = 0
    tickets: int = 0
    is_changing: bool = False

    @property
    def depth(self) -> int:
        return len(self.steps)

    @property
    def words(self) -> str:
        return words_of(self.begin, self.steps)


@dataclass(frozen=True, slots=True)
class UnitHit:
    """A unit that uses or owns what is affected; `people`: those in office there and below."""

    unit: Unit
    items: int
    people: int


@dataclass
class Impact:
    """What is affected. `total` counts every item the reader may see, `hidden` the others.

    `weakened`: not affected, but some of what stands for each other behind them has failed.
    """

    starts: list[Named]
    lines: list[Line]
    total: int
    hidden: int
    units: list[UnitHit] = field(default_factory=list)
    people: int = 0
    custodians: list[Person] = field(default_factory=list)
    tickets: list[OpenTicket] = field(default_factory=list)
    weakened: list[Named] = field(default_factory=list)

    @property
    def services(self) -> list[Line]:
        return [line for line in self.lines if line.item.object_class == ObjectClass.SERVICE]


@dataclass
class Causes:
    """What could be behind it, the most telling first."""

    symptoms: list[Named]
    lines: list[Line]
    total: int
    hidden: int


def words_of(name: str, steps: Iterable[Step]) -> str:
    """“数据库 A ← 运行于 — 服务器 B ← 供电 — UPS C”."""
    return name + "".join(f" ← {step.relation} — {step.name}" for step in steps)


def impact(item_ids: Collection[int], actor: Actor, *, standing: Collection[int] = ()) -> Impact:
    """What is affected when these items fail, redundancy respected; `standing` are known not to be affected."""
    reached = failing(RELATIONS, item_ids, standing=standing)
    known = named(reached.ids | reached.weakened, actor)
    seen = {pk: one for pk, one in known.items() if pk in reached.ids}
    found = sorted((seen[pk] for pk in reached.ids - reached.starts if pk in seen), key=lambda one: one.rank)
    ways = _ways(reached.ways_to([one.id for one in found[:MOST]]), seen)
    units, people = units_of([*found, *(seen[pk] for pk in reached.starts if pk in seen)])
    return Impact(
        starts=[seen[pk] for pk in item_ids if pk in seen],
        lines=[Line(one, *ways[one.id]) for one in found[:MOST]],
        total=len(found),
        hidden=len(reached.ids) - len(seen),
        units=units,
        people=people,
        custodians=_custodians(found),
        tickets=tickets_on([*reached.starts, *(one.id for one in found[:MOST_ASKED])], actor),
        weakened=sorted((one for pk, one in known.items() if pk not in seen), key=lambda one: one.rank)[
            :MOST
        ],
    )


def causes(item_ids: Collection[int], actor: Actor) -> Causes:
    """What could be behind the failure of these items: first what is being changed, has tickets, explains the most."""
    symptoms = set(item_ids)
    found = behind(RELATIONS, symptoms)
    seen = named(found.ids | symptoms, actor)
    suspects = [seen[pk] for pk in found.ids if pk in seen]
    ids = [one.id for one in suspects]
    tickets = Counter(ticket.item_id for ticket in tickets_on(ids, actor))
    changed = changing(ids, moment.now())
    explains = {pk: len(found.explained_by(pk)) for pk in ids}
    suspects.sort(key=lambda one: (one.id not in changed, -tickets[one.id], -explains[one.id], *one.rank))
    ways = _ways({one.id: found.way_from(one.id) for one in suspects[:MOST]}, seen)
    return Causes(
        symptoms=[seen[pk] for pk in item_ids if pk in seen],
        lines=[
            Line(one, *ways[one.id], explains[one.id], tickets[one.id], one.id in changed)
            for one in suspects[:MOST]
        ],
        total=len(suspects),
        hidden=len(found.ids) + len(symptoms) - len(seen),
    )


def named(ids: Collection[int], actor: Actor) -> dict[int, Named]:
    """Those of the items that the reader may see and that are not scrapped."""
    rows = visible(ConfigurationItem.objects.filter(pk__among=list(ids)), actor, register=ITEM)
    rows = rows.exclude(state=ItemState.SCRAPPED).order_by()
    return {row[0]: Named(*row) for row in rows.values_list(*_COLUMNS)}


def kinds_of(relation_ids: Iterable[int]) -> dict[int, str]:
    """How each relation reads."""
    rows = ItemRelation.objects.filter(pk__among=sorted(set(relation_ids))).order_by()
    return dict(rows.values_list("pk", "kind__name"))


def _ways(
    arcs: dict[int, tuple[Arc, ...]], seen: dict[int, Named]
) -> dict[int, tuple[str, tuple[Step, ...]]]:
    """For each item where its way begins, and the steps from there towards the cause."""
    kinds = kinds_of(arc.edge for found in arcs.values() for arc in found) if arcs else {}

    def name_of(pk: int) -> str:
        return seen[pk].name if pk in seen else HIDDEN

    return {
        pk: (
            name_of(found[-1].dependant),
            tuple(Step(kinds.get(arc.edge, "关联"), name_of(arc.supplier), arc.supplier) for arc in reversed(found)),
        )
        for pk, found in arcs.items()
    }  # fmt: skip


def units_of(found: list[Named]) -> tuple[list[UnitHit], int]:
    """Each using or owning unit with its people; the number of all of them, nobody counted twice."""
    items = Counter(unit for one in found for unit in {one.owner_unit, *one.users})
    if not items:
        return [], 0
    in_office = Count("people", filter=Q(people__is_active=True))
    every = list(Unit.objects.order_by().annotate(in_office=in_office))
    units = {unit.pk: unit for unit in every if unit.pk in items}
    paths = [(unit.path, unit.in_office) for unit in every if unit.in_office]

    def people(*roots: str) -> int:
        return sum(count for path, count in paths if path.startswith(roots))

    hits = [UnitHit(unit, items[pk], people(unit.path)) for pk, unit in units.items()]
    return sorted(hits, key=lambda hit: (-hit.items, hit.unit.pk)), people(*(u.path for u in units.values()))


def _custodians(found: list[Named]) -> list[Person]:
    ids = {one.custodian for one in found if one.custodian}
    return (
        list(Person.objects.filter(pk__in=ids).select_related("unit").order_by("unit", "id")) if ids else []
    )
