"""Messages about a ticket, discreet about what is classified or meant for few."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from govops.kernel.messages.sending import send
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import kinds, store
from govops.kernel.records.models import NeedToKnow, Record


def tell(
    record: Record, people: Iterable[Person | None], what: str, text: str = "", *, but: Deed | None = None
) -> None:
    """“已解决，请确认：打印机卡纸” to these people, except to the one who acts."""
    me = but.actor.person.pk if but is not None and but.actor.person is not None else None
    ids = [person.pk for person in people if person is not None and person.pk != me]
    if not ids:
        return
    called = store.discreet_title(record)
    shown = text if called == record.title else ""
    send(
        ids, title=f"{what}：{called}", text=shown, register=kinds.of(record).code, record_id=record.pk
    )  # fmt: skip


def about(ticket: Any) -> dict[str, Any]:
    """What a record about a ticket takes over from it: which one, whose, how secret, known to whom."""
    code = kinds.of(ticket).code
    known = NeedToKnow.objects.filter(register=code, record_id=ticket.pk, person__isnull=False)
    return {
        code: ticket.pk,
        "applicant": ticket.applicant_id,
        "secrecy_level": ticket.secrecy_level,
        "secrecy_years": ticket.secrecy_years,
        "known_to": list(known.values_list("person_id", flat=True)) if ticket.is_restricted else [],
    }
