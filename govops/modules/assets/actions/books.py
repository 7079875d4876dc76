"""What counting asks of the ledger and where it writes: for one scan at once, for a whole workbook read and written together."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.records.visibility import visible
from govops.modules.assets import scopes
from govops.modules.assets.models import Stocktake, StocktakeLine
from govops.modules.assets.scopes import item_in_address
from govops.modules.configuration.public import ConfigurationItem

_PART = 1000
#: what a count changes of a line
_COUNTED = (
    "result", "seen_location", "seen_custodian", "note", "counted_at", "counted_by", "way",
)  # fmt: skip


def entrusted(actor: Actor) -> Q:
    """Items that a counter may be told of: whoever is sent to count sees what is counted, never beyond the clearance."""
    clearance = actor.person.clearance if actor.person else 0
    seen = visible(ConfigurationItem.objects.all(), actor, register="configuration_item").order_by()
    return Q(secrecy_level__lte=clearance, is_restricted=False) | Q(pk__in=seen.values("pk"))


class Books:
    """The ledger as one scan asks it."""

    def __init__(self, stocktake: Stocktake, actor: Actor) -> None:
        self.stocktake, self.actor = stocktake, actor

    def find(self, text: str) -> ConfigurationItem | None:
        """The one item that is called so (number, asset number, serial, address of a label); Refused when several are."""
        return _only(self.called([text]), text)

    def called(self, words: Iterable[str]) -> list[ConfigurationItem]:
        """The items, among those the actor may be told of, that bear one of these names."""
        texts = list(words)
        ids = [pk for text in texts if (pk := item_in_address(text)) is not None]
        names = (
            Q(number__in=[text.upper() for text in texts])
            | Q(asset_number__in=texts)
            | Q(serial_number__in=texts)
        )
        rows = ConfigurationItem.objects.filter(entrusted(self.actor)).filter(names | Q(pk__in=ids))
        return list(rows.select_related("location", "custodian").order_by("pk"))

    def line_of(self, item: ConfigurationItem) -> StocktakeLine | None:
        return self.lines().filter(item=item).first()

    def lines(self) -> QuerySet[StocktakeLine]:
        return self.stocktake.lines.select_related("item", "location", "custodian", "counted_by")

    def path_of(self, place: ConfigurationItem | None) -> list[int]:
        """A place and what it lies in, from the inside out."""
        return scopes.path_of(place)

    def keep(self, line: StocktakeLine) -> bool:
        """Write the line; False when the same surplus stands there already."""
        try:
            with transaction.atomic():
                line.save()
        except IntegrityError:
            return False
        return True


class ManyBooks(Books):
    """The ledger read ahead for all words of a workbook; `write` writes what was kept, the queries not more for more rows."""

    def __init__(self, stocktake: Stocktake, actor: Actor, words: Iterable[str]) -> None:
        super().__init__(stocktake, actor)
        self._named: dict[str, list[ConfigurationItem]] = {}
        self._parents = scopes.places()
        wanted = sorted(set(words))
        for start in range(0, len(wanted), _PART):
            for item in self.called(wanted[start : start + _PART]):
                for name in {item.number, item.asset_number, item.serial_number, f"#{item.pk}"} - {""}:
                    self._named.setdefault(name, []).append(item)
        ids = {item.pk for items in self._named.values() for item in items}
        self._lines = {line.item_id: line for line in self.lines().filter(item__in=ids)}
        surplus = stocktake.lines.filter(item__isnull=True).values_list("number", flat=True)
        self._surplus = set(surplus)
        self._kept: dict[int, StocktakeLine] = {}

    def find(self, text: str) -> ConfigurationItem | None:
        pk = item_in_address(text)
        names = (f"#{pk}",) if pk is not None else (text.upper(), text)
        found = {item.pk: item for name in names for item in self._named.get(name, ())}
        return _only(list(found.values()), text)

    def line_of(self, item: ConfigurationItem) -> StocktakeLine | None:
        return self._lines.get(item.pk)

    def path_of(self, place: ConfigurationItem | None) -> list[int]:
        found: list[int] = []
        current = place.pk if place else None
        while current is not None and current not in found:
            found.append(current)
            current = self._parents.get(current)
        return found

    def keep(self, line: StocktakeLine) -> bool:
        if line.item_id is None and line.number in self._surplus:
            return False
        if line.item_id is None:
            self._surplus.add(line.number)
        else:
            self._lines[line.item_id] = line
        self._kept[id(line)] = line
        return True

    def write(self) -> None:
        """All that was kept, new lines and changed ones."""
        kept = list(self._kept.values())
        StocktakeLine.objects.bulk_create([line for line in kept if line.pk is None], batch_size=_PART)
        rewrite([line for line in kept if line.pk], _COUNTED)


def rewrite(lines: list[StocktakeLine], fields: tuple[str, ...]) -> None:
    """Write these fields of lines that are there already: one statement a thousand lines."""
    StocktakeLine.objects.bulk_create(
        lines, batch_size=_PART, update_conflicts=True, unique_fields=("id",), update_fields=fields
    )


def _only(found: list[ConfigurationItem], text: str) -> ConfigurationItem | None:
    if len(found) > 1:
        raise Refused(f"“{text}”对应不止一项资产，请改扫配置项编号。", status=409)
    return found[0] if found else None
