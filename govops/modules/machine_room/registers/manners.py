"""What the forms say before they are sent: what a rule will ask for later, and what one answer suggests for another."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.http import urlencode

from govops.kernel.access.actor import Actor
from govops.kernel.web.form_manners import Following, Foretold, declare
from govops.modules.machine_room.choices import AfterHoursState, CardRequest, VisitorState
from govops.modules.machine_room.choices import IdentityDocument as D
from govops.modules.machine_room.choices import VisitorKind as K
from govops.modules.machine_room.rules import after_hours
from govops.modules.machine_room.rules.visitors import has_guests_from_abroad

_AHEAD = (VisitorState.DRAFT, VisitorState.APPROVING, VisitorState.APPROVED)
_WHEN = "%Y-%m-%dT%H:%M"


def of_a_visit(entry: Any, actor: Actor) -> list[Foretold]:
    """What the door will ask of a visit at night or from abroad (R-MR-03, R-MR-09), while there is time to see to it."""
    if entry.state not in _AHEAD:
        return []
    late, words = False, ""
    if entry.planned_from and entry.planned_to:
        late, words = after_hours.judged(entry.planned_from, entry.planned_to)
    found = []
    if entry.escort_id is None and (late or has_guests_from_abroad(entry)):
        found.append(Foretold(_nobody_escorts(words if late else "来访人中有外宾或港澳台人员")))
    if late and not _has_leave(entry):
        found.append(_leave_is_missing(entry, words, actor))
    return found


def _nobody_escorts(why: str) -> str:
    return f"{why}，还没有指定陪同人：没有陪同人不得进入。请填写“陪同人”，或在批准后由机房管理人员指定。"


def _has_leave(entry: Any) -> bool:
    if entry.escort_id is None or entry.machine_room_id is None:
        return False
    span = (entry.planned_from, max(entry.planned_from, entry.planned_to))
    return after_hours.leave_of(entry.escort, entry.machine_room, *span) is not None


def _leave_is_missing(entry: Any, words: str, actor: Actor) -> Foretold:
    escort = f"陪同人{entry.escort.name}" if entry.escort_id else "陪同人"
    sentence = f"{words}，{escort}还须有这一时段已批准的《加班进入申请》，否则门岗不能放行。"
    if actor.person is None or entry.escort_id != actor.person.pk:
        return Foretold(f"{sentence}请陪同人事先申请。")
    given = {
        "machine_room": entry.machine_room_id or "",
        "planned_from": timezone.localtime(entry.planned_from).strftime(_WHEN),
        "planned_to": timezone.localtime(entry.planned_to).strftime(_WHEN),
    }
    return Foretold(sentence, f"/r/after_hours_access/new/?{urlencode(given)}", "填写加班进入申请")


def of_overtime(permit: Any, actor: Actor) -> list[Foretold]:
    """In ordinary hours nothing need be asked (R-MR-09)."""
    if permit.state != AfterHoursState.DRAFT or not (permit.planned_from and permit.planned_to):
        return []
    late, _ = after_hours.judged(permit.planned_from, permit.planned_to)
    return [] if late else [Foretold(after_hours.NOT_NEEDED)]


declare(
    "visitor_entry",
    starred=("zones", "pledged"),
    follows={
        "identity_document": Following(
            "visitor_kind",
            {
                K.MAINLAND: D.IDENTITY_CARD,
                K.FOREIGN: D.PASSPORT,
                K.HONG_KONG_MACAU_TAIWAN: D.TRAVEL_PERMIT,
            },
        )
    },
    foretell=of_a_visit,
)
declare(
    "access_card_application",
    starred=("zones",),
    starred_when={"former_number": f"kind={CardRequest.REPLACEMENT}|{CardRequest.CHANGE}"},
)
declare("after_hours_access", foretell=of_overtime)
