"""Which item is meant: by number, else asset number, else serial number, else the name within its type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.registers import lists, site
from govops.modules.configuration.intake.plans import ITEM
from govops.modules.configuration.models import ConfigurationItem

#: keys asked of the database together
_AT_ONCE = 2000
_CERTAIN = ("number", "asset_number", "serial_number")
TITLES = {"number": "编号", "asset_number": "资产编号", "serial_number": "序列号", "name": "名称"}


@dataclass(frozen=True)
class Doubt:
    """Why it cannot be said which item is meant, and the field to mend."""

    field: str
    sentence: str


def items(actor: Actor) -> QuerySet[Any]:
    """Those that the actor may see, with what a form refers to."""
    rows = lists.base(site.get(ITEM), actor)
    return rows.select_related("type", "owner_unit", "custodian", "location")


def spelled(field: str, raw: Any) -> str:
    """A key as the register keeps it."""
    text = str(raw or "").strip()
    return text.upper() if field in {"number", "asset_number"} else text


class Known:
    """The items that some rows may mean: a query for each key, for all rows together."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], *, actor: Actor, within: int) -> None:
        """`within`: the id of the type, for names."""
        told = list(rows)
        self._by: dict[str, dict[str, list[Any]]] = {}
        for field in (*_CERTAIN, "name"):
            wanted = {spelled(field, row.get(field)) for row in told} - {""}
            found = items(actor).filter(**{f"{field}__in": wanted}) if wanted else items(actor).none()
            if field == "name":
                found = found.filter(type=within)
            self._by[field] = {}
            for item in found:
                self._by[field].setdefault(getattr(item, field), []).append(item)

    def meant(self, row: Mapping[str, Any]) -> tuple[Any, str] | Doubt | None:
        """The item and the key by which it was found; None for a new one."""
        if number := spelled("number", row.get("number")):
            held = self._by["number"].get(number)
            if not held:
                return Doubt("number", f"没有编号为“{number}”的配置项，新登记请把编号留空。")
            return self._unless_contradicted(held[0], "number", row)
        for field in _CERTAIN[1:]:
            held = self._by[field].get(spelled(field, row.get(field)), [])
            if len(held) > 1:
                return _several(field, row, held)
            if held:
                return self._unless_contradicted(held[0], field, row)
        if any(spelled(field, row.get(field)) for field in _CERTAIN[1:]):
            return None
        held = self._by["name"].get(spelled("name", row.get("name")), [])
        if len(held) > 1:
            return _several("name", row, held)
        return (held[0], "name") if held else None

    def _unless_contradicted(self, item: Any, by: str, row: Mapping[str, Any]) -> tuple[Any, str] | Doubt:
        """Two keys that point to different items are a contradiction for a person to settle."""
        for field in _CERTAIN[1:]:
            others = [
                one for one in self._by[field].get(spelled(field, row.get(field)), ()) if one.pk != item.pk
            ]
            if (
                field != by
                and others
                and not any(
                    one.pk == item.pk for one in self._by[field].get(spelled(field, row.get(field)), ())
                )
            ):
                return Doubt(
                    field,
                    f"{TITLES[by]}指向 {item.number}，{TITLES[field]}“{row.get(field)}”却已登记在 {others[0].number}，无法判定是哪一件，请核对。",
                )  # fmt: skip
        return item, by


def _several(field: str, row: Mapping[str, Any], held: list[Any]) -> Doubt:
    numbers = "、".join(item.number for item in held[:3]) + ("等" if len(held) > 3 else "")
    return Doubt(field, f"{TITLES[field]}“{row.get(field)}”对应不止一个配置项（{numbers}），请填写编号。")


class End(NamedTuple):
    """An item that a relation names: no more of it than the relation needs."""

    pk: int
    name: str


class Ends:
    """The items that relations name, by whatever key: a few queries for all of them."""

    def __init__(self, words: Iterable[str], *, actor: Actor) -> None:
        wanted = {part for word in set(words) for part in _parts(word)}
        self._by: list[dict[str, list[End]]] = []
        for field in (*_CERTAIN, "name"):
            keys = sorted({spelled(field, word) for word in wanted})
            found: dict[str, list[End]] = {}
            for start in range(0, len(keys), _AT_ONCE):
                rows = lists.base(site.get(ITEM), actor).filter(
                    **{f"{field}__in": keys[start : start + _AT_ONCE]}
                )
                for key, pk, name in rows.order_by("pk").values_list(field, "pk", "name"):
                    found.setdefault(key, []).append(End(pk, name))
            self._by.append(found)

    def find(self, word: str) -> Any:
        """The item, or a sentence why not."""
        for part in _parts(word):
            for field, found in zip((*_CERTAIN, "name"), self._by, strict=True):
                held = found.get(spelled(field, part), [])
                if len(held) == 1:
                    return held[0]
                if held:
                    return f"“{word}”对应不止一个配置项，请填写编号。"
        return f"找不到配置项“{word}”，请填写编号、资产编号、序列号或唯一的名称。"


def _parts(word: str) -> list[str]:
    """What may be the key in `名称（编号）`: the inside first."""
    text = word.strip()
    inside = text[text.rfind("（") + 1 : -1] if text.endswith("）") and "（" in text else ""
    return [part for part in (inside, text) if part]


def items_by_id(ids: Iterable[int]) -> dict[int, Any]:
    """The items of these ids."""
    return dict(ConfigurationItem.objects.in_bulk(list(ids)))
