"""Changing an operator parameter: by the administrator who owns it, with a reason, in the history and the trail."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from govops.kernel import parameters
from govops.kernel.access import rights, witness
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SECURITY_ADMIN, SYSTEM_ADMIN
from govops.kernel.parameters import catalogue
from govops.kernel.parameters.models import ParameterChange, ParameterValue

OWNERS = {"system": SYSTEM_ADMIN, "security": SECURITY_ADMIN}


def set_parameter(key: str, raw: Any, *, reason: str, actor: Actor) -> Any:
    """Set `key` to `raw` (text or typed) and answer the value in force."""
    declared = parameters.parameter(key)
    rights.only(actor, OWNERS[declared.owner], to=f"修改“{declared.title}”")
    reason = rights.words(reason, title="修改原因", field="reason")
    try:
        new = declared.parse(raw)
    except ValueError as error:
        raise Refused(str(error), field="value", status=422) from None
    with transaction.atomic():
        stored = ParameterValue.objects.select_for_update().filter(key=key).first()
        before = stored.value if stored else declared.default
        if new == before:
            raise Refused(
                f"“{declared.title}”现在就是{declared.shown(before)}，没有改动。", field="value", status=422
            )
        ParameterValue.objects.update_or_create(key=key, defaults={"value": new})
        ParameterChange.objects.create(
            key=key, before=before, after=new, reason=reason[:200], changed_by=actor.name
        )
        witness.tell(
            actor=actor, operation="parameter", register="parameter", number=key, summary=f"{declared.title}：{reason}",
            before={declared.title: declared.shown(before)}, after={declared.title: declared.shown(new)},
        )  # fmt: skip
        transaction.on_commit(catalogue.forget)
    return new
