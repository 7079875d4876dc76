"""影响、原因、过去的样子、差异 as plain data for programs: the answers of the pages, as the reader may have them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.records.sight import HIDDEN, Sight
from govops.modules.configuration import history, telling
from govops.modules.configuration.choices import HistoryOf
from govops.modules.configuration.impact import Causes, Impact, Line, Named

Json = dict[str, Any]
API = "/api/v1"


def impact_told(found: Impact) -> Json:
    """What fails with the starts, each with its way; and what only loses some of its redundancy."""
    return {
        "starts": [_named(one) for one in found.starts],
        "items": [_line(line) for line in found.lines],
        "total": found.total,
        "hidden": found.hidden,
        "weakened": [_named(one) for one in found.weakened],
        "units": [
            {"id": hit.unit.pk, "name": hit.unit.name, "items": hit.items, "people": hit.people}
            for hit in found.units
        ],
        "people": found.people,
        "custodians": [{"id": one.pk, "name": one.name} for one in found.custodians],
        "tickets": [
            {
                "register": one.register,
                "record_id": one.record_id,
                "number": one.number,
                "title": one.title,
                "item_id": one.item_id,
                "url": f"{API}/{one.register}/{one.record_id}",
            }
            for one in found.tickets
        ],
    }


def causes_told(found: Causes) -> Json:
    """What could be behind it, the most telling first; `is_enough`: it brings the item down on its own."""
    return {
        "symptoms": [_named(one) for one in found.symptoms],
        "items": [
            {
                **_line(line),
                "is_enough": bool(line.explains),
                "has_tickets": bool(line.tickets),
                "is_changing": line.is_changing,
            }
            for line in found.lines
        ],
        "total": found.total,
        "hidden": found.hidden,
    }


def _named(one: Named) -> Json:
    return {
        "id": one.id,
        "number": one.number,
        "name": one.name,
        "type": one.type,
        "object_class": one.object_class,
        "importance": one.importance,
        "url": f"{API}/configuration_item/{one.id}",
    }


def _line(line: Line) -> Json:
    """`path`: from the item towards the cause; what the reader may not see has no id and no name."""
    path = [
        {
            "relation": step.relation,
            "item_id": None if step.name == HIDDEN else step.item_id,
            "name": step.name,
        }
        for step in line.steps
    ]
    return {**_named(line.item), "depth": line.depth, "path": path, "words": line.words}


def as_of_told(item: Any, at: datetime, sight: Sight) -> Json:
    """The item as it stood and its relations then, as the reader may have them today; four queries or so."""
    stood, relations = history.with_relations_as_of(item, at)
    telling.look_over(HistoryOf.RELATION, relations, sight)
    return {
        "id": item.pk,
        "number": item.number,
        "was_there": stood is not None,
        "facts": telling.in_full(HistoryOf.ITEM, stood, sight, known=item) if stood is not None else [],
        "relations": [_relation(one, item, sight) for one in relations],
    }


def _relation(one: Any, item: Any, sight: Sight) -> Json:
    is_out = one.source_id == item.pk
    other = one.target if is_out else one.source
    may_name = sight.may_name(other)
    return {
        "id": one.pk,
        "relation": one.kind.name if is_out else one.kind.inverse,
        "direction": "out" if is_out else "in",
        "item_id": other.pk if may_name else None,
        "name": sight.name_of(other),
        "group": one.group,
        "needed": one.needed,
    }


def differences_told(register: str, first: datetime, second: datetime, actor: Actor) -> Json:
    """What was added, removed and changed between two moments; `is_cut`: there is more than is told."""
    found = history.differences(first, second, register=register, actor=actor)
    words = changes_of(register, found, Sight(actor))
    return {
        "counts": history.by_how(found),
        "is_cut": len(found) >= history.MOST,
        "records": [
            {
                "id": one.record_id,
                "number": one.number,
                "title": one.title,
                "how": one.how,
                "changes": [
                    {"title": title, "before": was, "after": now}
                    for title, was, now in words.get(one.record_id, [])
                ],
                "reason": one.reason,
                "reference": one.reference,
                "url": f"{API}/{register}/{one.record_id}",
            }
            for one in found
        ],
    }


def changes_of(
    register: str, found: Sequence[history.Difference], sight: Sight
) -> dict[int, list[telling.Change]]:
    """Record → what differs, in words; only of what was changed."""
    changed = [one for one in found if one.how == "changed"]
    pairs = [(one.before or {}, one.after or {}) for one in changed]
    return dict(
        zip((one.record_id for one in changed), telling.in_words(register, pairs, sight), strict=True)
    )
