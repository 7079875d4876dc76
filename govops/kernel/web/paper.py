"""A record as the paper form: what the printing needs, from the same declarations as the page."""

from __future__ import annotations

from typing import Any, Literal

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.norms.documents import cited_together
from govops.kernel.printing import verification
from govops.kernel.printing.forms import RecordForm
from govops.kernel.processes import journal
from govops.kernel.processes.models import Act
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.records.models import Record
from govops.kernel.records.sight import Sight
from govops.kernel.registers.declarations import Register
from govops.kernel.signatures import checking
from govops.kernel.signatures.digests import digest_of, plain
from govops.kernel.web.paper_body import groups_of, is_to_be_filled


def paper_of(
    register: Register, record: Record, actor: Actor, *, address: str, acts: bool = True, files: bool = True
) -> RecordForm:
    """The form's data; `address` is where a printed code is checked."""
    document = journal.document_of(record)
    rows = list(
        Act.objects.filter(register=register.code, record_id=record.pk)
        .select_related("signature__key", "signature__signer")
        .order_by("id")
    )
    code = verification.code_for(register.code, record.pk, digest_of(plain(document)))
    url = f"{address}{code}/?r={register.code}&id={record.pk}"
    form: RecordForm = {
        "title": register.name_of_form,
        "number": record.number,
        "secrecy": _secrecy(record),
        "unit": record.unit.name,
        "date": f"{timezone.localtime(record.created_at):%Y年%m月%d日}",
        "groups": groups_of(register, record, Sight(actor)),
        "tables": [],
        "is_to_be_filled": is_to_be_filled(register, record),
        "opinions": [
            _opinion(act, document)
            for act in rows
            if act.is_decision and act.verb == "approve" and act.round == max(a.round for a in rows)
        ],
        "article": cited_together(register.cites),
        "verification": {"code": code, "url": url, "qr_svg": verification.qr_svg(url)},
        "printed_by": actor.name,
        "printed_at": f"{timezone.localtime(moment.now()):%Y-%m-%d %H:%M}",
    }
    if acts:
        form["acts"] = [_act(act) for act in rows]
    if files:
        form["attachments"] = [
            {"name": f.name, "size": f"{f.size / 1024:,.0f} KB", "digest": f.digest[:16]}
            for f in journal.attachments_of(record)
        ]
    return form


def _secrecy(record: Record) -> str:
    if not record.secrecy_level:
        return ""
    return SecrecyLevel(record.secrecy_level).label + (
        f"★{record.secrecy_years}年" if record.secrecy_years else ""
    )


#: what the checked signature is called on paper: a digest alone proves the content, not the signer's key
_MARKS: dict[str, Literal["valid", "digest"]] = {"valid": "valid", "digest_only": "digest"}


def _opinion(act: Act, document: dict[str, Any]) -> Any:
    verdict = checking.check(act.signature, document) if act.signature else None
    return {
        "step": act.step_title,
        "text": act.opinion or "同意",
        "name": act.signer,
        "at": f"{timezone.localtime(act.at):%Y年%m月%d日 %H:%M}",
        "signature": _MARKS.get(verdict.status, "broken") if verdict else "",
    }


def _act(act: Act) -> Any:
    return {
        "at": f"{timezone.localtime(act.at):%Y-%m-%d %H:%M}",
        "who": f"{act.unit_name} {act.signer}".strip(),
        "what": act.verb_title,
        "note": act.opinion or act.details,
    }
