"""A second click creates nothing twice: one form, one key, one record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from govops.kernel.access.actor import Actor
from govops.kernel.records import kinds
from govops.kernel.registers.models import Submission


def once(key: str, actor: Actor, create: Callable[[], Any], *, register: str) -> tuple[Any, bool]:
    """The record that `create` makes, or the one that this key made before (then True).

    Concurrent requests with one key: the unique index lets one in; the others wait for it and get its record.
    """
    if not key or actor.account is None:
        return create(), False
    known = _made(key, actor, register)
    if known is not None:
        return known, True
    try:
        with transaction.atomic():
            row = Submission.objects.create(account_id=actor.account.pk, key=key, register=register)
            record = create()
            row.record_id = record.pk
            row.save(update_fields=["record_id"])
    except IntegrityError:
        known = _made(key, actor, register)
        if known is None:
            raise
        return known, True
    return record, False


def _made(key: str, actor: Actor, register: str) -> Any:
    assert actor.account is not None
    row = Submission.objects.filter(
        account_id=actor.account.pk, key=key, register=register, record_id__isnull=False
    ).first()
    return kinds.get(register).model._default_manager.get(pk=row.record_id) if row else None
