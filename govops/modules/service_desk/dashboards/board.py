"""工单看板: a column for each state of the queue, the most urgent cards first, each with what its reader may do with it."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.processes.declarations import Deed, Move, process_of
from govops.kernel.processes.moving import is_theirs
from govops.kernel.records.counting import bounded_counts
from govops.kernel.records.visibility import visible
from govops.modules.service_catalogue.public import SupportGroup
from govops.modules.service_desk.choices import IncidentState, RequestState
from govops.modules.service_desk.dashboards.queue import STATES, card
from govops.modules.service_desk.dashboards.self_service import MODELS, with_people

COLUMNS: dict[str, tuple[str, ...]] = {
    "incident": (
        IncidentState.NEW, IncidentState.TRIAGED, IncidentState.ASSIGNED, IncidentState.IN_PROGRESS, IncidentState.PENDING,
        IncidentState.RESOLVED,
    ),
    "service_request": (
        RequestState.ACCEPTED, RequestState.ASSIGNED, RequestState.IN_PROGRESS, RequestState.PENDING, RequestState.FULFILLED,
    ),
}  # fmt: skip
CARDS = 20
_LIMIT = 1000
#: the verbs that may stand on a card as buttons: where it lies, what usually comes next
_BUTTONS: dict[str, tuple[str, ...]] = {
    IncidentState.NEW: ("take", "dispatch"), IncidentState.TRIAGED: ("take", "dispatch"), RequestState.ACCEPTED: ("take", "dispatch"),
    IncidentState.ASSIGNED: ("start", "take", "dispatch"), IncidentState.IN_PROGRESS: ("resolve", "fulfil", "set_aside"),
    IncidentState.PENDING: ("take_up_again",), IncidentState.RESOLVED: ("confirm_by_phone",),
    RequestState.FULFILLED: ("confirm_by_phone",),
}  # fmt: skip


def columns(
    register: str, actor: Actor, *, group: int | None = None, only_mine: bool = False
) -> list[dict[str, Any]]:
    """The columns with their counts and first cards: one query each, and one for the counts."""
    seen = visible(MODELS[register].objects.all(), actor, register=register)
    if group is not None:
        seen = seen.filter(group=group)
    if only_mine:
        seen = seen.filter(assignee=actor.person)
    parts = [seen.filter(state=state) for state in COLUMNS[register]]
    counts = bounded_counts(parts, [_LIMIT] * len(parts))
    deed = Deed(actor=actor, at=moment.now())
    return [
        {
            "state": str(state),
            "title": STATES[register](state).label,
            "count": f"{_LIMIT}+" if count >= _LIMIT else count,
            "more": f"/r/{register}/?state={state}&sort=due_at" if count > CARDS else "",
            "cards": [
                _card(ticket, register, deed)
                for ticket in (with_people(part, register).order_by("due_at", "id")[:CARDS] if count else ())
            ],
        }
        for state, part, count in zip(COLUMNS[register], parts, counts, strict=True)
    ]


def groups() -> list[SupportGroup]:
    return list(SupportGroup.objects.filter(is_active=True).order_by("line", "id"))


def _card(ticket: Any, register: str, deed: Deed) -> dict[str, Any]:
    """The card with `ways`: column → verb that leads there, and `verbs` for its buttons."""
    process = process_of(register)
    assert process is not None
    offered = {
        verb: move
        for verb, move in process.moves.items()
        if ticket.state in move.sources and move.target != ticket.state and not move.is_danger and is_theirs(move, ticket, deed)
    }  # fmt: skip
    ways: dict[str, dict[str, Any]] = {}
    for verb, move in offered.items():
        if move.target in COLUMNS[register]:
            ways.setdefault(str(move.target), _way(verb, move))
    buttons = [_way(verb, offered[verb]) for verb in _BUTTONS.get(ticket.state, ()) if verb in offered][:2]
    return {**card(ticket, register), "ways": ways, "verbs": buttons}


def _way(verb: str, move: Move) -> dict[str, Any]:
    is_direct = not move.asks and move.opinion != "required"
    return {"verb": verb, "title": move.title, "icon": move.icon, "direct": is_direct}
