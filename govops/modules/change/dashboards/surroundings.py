"""影响与冲突 of one change: what its items carry, what else happens in its window, and which items still await the 配置库."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.records import kinds
from govops.kernel.records.models import Record
from govops.kernel.records.visibility import visible
from govops.kernel.registers import site
from govops.modules.change.choices import ChangeKind, ChangeState, ConflictKind, ItemOutcome
from govops.modules.change.models import ChangeRequest
from govops.modules.change.rules.items import unsettled_items, updated_items
from govops.modules.change.rules.windows import Conflict, conflicts_of
from govops.modules.configuration.public import ConfigurationItem, changing

MOST_CHANGES = 8
_REGISTERS = {
    ConflictKind.FREEZE: "change_freeze",
    ConflictKind.SAME_ITEM: "change_request",
    ConflictKind.DEPENDANT: "change_request",
    ConflictKind.REDUNDANCY: "change_request",
}


def surroundings(change: Any, actor: Actor) -> dict[str, Any]:
    """`conflicts` (as of now; none once it has begun) and `items` with their check; 影响分析 tells what feels them."""
    conflicts = [] if change.has_begun else conflicts_of(change)
    urls = _urls(conflicts, actor)
    return {
        "conflicts": [_conflict(one, urls) for one in conflicts],
        "has_begun": change.has_begun,
        "items": _items(change, actor),
    }


def _urls(conflicts: list[Conflict], actor: Actor) -> dict[str, str]:
    """Where the papers of these conflicts are, for those that the reader may see; a statement for each register."""
    numbers: dict[str, set[str]] = {}
    for one in conflicts:
        if one.number and one.kind in _REGISTERS:
            numbers.setdefault(_REGISTERS[one.kind], set()).add(one.number)
    found: dict[str, str] = {}
    for code, wanted in numbers.items():
        rows = site.get(code).model._default_manager.filter(number__in=wanted).order_by()
        seen = visible(rows, actor, register=code).values_list("number", "pk")
        found |= {number: f"/r/{code}/{pk}/" for number, pk in seen}
    return found


def _conflict(one: Conflict, urls: dict[str, str]) -> dict[str, Any]:
    url = urls.get(one.number, "")
    return {
        "kind": one.kind.label, "words": one.words, "way": one.way, "number": one.number if url else "", "url": url,
        "level": _level(one), "tone": "red" if one.is_hard else "amber",
    }  # fmt: skip


def _level(one: Conflict) -> str:
    if one.kind == ConflictKind.UNKNOWN:
        return "请补充"
    return "不得安排" if one.is_hard else "须说明"


def _told(item: Any) -> dict[str, Any]:
    return {
        "number": item.number,
        "name": item.name,
        "type": item.type.name,
        "unit": item.owner_unit.short_name,
        "url": f"/r/configuration_item/{item.pk}/",
    }


def _items(change: Any, actor: Actor) -> list[dict[str, Any]]:
    """The items that the reader may see, each with what became of its description."""
    seen = visible(
        ConfigurationItem.objects.filter(pk__in=change.items), actor, register="configuration_item"
    )
    updated = updated_items(change) if change.has_begun else set()
    waiting = {item.pk for item in unsettled_items(change, updated)} if change.has_begun else set()
    return [
        {**_told(item), "check": _check(item.pk, change, updated, waiting)}
        for item in seen.select_related("type", "owner_unit").order_by("id")
    ]


def _check(item: int, change: Any, updated: set[int], waiting: set[int]) -> dict[str, str]:
    if not change.has_begun:
        return {"text": "尚未实施", "tone": "muted"}
    if item in updated:
        return {"text": ItemOutcome.UPDATED.label, "tone": "green"}
    if item in waiting:
        return {"text": "待核对", "tone": "amber"}
    return {"text": ItemOutcome.UNCHANGED.label, "tone": "muted"}


def changes_of(item: Any, actor: Actor) -> dict[str, Any]:
    """The changes of one item, the newest first, and whether it is in a window now."""
    return {
        "is_under_change": bool(changing([item.pk], moment.now())),
        "changes": _listed(ChangeRequest.objects.filter(items__contains=[item.pk]), actor),
        "all_url": f"/r/change_request/?item={item.pk}",
        "new_url": f"/r/change_request/new/?items={item.pk}",
    }


def changes_from(record: Record, actor: Actor) -> dict[str, Any]:
    """The changes that come from an incident, a problem or a request."""
    code = kinds.of(record).code
    rows = ChangeRequest.objects.filter(source_kind=code, source_number=record.number)
    source = urlencode({"source_kind": code, "source_number": record.number, "reason": record.title})
    return {
        "changes": _listed(rows, actor),
        "all_url": f"/r/change_request/?{urlencode({'q': record.number})}",
        "new_url": f"/r/change_request/new/?{source}",
    }


def _listed(rows: QuerySet[ChangeRequest], actor: Actor) -> list[dict[str, Any]]:
    """The newest few that the reader may see; drafts are nobody's change yet."""
    seen = visible(rows.exclude(state=ChangeState.DRAFT), actor, register="change_request")
    return [
        {
            "title": change.subject,
            "number": change.number,
            "kind": ChangeKind(change.kind).label,
            "state": ChangeState(change.state).label,
            "at": change.started_at or change.planned_from,
            "who": change.implementer.name if change.implementer else "",
            "url": f"/r/change_request/{change.pk}/",
        }
        for change in seen.order_by("-id").select_related("implementer")[:MOST_CHANGES]
    ]
