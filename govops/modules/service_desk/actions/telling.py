"""Messages about a ticket, discreet about what is classified or meant for few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from govops.kernel.messages import sending
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import kinds, store
from govops.kernel.records.models import NeedToKnow, Record
from govops.modules.service_desk import messages as messages  # declares the kinds


def tell(
    kind: str,
    record: Record,
    people: Iterable[Person | None],
    said: str = "",
    *,
    deed: Deed | None = None,
    words: Mapping[str, str] | None = None,
) -> None:
    """A message of that kind to these people, except to the one who acts; `words` are the kind's own besides those of all.

    `said` stays away where the record's title may not be told either.
    """
    actor = deed.actor if deed is not None else None
    me = actor.person.pk if actor is not None and actor.person is not None else None
    ids = [person.pk for person in people if person is not None and person.pk != me]
    if not ids:
        return
    called = store.discreet_title(record)
    values = {
        "事项": called,
        "编号": record.number,
        "办理人": actor.name if actor is not None else "系统",
        "说明": said if called == record.title else "",
    }
    sending.tell(kind, ids, {**values, **(words or {})}, register=kinds.of(record).code, record_id=record.pk)


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
