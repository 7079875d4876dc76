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
from govops.modules.change.rules.reach import dependants
from govops.modules.change.rules.windows import conflicts_of
from govops.modules.configuration.public import ConfigurationItem, changing

MOST, MOST_CHANGES = 60, 8
_REGISTERS = {
    ConflictKind.FREEZE: "change_freeze",
    ConflictKind.SAME_ITEM: "change_request",
    ConflictKind.DEPENDANT: "change_request",
}


def surroundings(change: Any, actor: Actor) -> dict[str, Any]:
    """`conflicts` (as of now; none once it has begun), `items` with their check, `dependants` that one may see, `hidden`."""
    conflicts = [] if change.has_begun else conflicts_of(change)
    felt = dependants(change.items)
    seen = visible(ConfigurationItem.objects.filter(pk__in=felt), actor, register="configuration_item")
    rows = list(seen.select_related("type", "owner_unit").order_by("type__object_class", "number")[:MOST])
    return {
        "conflicts": [_conflict(one, actor) for one in conflicts],
        "has_begun": change.has_begun,
        "items": _items(change, actor),
        "dependants": [_told(item) for item in rows],
        "number": len(felt),
        "more": max(0, len(felt) - len(rows)),
    }


def _conflict(one: Any, actor: Actor) -> dict[str, Any]:
    code = _REGISTERS.get(one.kind, "")
    url = ""
    if code and one.number:
        rows = site.get(code).model._default_manager.filter(number=one.number)
        pk = visible(rows, actor, register=code).values_list("pk", flat=True).first()
        url = f"/r/{code}/{pk}/" if pk else ""
    return {
        "kind": one.kind.label, "words": one.words, "number": one.number if url else "", "url": url,
        "level": "不得安排" if one.is_hard else "须说明", "tone": "red" if one.is_hard else "amber",
    }  # fmt: skip


def _told(item: Any) -> dict[str, Any]:
    return {
        "number": item.number,
        "name": item.name,
        "type": item.type.name,
        "unit": item.owner_unit.short_name,
        "url": f"/r/configuration_item/{item.pk}/",
    }


def _items(change: Any, actor: Actor) -> list[dict[str, Any]]:
    seen = visible(
        ConfigurationItem.objects.filter(pk__in=change.items), actor, register="configuration_item"
    )
    rows = list(seen.select_related("type", "owner_unit").order_by("id"))
    updated = updated_items(change)
    waiting = {item.pk for item in unsettled_items(change)} if change.has_begun else set()
    told = []
    for item in rows:
        if item.pk in updated:
            check = {"text": ItemOutcome.UPDATED.label, "tone": "green"}
        elif item.pk in waiting:
            check = {"text": "待核对", "tone": "amber"}
        elif change.has_begun:
            check = {"text": ItemOutcome.UNCHANGED.label, "tone": "muted"}
        else:
            check = {"text": "尚未实施", "tone": "muted"}
        told.append({**_told(item), "check": check})
    return told


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
