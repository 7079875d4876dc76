"""我的决定: what one who has the item may decide, and what his browser signs."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.processes import journal, offers
from govops.kernel.records.models import Record
from govops.kernel.registers.declarations import Register
from govops.kernel.signatures.forms import signing_attributes
from govops.kernel.web.views.common import link

PHRASES = ("同意。", "同意，请按规定办理。", "请核实后再报。", "材料不全，请补充。")


def decision_of(
    register: Register,
    record: Record,
    situation: offers.Situation,
    actor: Actor,
    error: str,
    opinion: str,
    back: str,
) -> dict[str, Any] | None:
    """The context of `ui/decision.html`: the verbs, the next step announced, or why this person is barred."""
    barred = situation.decisions[0].reason
    if barred:
        return {"barred": barred}
    assert situation.item is not None
    do = f"{register.url(record.pk)}do/"
    return {
        "url": do,
        "title": "我的决定" if not situation.behalf_of else f"我的决定（代{situation.behalf_of}）",
        "step": situation.item.step_title,
        "next": situation.next_words,
        "opinion": opinion,
        "error": error,
        "version": record.version,
        "hidden": [{"name": "back", "value": back}],
        "phrases": list(PHRASES),
        "primary": {
            "name": "move",
            "value": "approve",
            "label": "同意并签名",
            "icon": "signature",
            "purpose": "同意",
        },
        "others": [
            {
                "name": "move",
                "value": "refuse",
                "label": "不同意",
                "needs_opinion": True,
                "purpose": "不同意",
            },
            {"label": "退回…", "dialog_url": link(f"{do}return/", back=back)},
            {"label": "转办", "dialog_url": link(f"{do}transfer/", back=back)},
            {"label": "加签", "dialog_url": link(f"{do}add_signer/", back=back)},
        ],
        "attributes": signing(actor, register, record),
    }


def signing(actor: Actor, register: Register, record: Record) -> dict[str, str]:
    """The form attributes with which the browser signs what is shown."""
    if actor.person is None:
        return {}
    return signing_attributes(
        person=actor.person, register=register.code, record_id=record.pk, document=journal.document_of(record)
    )
