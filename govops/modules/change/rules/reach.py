"""What hangs on the items of a change: read from the relations of configuration, both ways, a few steps far."""

from __future__ import annotations

from collections.abc import Iterable

from govops.modules.configuration.public import Flow, ItemRelation, ItemType, RelationState

STEPS = 6
#: so many items are looked at, no more: a change of a hub is in conflict with nearly everything anyhow
MOST = 2000


def dependants(ids: Iterable[int]) -> set[int]:
    """Ids of the items that feel it when these fail, without themselves; a statement for each step."""
    return _reached(set(ids), onward=True)


def supporters(ids: Iterable[int]) -> set[int]:
    """Ids of the items whose failure these would feel, without themselves."""
    return _reached(set(ids), onward=False)


def _reached(start: set[int], *, onward: bool) -> set[int]:
    seen, fringe = set(start), set(start)
    for _step in range(STEPS):
        fringe = _next(fringe, onward=onward) - seen
        if not fringe or len(seen) > MOST:
            break
        seen |= fringe
    return seen - start


def _next(ids: set[int], *, onward: bool) -> set[int]:
    """One step the way a failure travels, or back to where it may come from."""
    along, against = (Flow.FORWARD, Flow.BACKWARD) if onward else (Flow.BACKWARD, Flow.FORWARD)
    active = ItemRelation.objects.filter(state=RelationState.ACTIVE).order_by()
    ahead = active.filter(source__in=ids, flow__in=(along, Flow.BOTH)).values_list("target_id", flat=True)
    back = active.filter(target__in=ids, flow__in=(against, Flow.BOTH)).values_list("source_id", flat=True)
    return set(ahead.union(back))


def with_subtypes(ids: Iterable[int]) -> set[int]:
    """These types and everything below them."""
    wanted = set(ids)
    if not wanted:
        return set()
    below: dict[int | None, list[int]] = {}
    for pk, parent in ItemType.objects.order_by().values_list("id", "parent_id"):
        below.setdefault(parent, []).append(pk)
    fringe = list(wanted)
    while fringe:
        fringe = [pk for parent in fringe for pk in below.get(parent, ()) if pk not in wanted]
        wanted |= set(fringe)
    return wanted
