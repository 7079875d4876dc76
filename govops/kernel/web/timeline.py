"""What happened to a record: acts with their signatures, comments, and that it was made."""

from __future__ import annotations

from typing import Any

from govops.kernel.processes import journal
from govops.kernel.processes.models import Act
from govops.kernel.records.models import Record
from govops.kernel.signatures import checking
from govops.kernel.web import words
from govops.kernel.web.around import Around
from govops.kernel.web.views import conversation


def events_of(record: Record, there: Around) -> list[dict[str, Any]]:
    """The context of `ui/timeline.html`, newest first."""
    document = journal.document_of(record) if there.acts else {}
    submitted = max((act.pk for act in there.acts if act.verb == "submit"), default=0)
    events = [_event(act, document, is_past=act.pk < submitted) for act in there.acts]
    events += conversation.events(there.remarks, there.remark_files, there.mentioned)
    events.sort(key=lambda e: e["at"], reverse=True)
    created = {
        "who": str(record.created_by or "系统"),
        "unit": "",
        "verb": "登记",
        "kind": "system",
        "at": record.created_at,
    }
    return [*events, created]


def _event(act: Act, document: dict[str, Any], *, is_past: bool) -> dict[str, Any]:
    """`is_past`: the form was handed in again since, with whatever it says now."""
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
            "state": "past" if is_past and verdict.status == "content_changed" else _signature_state(verdict),
            "title": verdict.sentence,
            "url": f"/verify/?signature={act.signature.pk}",
        }
    return event


def _signature_state(verdict: Any) -> str:
    return {"valid": "valid", "digest_only": "digest", "content_changed": "broken", "bad": "broken"}.get(
        verdict.status, "none"
    )
