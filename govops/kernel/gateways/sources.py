"""Administering the programs that may post to us."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from govops.kernel.access import rights
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SYSTEM_ADMIN
from govops.kernel.audit import trail
from govops.kernel.gateways import matching
from govops.kernel.gateways.models import MAIL, InboundSource
from govops.kernel.gateways.signed import secret_of
from govops.kernel.messages import signing
from govops.kernel.organization.models import Person


def add(*, actor: Actor, code: str, name: str, person: Person) -> tuple[InboundSource, str]:
    """Register a program; (it, its secret to be shown once)."""
    rights.only(actor, SYSTEM_ADMIN, to="登记来件程序")
    if code == MAIL or InboundSource.objects.filter(code=code).exists():
        raise Refused(f"代码“{code}”已被使用，请换一个。", field="code", status=422)
    if isinstance(found := matching.actor_of(person), str):
        raise Refused(f"不能以{person.name}的名义办理：{found}。请另选一人。", field="person", status=422)
    row = InboundSource(code=code, name=name.strip(), person=person, nonce=signing.new_nonce())
    with transaction.atomic():
        row.save()
        _record(actor, row, f"登记来件程序“{row.name}”（以{found.name}的名义）")
    return row, secret_of(row)


def renew(row: InboundSource, *, actor: Actor) -> str:
    """A new secret; the old one opens nothing from now on."""
    rights.only(actor, SYSTEM_ADMIN, to="更换来件密钥")
    row.nonce = signing.new_nonce()
    with transaction.atomic():
        row.save(update_fields=["nonce"])
        _record(actor, row, f"更换来件程序“{row.name}”的密钥")
    return secret_of(row)


def switch(row: InboundSource, *, actor: Actor) -> None:
    """Stop a program, or let it in again."""
    rights.only(actor, SYSTEM_ADMIN, to="启停来件程序")
    row.is_active = not row.is_active
    with transaction.atomic():
        row.save(update_fields=["is_active"])
        _record(actor, row, f"{'启用' if row.is_active else '停用'}来件程序“{row.name}”")


def _record(actor: Actor, row: InboundSource, words: str) -> None:
    facts: dict[str, Any] = {
        "代码": row.code, "名称": row.name, "以谁的名义": row.person.name, "启用": row.is_active,
    }  # fmt: skip
    trail.record(
        actor=actor, operation="authorize", register="inbound_source", record_id=row.pk, number=row.code,
        after=facts, summary=words,
    )  # fmt: skip
