"""A found thing beside the item that it is: field by field, references by what they name, secrets never in clear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.attributes import Attribute, AttributeKind, read, sealing
from govops.kernel.attributes import references as attribute_references
from govops.kernel.attributes.parsing import parse
from govops.kernel.registers import doors, references, site
from govops.modules.configuration.intake.plans import ITEM
from govops.modules.configuration.models import ItemType

#: what a person wrote with thought, and a scanner does not know better
_KEPT = frozenset({"name", "description", "owner_unit", "custodian", "location"})
#: what may be taken over of a found thing that is known already
_OFFERED = (
    "name", "ip_address", "mac_address", "serial_number", "asset_number", "brand", "model_name", "item_version", "description",
)  # fmt: skip
_REFERRING = ("owner_unit", "custodian", "location")
REPLACED, SET = "已更换", sealing.MASK


@dataclass(frozen=True)
class Difference:
    """One field of a known item that was found otherwise, as people read it; `value` is what the door is given.

    `key`: the column, or `values.` and the attribute.
    """

    key: str
    title: str
    now: str
    found: str
    is_proposed: bool
    value: Any


class Named:
    """The rows that the words of a source name, each word asked once."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._rows: dict[tuple[str, str], Any] = {}
        self._written: dict[tuple[str, str], str | None] = {}

    def row(self, column: str, word: str) -> Any:
        """The unit, person or place that a column's word names; None for nobody, or not one alone."""
        if (column, word) not in self._rows:
            asked: Any = doors.form_of(site.get(ITEM)).base_fields[column]
            try:
                self._rows[column, word] = references.resolve(asked.queryset, word)
            except LookupError:
                self._rows[column, word] = None
        return self._rows[column, word]

    def written(self, asked: Attribute, word: str) -> str | None:
        """How an attribute keeps the one that the word names; None likewise."""
        if (asked.to, word) not in self._written:
            found = attribute_references.resolve(asked.to, [word], actor=self._actor)
            self._written[asked.to, word] = found.get(word)
        return self._written[asked.to, word]


def differences(
    item: Any, found: Mapping[str, Any], asked: Sequence[Attribute], named: Named
) -> list[Difference]:
    """Field by field: what is empty now, and what a machine knows better, is proposed."""
    told = [
        *(_column(item, name, raw) for name, raw in _said(found, _OFFERED)),
        *(_reference(item, name, raw, named) for name, raw in _said(found, _REFERRING)),
        *(_value(item, one, answer_to(one, found["values"]), named) for one in asked),
    ]
    return [one for one in told if one is not None]


def strangers(found: Mapping[str, Any], asked: Sequence[Attribute], named: Named) -> list[str]:
    """What the source refers to and nobody knows, in words: 责任人“张某”."""
    told = [
        f"{_title(name)}“{raw}”"
        for name, raw in _said(found, _REFERRING)
        if named.row(name, str(raw)) is None
    ]
    for one in asked:
        raw = answer_to(one, found["values"])
        if one.kind == AttributeKind.REFERENCE and raw is not None and named.written(one, str(raw)) is None:
            told.append(f"{one.title}“{raw}”")
    return told


def _said(found: Mapping[str, Any], columns: Iterable[str]) -> list[tuple[str, Any]]:
    facts = {"name": found["name"], **found["facts"]}
    return [(name, facts[name]) for name in columns if facts.get(name) not in (None, "")]


def answer_to(asked: Attribute, values: Mapping[str, Any]) -> Any:
    """What the source says of an attribute, by its name, title or label; None for nothing."""
    words = (asked.name, asked.title, asked.label)
    return next((values[word] for word in words if values.get(word) not in (None, "")), None)


def _title(name: str) -> str:
    return str(site.get(ITEM).model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _column(item: Any, name: str, raw: Any) -> Difference | None:
    now = getattr(item, name, None)
    if str(now or "") == str(raw):
        return None
    return Difference(name, _title(name), str(now or ""), str(raw), not now or name not in _KEPT, str(raw))


def _reference(item: Any, name: str, raw: Any, named: Named) -> Difference | None:
    row, now = named.row(name, str(raw)), getattr(item, name)
    if row is None or row == now:
        return None
    return Difference(name, _title(name), "" if now is None else str(now), str(row), now is None, row.pk)


def _value(item: Any, asked: Attribute, raw: Any, named: Named) -> Difference | None:
    now, key = item.values.get(asked.name), f"values.{asked.name}"
    if raw is None:
        return None
    if asked.kind == AttributeKind.SECRET:
        return _secret(asked, key, now, raw)
    if asked.kind == AttributeKind.REFERENCE:
        value: Any = named.written(asked, str(raw))
    else:
        try:
            value = parse(asked, raw)
        except ValueError:
            return None
    if value is None or now == value:
        return None
    return Difference(key, asked.label, "" if now is None else str(now), str(value), True, value)


def _secret(asked: Attribute, key: str, now: Any, raw: Any) -> Difference | None:
    """Only a secret that is given and is another than the one kept."""
    text = opened(raw)
    if not sealing.is_sealed(now):
        return Difference(key, asked.label, "", SET, True, text)
    return None if _holds(now, text) else Difference(key, asked.label, SET, REPLACED, True, text)


def _holds(now: Any, text: str) -> bool:
    """Whether the kept secret is this one; of one that was sealed with another key nobody can say so."""
    try:
        return sealing.unseal(now) == text
    except ValueError:
        return False


def fitting(values: Mapping[str, Any], kind: ItemType) -> dict[str, Any]:
    """Of what a source tells, the attributes that the type asks for and that fit; the rest is none of its business."""
    fit = {}
    for asked in kind.all_attributes():
        raw = answer_to(asked, values)
        if raw is None:
            continue
        try:
            fit[asked.name] = parse(asked, opened(raw))
        except ValueError:
            continue
    return fit


# --- secrets ----------------------------------------------------------------------------------------------------------


def secret_words() -> frozenset[str]:
    """How the secrets of any type are called, by name, title or label: a type guessed wrongly shows none either."""
    told: set[str] = set()
    for kind in ItemType.objects.all():
        for one in read(kind.attributes):
            if one.kind == AttributeKind.SECRET:
                told |= {one.name, one.title, one.label}
    return frozenset(told)


def sealed(values: Mapping[str, Any], secret: frozenset[str]) -> dict[str, Any]:
    """What a source tells, its secrets sealed: so it is kept until it is applied."""
    return {
        name: sealing.seal(str(raw)) if name in secret and raw not in (None, "") else raw
        for name, raw in values.items()
    }


def opened(raw: Any) -> Any:
    """The text behind a sealed value, for the door alone."""
    return sealing.unseal(raw) if sealing.is_sealed(raw) else raw
