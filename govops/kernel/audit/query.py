"""Reading the trail: only the audit administrator, and each question is itself recorded (R-AUD-03)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Allowed, Answer, Denied, Refused
from govops.kernel.access.roles import AUDIT_ADMIN
from govops.kernel.audit import trail
from govops.kernel.audit.choices import Operation
from govops.kernel.audit.models import AuditEntry


@dataclass(frozen=True, kw_only=True)
class AuditFilters:
    """What to look for; empty means any. Texts of names, addresses and summaries match anywhere inside."""

    since: datetime | None = None
    until: datetime | None = None
    account_id: int | None = None
    actor_name: str = ""
    unit_name: str = ""
    address: str = ""
    request_id: str = ""
    channel: str = ""
    operation: str = ""
    register: str = ""
    record_id: int | None = None
    number: str = ""
    result: str = ""
    rule: str = ""
    secrecy_level: int | None = None
    text: str = ""

    def set_ones(self) -> dict[str, Any]:
        """The filters that are set, for the trail."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in given.items() if value not in (None, "")}


_LOOKUPS = {
    "since": "at__gte",
    "until": "at__lt",
    "actor_name": "actor_name__contains",
    "unit_name": "unit_name__contains",
    "address": "address__contains",
    "secrecy_level": "secrecy_level__gte",
    "text": "summary__contains",
}


def may_read(actor: Actor) -> Answer:
    """Whether this actor may read and export the trail."""
    if AUDIT_ADMIN in actor.roles:
        return Allowed()
    return Denied("审计记录只有审计管理员可以查询和导出；需要核查时请联系审计管理员。", rule="R-AUD-03")


def _words(conditions: dict[str, Any], *, exporting: bool) -> str:
    """What was asked, for the entry about it."""
    asked = "；".join(f"{name}={value}" for name, value in conditions.items())
    return f"{'导出' if exporting else '查询'}：{asked or '全部'}"


def search(*, actor: Actor, filters: AuditFilters, exporting: bool = False) -> QuerySet[AuditEntry]:
    """The entries that match, newest first. `until` is exclusive; `secrecy_level` means this level or higher.

    The question (or export) is recorded before the answer is given; a refused one is recorded too.
    Raises Refused (403, R-AUD-03) for everybody but the audit administrator.
    """
    operation = Operation.EXPORT if exporting else Operation.QUERY_AUDIT
    answer = may_read(actor)
    if isinstance(answer, Denied):
        refused = Refused(answer.sentence, rule=answer.rule, status=403)
        trail.refusal(actor=actor, refused=refused, operation=operation, register="audit_entry")
        raise refused
    conditions = filters.set_ones()
    trail.record(
        actor=actor,
        operation=operation,
        register="audit_entry",
        after={"filters": conditions},
        summary=_words(conditions, exporting=exporting),
    )
    lookups = {_LOOKUPS.get(name, name): value for name, value in conditions.items()}
    return AuditEntry.objects.filter(**lookups).order_by("-id")
