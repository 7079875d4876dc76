"""What ends when: warranties and contracts from their columns, certificates and licences from an attribute of their type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, DateField, F, Q, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from govops.kernel.records.choices import SecrecyLevel
from govops.modules.assets.choices import ExpiryKind
from govops.modules.configuration.public import ItemState, ItemType

#: the attributes (dates) by which a type says that its items end: of the standard types, and of a bureau's own
ENDS = ("valid_until", "expires_on")
_ISO = r"^\d{4}-\d{2}-\d{2}$"
#: columns that say so of every item
COLUMNS = {ExpiryKind.WARRANTY: "warranty_until", ExpiryKind.CONTRACT: "contract_until"}
_FACTS = (
    "pk",
    "number",
    "name",
    "custodian_id",
    "custodian__name",
    "owner_unit_id",
    "owner_unit__short_name",
    "type__name",
    "secrecy_level",
    "is_restricted",
    "ends",
)


@dataclass(frozen=True)
class Span:
    """From `first` (None: since ever) to `last`, both inclusive."""

    first: date | None
    last: date

    def of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of `rows` that end within the span, the earliest first."""
        rows = rows.filter(ends__lte=self.last).order_by("ends", "pk")
        return rows.filter(ends__gte=self.first) if self.first else rows


@dataclass(frozen=True)
class Expiring:
    """One date of one item; `days` from today, negative when it has passed."""

    item_id: int
    number: str
    name: str
    type: str
    unit_id: int
    unit: str
    custodian_id: int | None
    custodian: str
    kind: ExpiryKind
    due: date
    days: int
    is_discreet: bool = False

    @property
    def url(self) -> str:
        return f"/r/configuration_item/{self.item_id}/"

    @property
    def words(self) -> str:
        return days_words(self.days)


def days_words(days: int) -> str:
    """“已过期 12 天”, “今天到期”, “还有 7 天”."""
    if days < 0:
        return f"已过期 {-days} 天"
    return f"还有 {days} 天" if days else "今天到期"


def types_that_end() -> set[int]:
    """The types (with subtypes) that ask for such a date; one query."""
    rows = list(ItemType.objects.values_list("pk", "path", "attributes"))
    own = {pk for pk, _path, asked in rows if any(one.get("name") in ENDS for one in asked or ())}
    return {pk for pk, path, _asked in rows if own & {int(part) for part in path.split("/") if part}}


def expiring(
    items: QuerySet[Any], today: date, within: int, *, kinds: Iterable[ExpiryKind] = tuple(ExpiryKind), since: int | None = None,
    most: int | None = None,
) -> list[Expiring]:  # fmt: skip
    """What of `items` has ended or ends `within` so many days, the longest past first; two queries.

    `since`: ended at most so many days ago; `most`: not more than so many of each kind.
    """
    span = Span(today - timedelta(days=since) if since is not None else None, today + timedelta(days=within))
    parts = [
        span.of(rows)[:most].annotate(of=Value(kind.value)).values_list("of", *_FACTS)
        for kind, rows in dated(items, kinds)
    ]
    found = _read(parts[0].union(*parts[1:], all=True), today) if parts else ()
    return sorted(found, key=lambda one: (one.due, one.number, one.kind))


def counts(
    items: QuerySet[Any], lasts: Sequence[date], kinds: Iterable[ExpiryKind] = tuple(ExpiryKind)
) -> list[int]:
    """How many dates of `items` lie on or before each of these days; two queries."""
    wanted = {f"until_{n}": Count("pk", filter=Q(ends__lte=last)) for n, last in enumerate(lasts)}
    parts = [
        rows.filter(ends__lte=max(lasts)).values(of=Value(kind.value)).annotate(**wanted).values_list(*wanted)
        for kind, rows in dated(items, kinds)
    ]
    told = list(parts[0].union(*parts[1:], all=True)) if parts else []
    return [sum(one[place] for one in told) for place in range(len(wanted))]


def dated(items: QuerySet[Any], kinds: Iterable[ExpiryKind]) -> Iterable[tuple[ExpiryKind, QuerySet[Any]]]:
    """The items not scrapped that have a date of a kind, as `ends`."""
    items = items.exclude(state=ItemState.SCRAPPED).order_by()
    for kind in kinds:
        if name := COLUMNS.get(kind):
            yield kind, items.filter(**{f"{name}__isnull": False}).annotate(ends=F(name))
        elif types := types_that_end():
            day = Coalesce(*(KT(f"values__{one}") for one in ENDS))
            ends = Case(When(day__regex=_ISO, then=Cast("day", DateField())))
            yield kind, items.filter(type__in=types).annotate(day=day).annotate(ends=ends)


def _read(rows: Iterable[Any], today: date) -> Iterable[Expiring]:
    for kind, pk, number, name, person_id, person, unit_id, unit, type_name, level, narrow, due in rows:
        yield Expiring(
            pk, number, name, type_name, unit_id, unit or "", person_id, person or "", ExpiryKind(kind), due, (due - today).days,
            is_discreet=narrow or level >= SecrecyLevel.CONFIDENTIAL,
        )  # fmt: skip
