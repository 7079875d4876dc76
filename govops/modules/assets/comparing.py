"""Two pictures of the configuration held against each other: a baseline with another, or with how things stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import Any

from django.db.models import Model, TextField, Value
from django.db.models.functions import Cast

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.records.fields import ReferencesField
from govops.kernel.records.visibility import visible
from govops.modules.assets.actions.baselines import ITEM, RELATION, Facts, rows_at
from govops.modules.assets.models import Baseline, BaselineRow
from govops.modules.configuration.public import (
    ConfigurationItem,
    ItemRelation,
    ItemState,
    ItemType,
    RelationState,
)

Key = tuple[str, int]
Picture = dict[Key, Facts]
#: facts that say nothing about the thing itself
_SILENT = frozenset({"version", "updated_at", "reason", "reference", "type_edition", "number", "title"})
_MODELS: dict[str, Any] = {ITEM: ConfigurationItem, RELATION: ItemRelation}


@dataclass(frozen=True)
class FieldChange:
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """One item or relation; `way`: added, removed or changed, with its fields in the last case."""

    register: str
    record_id: int
    number: str
    name: str
    way: str
    changes: tuple[FieldChange, ...] = ()

    @property
    def url(self) -> str:
        return f"/r/{self.register}/{self.record_id}/"


@dataclass
class Comparison:
    added: list[Difference] = field(default_factory=list)
    removed: list[Difference] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)
    same: int = 0

    @property
    def all(self) -> list[Difference]:
        return [*self.added, *self.removed, *self.changed]

    @property
    def total(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)


def kept(baseline: Baseline) -> Picture:
    """What a baseline holds."""
    return all_kept(baseline)[0]


def all_kept(*baselines: Baseline) -> list[Picture]:
    """What each baseline holds; one query."""
    pictures: dict[int, Picture] = {one.pk: {} for one in baselines}
    rows = BaselineRow.objects.filter(baseline__in=pictures).order_by()
    facts_of = rows.values_list("baseline_id", "register", "record_id", "facts")
    for baseline, register, pk, facts in facts_of.iterator(chunk_size=2000):
        pictures[baseline][register, pk] = facts
    return [pictures[one.pk] for one in baselines]


def present(bounds: Baseline) -> Picture:
    """How things stand now within the bounds of a baseline."""
    return {(row.register, row.record_id): row.facts for row in rows_at(bounds, moment.now())}


def compare(before: Picture, after: Picture, actor: Actor) -> Comparison:
    """What is new, gone or different in `after`, as far as the actor may see it."""
    made = Comparison()
    differing = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    made.same = len(before.keys() & after.keys()) - sum(
        1 for key in differing if key in before and key in after
    )
    seen = sorted(_seen(differing, actor))
    names = Names.of(
        chain.from_iterable(((key[0], side.get(key)) for side in (before, after)) for key in seen)
    )
    for key in seen:
        one = _difference(key, before.get(key), after.get(key), names)
        if one is None:
            made.same += 1
        else:
            {"added": made.added, "removed": made.removed, "changed": made.changed}[one.way].append(one)
    return made


def _seen(keys: Iterable[Key], actor: Actor) -> set[Key]:
    """Those that the actor may see; one query."""
    wanted = list(keys)
    parts = []
    for register, model in _MODELS.items():
        ids = [pk for code, pk in wanted if code == register]
        rows = visible(model._default_manager.filter(pk__in=ids), actor, register=register).order_by()
        parts.append(rows.annotate(of=Value(register)).values_list("of", "pk"))
    return set(parts[0].union(*parts[1:], all=True))


def _difference(key: Key, before: Facts | None, after: Facts | None, names: Names) -> Difference | None:
    facts = after or before or {}
    number, name = str(facts.get("number") or ""), str(facts.get("name") or facts.get("title") or "")
    if before is None or after is None:
        return Difference(*key, number, name, "added" if before is None else "removed")
    changes = tuple(_changes(key[0], before, after, names))
    return Difference(*key, number, name, "changed", changes) if changes else None


def _changes(register: str, before: Facts, after: Facts, names: Names) -> Iterable[FieldChange]:
    for name in sorted((before.keys() | after.keys()) - _SILENT):
        was, became = before.get(name), after.get(name)
        if was == became or _same_amount(was, became):
            continue
        if name == "values":
            yield from _attributes(was or {}, became or {}, names)
        else:
            title = str(_MODELS[register]._meta.get_field(name).verbose_name)
            yield FieldChange(title, names.words(register, name, was), names.words(register, name, became))


def _same_amount(was: Any, became: Any) -> bool:
    """12800 and 12800.00 are the same amount of yuan."""
    if not (isinstance(was, str) and isinstance(became, str)):
        return False
    try:
        return Decimal(was) == Decimal(became)
    except InvalidOperation:
        return False


def _attributes(was: Facts, became: Facts, names: Names) -> Iterable[FieldChange]:
    """The attributes of a type, each for itself; what is sealed is never opened here."""
    for name in sorted(was.keys() | became.keys()):
        if was.get(name) != became.get(name):
            yield FieldChange(
                names.attributes.get(name, name), plain_words(was.get(name)), plain_words(became.get(name))
            )


@dataclass(frozen=True)
class Names:
    """What ids in the facts stand for: read together, however many rows are compared."""

    rows: Mapping[type[Model], Mapping[int, str]]
    attributes: Mapping[str, str]

    @classmethod
    def of(cls, pictures: Iterable[tuple[str, Facts | None]]) -> Names:
        wanted: dict[type[Model], set[int]] = defaultdict(set)
        for register, facts in pictures:
            for name, target in _REFERENCES[register].items():
                value = (facts or {}).get(name)
                wanted[target] |= {
                    one for one in (value if isinstance(value, list) else [value]) if isinstance(one, int)
                }
        return cls(_named(wanted), {} if not wanted else _attribute_titles())

    def words(self, register: str, name: str, value: Any) -> str:
        """A fact as people read it; empty for nothing."""
        target = _REFERENCES[register].get(name)
        if target is not None:
            ids = value if isinstance(value, list) else [value]
            return "、".join(self.rows.get(target, {}).get(one, f"#{one}") for one in ids if one is not None)
        field_: Any = _MODELS[register]._meta.get_field(name)
        labels = _states(register) if name == "state" else dict(field_.flatchoices or ())
        return str(labels.get(value, "")) or plain_words(value)


def _named(wanted: Mapping[type[Model], set[int]]) -> dict[type[Model], dict[int, str]]:
    """The names of these rows of all tables, everyone's; one query."""
    targets = [target for target, ids in wanted.items() if ids]
    found: dict[type[Model], dict[int, str]] = {target: {} for target in targets}
    parts = [
        target._default_manager.filter(pk__in=wanted[target])
        .order_by()
        .annotate(of=Value(place), named=Cast("name", TextField()))
        .values_list("of", "pk", "named")
        for place, target in enumerate(targets)
    ]
    for place, pk, name in parts[0].union(*parts[1:], all=True) if parts else ():
        found[targets[place]][pk] = name
    return found


def _attribute_titles() -> dict[str, str]:
    asked = chain.from_iterable(ItemType.objects.values_list("attributes", flat=True))
    return {str(one.get("name")): str(one.get("title")) for one in asked}


def _states(register: str) -> dict[Any, str]:
    return {value: str(label) for value, label in (ItemState if register == ITEM else RelationState).choices}


def plain_words(value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "已设置"
    return "、".join(map(plain_words, value)) if isinstance(value, list) else str(value)


def _references(model: type[Model]) -> dict[str, type[Model]]:
    """Field → model of everything that refers to rows."""
    found: dict[str, type[Model]] = {}
    for one in model._meta.concrete_fields:
        target: Any = one.remote_field.model if one.remote_field else None
        if isinstance(one, ReferencesField):
            found[one.name] = one.target
        elif one.many_to_one:
            found[one.name] = target
    return found


_REFERENCES = {register: _references(model) for register, model in _MODELS.items()}
