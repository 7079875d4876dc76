"""Whose it is, and which record it is about."""

from __future__ import annotations

import re

from govops.kernel import parameters
from govops.kernel.access.actor import Actor, actor_for
from govops.kernel.access.models import Account
from govops.kernel.gateways.models import Received
from govops.kernel.messages import threads
from govops.kernel.messages.models import Message
from govops.kernel.organization.models import Person
from govops.kernel.records import kinds
from govops.kernel.records.models import Record

_NUMBER = re.compile(r"(?<![A-Z0-9])([A-Z]{2,8}-[0-9]{4}-[0-9]{4,9})(?![0-9])", re.IGNORECASE | re.ASCII)
_IDENTIFIER = re.compile(r"<[^<>\s]{3,250}>")


def person_of(address: str) -> Person | None:
    """The one person at work who has this address; None for a stranger, or when several share it."""
    domains = [str(domain).lower().lstrip("@") for domain in parameters.value("inbound.domains")]
    if domains and address.rpartition("@")[2] not in domains:
        return None
    found = list(Person.objects.filter(email__iexact=address, is_active=True).select_related("unit")[:2])
    return found[0] if len(found) == 1 else None


def person_called(text: str) -> Person | None:
    """The person at work with this employee number or mail address."""
    if "@" in text:
        return person_of(text.strip().lower())
    return Person.objects.filter(employee_no=text.strip(), is_active=True).select_related("unit").first()


def actor_of(person: Person) -> Actor | str:
    """Who acts when that person writes; a sentence when nobody can."""
    account = Account.objects.select_related("person__unit").filter(person=person).first()
    if account is None or not account.is_usable:
        return "发件人没有可用的账户"
    actor = actor_for(account, channel="api")
    return "管理员账户不受理业务来件" if actor.is_administrator else actor


def numbers_in(text: str) -> list[str]:
    """Record numbers that stand in a subject, in capitals."""
    return list(dict.fromkeys(found[1].upper() for found in _NUMBER.finditer(text)))


def record_of(number: str) -> Record | None:
    """The record with that number, whoever asks."""
    series = number.partition("-")[0]
    for kind in kinds.all_kinds():
        if kind.series == series:
            found = kind.model._default_manager.filter(number=number).first()
            if found is not None:
                return found
    return None


def answered(references: str) -> Record | None:
    """The record that a mail answers: by an identifier of ours, or by that of an earlier mail about it."""
    message = Message.objects.filter(pk=threads.message_of(references) or 0).first()
    place = (message.register, message.record_id) if message else None
    if place is None:
        earlier = Received.objects.filter(
            raw_id__in=_IDENTIFIER.findall(references)[:50], record_id__isnull=False
        )
        row = earlier.order_by("-id").first()
        place = (row.register, row.record_id) if row else None
    if place is None:
        return None
    kind = next((one for one in kinds.all_kinds() if one.code == place[0]), None)
    return kind.model._default_manager.filter(pk=place[1]).first() if kind else None
