"""What happened to a record: acts with their signatures, comments, and that it was made."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.organization.prepared import Prepared
from govops.kernel.processes import journal
from govops.kernel.processes.models import Act
from govops.kernel.records.models import Record
from govops.kernel.registers.declarations import Register
from govops.kernel.signatures import checking
from govops.kernel.web import words
from govops.kernel.web.views import conversation

MOST = 200


_acts = Prepared(
    lambda register, pk: (
        Act.objects.filter(register=register, record_id=pk)
        .select_related("signature__key", "signature__signer")
        .order_by("-id")[:MOST]
    ),
    "a register",
    -(2**62),
)


def acts_of(register: Register, record: Record) -> list[Act]:
    """The newest two hundred acts with their signatures, newest first."""
    return _acts(register.code, record.pk)


def events_of(
    register: Register, record: Record, acts: list[Act], actor: Actor, *, has_comments: bool = True
) -> list[dict[str, Any]]:
    """The context of `ui/timeline.html`, newest first, as `actor` may read it."""
    document = journal.document_of(record) if acts else {}
    events = [_event(act, document) for act in acts]
    if has_comments:
        events += conversation.events(record, actor)
    events.sort(key=lambda e: e["at"], reverse=True)
    created = {
        "who": str(record.created_by or "系统"),
        "unit": "",
        "verb": "登记",
        "kind": "system",
        "at": record.created_at,
    }
    return [*events, created]


def _event(act: Act, document: dict[str, Any]) -> dict[str, Any]:
    tone = {"approve": "green", "refuse": "red", "return": "amber"}.get(act.verb, "")
    event: dict[str, Any] = {
        "who": act.signer,
        "unit": act.unit_name,
        "verb": act.verb_title,
        "kind": "opinion" if act.is_decision else "system" if act.person_id is None else "move",
        "text": act.opinion,
        "step": act.step_title if act.step_title not in act.verb_title else "",
        "at": act.at,
        "note": act.details,
        "tone": tone,
    }
    if act.arrived_at and act.is_decision:
        event["took"] = words.duration((act.at - act.arrived_at).total_seconds() / 60)
    if act.signature is not None:
        verdict = checking.check(act.signature, document)
        event["signature"] = {
            "state": _signature_state(verdict),
            "title": verdict.sentence,
            "url": f"/verify/?signature={act.signature.pk}",
        }
    return event


def _signature_state(verdict: Any) -> str:
    return {"valid": "valid", "digest_only": "digest", "content_changed": "broken", "bad": "broken"}.get(
        verdict.status, "none"
    )
