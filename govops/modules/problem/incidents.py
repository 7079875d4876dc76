"""The incidents that problems come from. They are addressed by the register's code, so that this module needs none of its inside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BigIntegerField, Count, Func, Q, QuerySet

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.records import links
from govops.kernel.records.models import Link, Record
from govops.kernel.records.visibility import visible
from govops.kernel.registers import site

REGISTER = "incident"
SOURCE = links.Relation("来源事件", "已立问题")
links.declare(SOURCE)
_MOST_NAMED = 30


@dataclass(frozen=True)
class Recurrence:
    """Incidents of one category about one thing: an item (id), else a system or device, else a service (id)."""

    category: str
    system: str
    service: int | None
    count: int
    ids: tuple[int, ...]
    item: int | None = None


def _incidents() -> QuerySet[Any] | None:
    """All incidents; None in a house without a service desk."""
    register = site.find(REGISTER)
    return register.model._default_manager.order_by() if register else None


def recurring(*, days: int, least: int) -> list[Recurrence]:
    """What came at least `least` times within the last `days` days and belongs to no problem yet; three statements.

    By item first; the same incidents are not told a second time by the system or the service that they name as well.
    """
    rows = _incidents()
    if rows is None:
        return []
    rows = rows.filter(created_at__gte=moment.now() - timedelta(days=days), merged_into__isnull=True)
    known = Link.objects.filter(kind=SOURCE.word, to_register=REGISTER).values("to_record_id")
    rows = rows.exclude(category="").exclude(pk__in=known)
    found = _by_item(rows, least)
    told_already = {(one.category, pk) for one in found for pk in one.ids}
    for names in (("category", "system"), ("category", "item")):
        part = rows.exclude(system="") if "system" in names else rows.filter(system="", item__isnull=False)
        for row in _counted(part, *names, least=least):
            ids = tuple(row["ids"][:_MOST_NAMED])
            if any((row["category"], pk) not in told_already for pk in ids):
                found.append(
                    Recurrence(row["category"], row.get("system", ""), row.get("item"), row["times"], ids)
                )
    return found


def _by_item(rows: QuerySet[Any], least: int) -> list[Recurrence]:
    """同 CI 同类: incidents of one category that name the same item."""
    each = rows.exclude(items=[]).annotate(thing=Unnested("items"))
    return [
        Recurrence(
            row["category"], "", None, row["times"], tuple(row["ids"][:_MOST_NAMED]), item=row["thing"]
        )
        for row in _counted(each, "category", "thing", least=least)
    ]


def _counted(rows: QuerySet[Any], *names: str, least: int) -> Iterable[dict[str, Any]]:
    counted = rows.values(*names).annotate(times=Count("id"), ids=ArrayAgg("id", order_by="-id"))
    return counted.filter(times__gte=least).order_by(*names)


class Unnested(Func):
    """A row for each element of an array."""

    function = "unnest"
    output_field = BigIntegerField()


def named(numbers: Iterable[str], actor: Actor) -> dict[str, Record]:
    """Number → incident, as far as `actor` may see them."""
    rows = _incidents()
    wanted = [number.strip() for number in numbers if number.strip()]
    if rows is None or not wanted:
        return {}
    return {row.number: row for row in visible(rows.filter(number__in=wanted), actor, register=REGISTER)}


def told(ids: Iterable[int]) -> list[dict[str, str]]:
    """Number and title of each, for the rows of a hint; a discreet one by its number alone."""
    rows = _incidents()
    if rows is None:
        return []
    found = rows.filter(pk__in=list(ids)).order_by("-id")
    return [
        {"number": row.number, "title": "" if row.is_restricted or row.secrecy_level > 1 else row.title}
        for row in found
    ]


def link(problem: Record, numbers: Iterable[str], actor: Actor) -> int:
    """Relate the problem to the incidents that are not yet related; answers how many."""
    linked = 0
    for incident in named(numbers, actor).values():
        ends = Q(register="problem", record_id=problem.pk, to_register=REGISTER, to_record_id=incident.pk)
        if not Link.objects.filter(ends, kind=SOURCE.word).exists():
            links.add(problem, incident, kind=SOURCE.word, actor=actor)
            linked += 1
    return linked


def require_known(rows: list[dict[str, Any]], before: set[str], actor: Actor) -> None:
    """Refused 422 when a number that was not there before names no incident that `actor` may see."""
    new = [row["number"] for row in rows if row["number"] not in before]
    known = named(new, actor) if new else {}
    for number in new:
        if number not in known:
            raise Refused(
                f"“来源事件”：没有编号为“{number}”的事件，或者您无权查看，请核对。",
                field="sources",
                status=422,
            )
