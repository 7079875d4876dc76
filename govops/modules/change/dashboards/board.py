"""变更委员会: the agenda of waiting major changes, each with what a member needs to decide; one meeting with its minutes."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, Q

from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import Person
from govops.kernel.processes.models import Act, ItemStatus, ProcessRun, WorkItem
from govops.kernel.records.visibility import visible
from govops.modules.change.choices import ChangeKind, ChangeState, MeetingState, MeetingView, RiskLevel
from govops.modules.change.models import BoardMeeting, ChangeRequest
from govops.modules.configuration.public import Affected, AffectedOrigin

REGISTER, MEETING, STEP = "change_request", "board_meeting", "board"
MOST, MOST_MEETINGS = 50, 8
RISK_TONES = {"low": "green", "medium": "amber", "high": "red"}
VIEW_TONES = {
    "agreed": "green",
    "conditional": "amber",
    "returned": "amber",
    "refused": "red",
    "adjourned": "muted",
}
MEETING_TONES = {"called": "accent", "minuted": "green", "cancelled": "muted"}


def board(actor: Actor, meeting: BoardMeeting | None = None) -> dict[str, Any]:
    """`agenda` of the meeting, or of all that waits; `meetings` lately and to come. A constant number of statements."""
    rows = ChangeRequest.objects.filter(kind=ChangeKind.MAJOR)
    rows = rows.filter(pk__in=list(meeting.changes)) if meeting else rows.filter(state=ChangeState.APPROVING)
    seen = visible(rows, actor, register=REGISTER).select_related("applicant", "implementer")
    changes = list(seen.order_by("planned_from", "id")[:MOST])
    return {
        "agenda": _agenda(changes, actor, meeting),
        "meetings": _meetings(actor),
        "hidden": len(meeting.changes) - len(changes) if meeting else 0,
    }


def _agenda(changes: list[ChangeRequest], actor: Actor, meeting: BoardMeeting | None) -> list[dict[str, Any]]:
    ids = [change.pk for change in changes]
    runs = {run.record_id: run for run in ProcessRun.objects.filter(register=REGISTER, record_id__in=ids)}
    votes = _votes(ids, runs)
    felt = _felt(ids)
    asked = _asked(ids)
    me = actor.person.pk if actor.person else None
    said = {str(row["number"]): row for row in meeting.discussed} if meeting else {}
    return [
        {
            **_row(one, runs.get(one.pk), votes[one.pk], felt.get(one.pk, {})),
            "silent": list(asked[one.pk].values()),
            "is_mine": me in asked[one.pk],
            "said": _said(said.get(one.number)),
        }
        for one in changes
    ]


def _votes(ids: list[int], runs: dict[int, ProcessRun]) -> dict[int, list[Act]]:
    """What the members have said in the round that runs."""
    found: dict[int, list[Act]] = defaultdict(list)
    acts = Act.objects.filter(register=REGISTER, record_id__in=ids, step=STEP, is_decision=True)
    for act in acts.order_by("id"):
        if act.record_id in runs and act.round == runs[act.record_id].round:
            found[act.record_id].append(act)
    return found


def _felt(ids: list[int]) -> dict[int, dict[str, int]]:
    """How many items and services each change touches, by its 影响分析."""
    rows = Affected.objects.filter(register=REGISTER, record_id__in=ids).exclude(
        origin=AffectedOrigin.EXCLUDED
    )
    counted = rows.order_by().values("record_id").annotate(
        items=Count("id"), services=Count("id", filter=Q(item__type__object_class="service"))
    )  # fmt: skip
    return {row["record_id"]: {"items": row["items"], "services": row["services"]} for row in counted}


def _asked(ids: list[int]) -> dict[int, dict[int, str]]:
    """Who is still asked about each change: id and name of each member."""
    items = WorkItem.objects.filter(register=REGISTER, record_id__in=ids, status=ItemStatus.OPEN)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for record_id, person, name in items.order_by("id").values_list("record_id", "person", "person__name"):
        found[record_id][person] = name
    return found


def _row(
    change: ChangeRequest, run: ProcessRun | None, votes: list[Act], felt: dict[str, int]
) -> dict[str, Any]:
    step = next((one for one in (run.snapshot if run else ()) if one["key"] == STEP), None)
    return {
        "change": change,
        "url": f"/r/{REGISTER}/{change.pk}/",
        "risk": {"text": RiskLevel(change.level).label, "tone": RISK_TONES[change.level]},
        "state": _state(change, run),
        "agreed": sum(1 for act in votes if act.verb == "approve"),
        "quorum": step["quorum"] if step else "—",
        "votes": [_vote(act) for act in votes],
        "items": len(change.items),
        "felt": felt.get("items", 0),
        "services": felt.get("services", 0),
        "conflicts": len(change.known_conflicts),
    }


def _vote(act: Act) -> dict[str, str]:
    tone = "green" if act.verb == "approve" else "red"
    return {"name": act.signer, "word": act.verb_title, "opinion": act.opinion, "tone": tone}


def _said(row: dict[str, Any] | None) -> dict[str, str] | None:
    """What the sitting thought of it."""
    if row is None or not row["view"]:
        return None
    view = MeetingView(row["view"])
    return {"text": view.label, "tone": VIEW_TONES[view], "words": row.get("words", "")}


def _state(change: ChangeRequest, run: ProcessRun | None) -> str:
    if change.state != ChangeState.APPROVING or run is None:
        return str(ChangeState(change.state).label)
    return "委员会表决中" if run.step == STEP else "变更经理评估中"


def _meetings(actor: Actor) -> list[dict[str, Any]]:
    rows = visible(BoardMeeting.objects.all(), actor, register=MEETING).order_by("-held_at", "-id")
    return [
        {
            "title": one.subject,
            "at": one.held_at,
            "place": one.place,
            "number": len(one.changes),
            "url": f"/m/change/board/?meeting={one.pk}",
            "state": {"text": MeetingState(one.state).label, "tone": MEETING_TONES[one.state]},
        }
        for one in rows[:MOST_MEETINGS]
    ]


def attendance(meeting: BoardMeeting) -> list[str]:
    """The names of those who came."""
    rows = Person.objects.filter(pk__in=list(meeting.attendees)).order_by("id")
    return list(rows.values_list("name", flat=True))
