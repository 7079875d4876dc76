"""正式运行: switched on once, by the security administrator; from then on accounts need an approved application."""

from __future__ import annotations

from django.db import transaction

from govops.kernel import moment
from govops.kernel.access import rights, witness
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import DirectOpening, RoleGrant, SystemState
from govops.kernel.access.roles import ADMINISTRATORS, SECURITY_ADMIN, title_of

PHRASE = "启用正式运行"


def obstacles() -> list[str]:
    """What must be settled first; empty when the switch may be thrown."""
    found = [
        f"还没有可用的{title_of(role)}账户。"
        for role in sorted(ADMINISTRATORS)
        if not RoleGrant.objects.on().filter(role=role, account__is_active=True).exists()
    ]
    waiting = DirectOpening.objects.filter(
        confirmed_at__isnull=True, account__stopped_at__isnull=True
    ).count()
    if waiting:
        found.append(f"有 {waiting} 个直接开立的账户尚未复核，请先在“账户”页面复核或停用。")
    return found


def switch_on(*, phrase: str, actor: Actor) -> SystemState:
    """Irreversible; `phrase` must be typed in full."""
    rights.only(actor, SECURITY_ADMIN, to="启用正式运行")
    if phrase.strip() != PHRASE:
        raise Refused(f"请完整输入“{PHRASE}”以确认。", field="phrase", status=422)
    if found := obstacles():
        raise Refused("".join(found), rule="R-USR-03")
    with transaction.atomic():
        state = SystemState.objects.select_for_update().get_or_create(pk=1)[0]
        if state.is_production:
            raise Refused("系统已正式运行。")
        state.is_production, state.since = True, moment.now()
        state.save()
        witness.tell(
            actor=actor, operation="authorize", register="system_state", record_id=1, summary="启用正式运行",
            before={"正式运行": False}, after={"正式运行": True},
        )  # fmt: skip
    return state
