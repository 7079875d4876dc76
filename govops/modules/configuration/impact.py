"""影响与原因: who and what is affected when items fail, and what could be behind it; every result with its way in words.

Items that the reader may not see carry a failure on like any other, but are never named and only counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.graphs import Arc, Edges, behind, failing
from govops.kernel.organization.models import Person
from govops.kernel.records.sight import HIDDEN
from govops.modules.configuration.choices import Importance, ObjectClass, RelationState
from govops.modules.configuration.hooks import OpenTicket, changing, tickets_on
from govops.modules.configuration.models import ItemRelation
from govops.modules.configuration.served import Served, UnitHit, served
from govops.modules.configuration.summing import first_of, in_sight, summed

ITEM = "configuration_item"
#: what hangs on what at present; ended relations carry nothing
RELATIONS = Edges(table=ItemRelation._meta.db_table, holds=f"state = '{RelationState.ACTIVE}'")
#: lines that an answer names; all are counted
MOST = 300
#: affected items whose open tickets are looked for, services first
MOST_ASKED = 1000
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


@dataclass
class Impact:
    """What is affected. `total` counts every item the reader may see, `hidden` the others; `lines` are the first of them.

    `classes`: how many of each class. `weakened`: not affected, but some of what stands for each other behind them has
    failed; the first of `weakened_total`.
    """

    starts: list[Named]
    lines: list[Line]
    total: int
    hidden: int
    classes: dict[str, int] = field(default_factory=dict)
    served: Served = field(default_factory=Served)
    custodians: list[Person] = field(default_factory=list)
    tickets: list[OpenTicket] = field(default_factory=list)
    weakened: list[Named] = field(default_factory=list)
    weakened_total: int = 0

    @property
    def services(self) -> list[Line]:
        """The services among the lines, which begin with them."""
        return [line for line in self.lines if line.item.object_class == ObjectClass.SERVICE]

    @property
    def service_count(self) -> int:
        return self.classes.get(ObjectClass.SERVICE, 0)

    @property
    def units(self) -> list[UnitHit]:
        return self.served.units

    @property
    def people(self) -> int:
        return self.served.people


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


def impact(
    item_ids: Collection[int], actor: Actor, *, standing: Collection[int] = (), most: int = MOST
) -> Impact:
    """What is affected when these items fail, redundancy respected; `standing` are known not to be affected.

    The first `most` are named, each with its way; everything is counted where it lies, in the database.
    """
    reached = failing(RELATIONS, item_ids, standing=standing)
    whole = summed(reached.ids, actor, starts=reached.starts, most=max(most, MOST_ASKED))
    weakened_total, weakened = first_of(reached.weakened, actor, most=most)
    listed = whole.first[:most]
    arcs = reached.ways_to(listed)
    on_the_way = {end for way in arcs.values() for arc in way for end in (arc.supplier, arc.dependant)}
    seen = named({*listed, *weakened, *on_the_way, *reached.starts}, actor)
    ways = _ways(arcs, seen)
    return Impact(
        starts=[seen[pk] for pk in item_ids if pk in seen],
        lines=[Line(seen[pk], *ways[pk]) for pk in listed],
        total=whole.total,
        hidden=len(reached.ids) - whole.seen,
        classes=whole.classes,
        served=served(whole.units),
        custodians=_people(whole.custodians),
        tickets=tickets_on([*reached.starts, *whole.first[:MOST_ASKED]], actor),
        weakened=[seen[pk] for pk in weakened],
        weakened_total=weakened_total,
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
    return {row[0]: Named(*row) for row in in_sight(ids, actor).values_list(*_COLUMNS)}


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


def served_by(found: Iterable[Named]) -> Served:
    """Whom these items serve: the using units, or the responsible one where none is named."""
    return served(Counter(unit for one in found for unit in set(one.users or [one.owner_unit])))


def _people(ids: list[int]) -> list[Person]:
    return (
        list(Person.objects.filter(pk__in=ids).select_related("unit").order_by("unit", "id")) if ids else []
    )
