"""Agreements: drafted, signed, reviewed, ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM
from govops.kernel.messages import sending
from govops.kernel.messages.kinds import MessageKind, Word, declare
from govops.kernel.norms import judging
from govops.kernel.norms.obligations import all_obligations
from govops.kernel.organization.models import Person
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed
from govops.modules.service_catalogue import seats
from govops.modules.service_catalogue.choices import AgreementKind, AgreementState
from govops.modules.service_catalogue.models import ServiceLevelAgreement
from govops.modules.service_catalogue.parameters import remind_days
from govops.modules.service_catalogue.rules import in_force
from govops.modules.service_catalogue.rules.agreements import uncovered

REGISTER = "service_level_agreement"
ABOUT_AGREEMENT = (
    Word("编号", "协议编号", "XY-2026-0012"),
    Word("协议", "协议名称", "桌面支持服务级别协议"),
)
declare(
    MessageKind(
        code="agreement_expired", name="服务级别协议已到期", when="协议到期，告知服务级别经理、起草人和合同管理员",
        title="{编号} {协议} 已到期", text="{说明}",
        words=(*ABOUT_AGREEMENT, Word("说明", "没有协议的在用服务", "2 个在用的服务项已没有有效协议，请尽快续签或停用。")),
    ),
    MessageKind(
        code="agreement_expiring", name="服务级别协议将到期", when="到期前按提醒天数，告知服务级别经理、起草人和合同管理员",
        title="{编号} {协议} 还有 {天数} 天到期，请安排续签", words=(*ABOUT_AGREEMENT, Word("天数", "还剩几天", "30")),
    ),
)  # fmt: skip


def prepare(agreement: Any) -> None:
    """The agreement belongs to 甲方, whose head signs for it; the rows stand in the order of priority."""
    agreement.unit = agreement.party_a
    agreement.targets.sort(key=lambda row: row["priority"])


def sign(agreement: Any, deed: Deed) -> None:
    """签订: it binds from its first day on; what it replaces ends."""
    in_force.forget()
    former = agreement.replaces
    if former is not None and former.state == AgreementState.EFFECTIVE:
        last = max(agreement.valid_from, timezone.localtime(deed.at).date()) - timedelta(days=1)
        data = {"opinion": f"由 {agreement.number} 替代", "last_day": last}
        engine.perform(REGISTER, former.pk, "supersede", actor=SYSTEM, data=data)


def end(agreement: Any, deed: Deed) -> None:
    """终止 today; what is replaced holds up to the day before the new one begins."""
    in_force.forget()
    last = deed.data.get("last_day") or timezone.localtime(deed.at).date()
    agreement.ended_on = min(last, agreement.valid_to)


def expire(agreement: Any, deed: Deed) -> None:
    """到期: services in use that are left without an agreement are told to those who must mend it."""
    in_force.forget()
    bare: list[Any] = []
    if agreement.kind == AgreementKind.INTERNAL:
        bare = uncovered(agreement.services, day=moment.today(), without=agreement.pk)
    text = f"{len(bare)} 个在用的服务项已没有有效协议，请尽快续签或停用。" if bare else ""
    _tell("agreement_expired", agreement, 说明=text)


def remind(agreement: Any, deed: Deed) -> None:
    left = days_left(agreement)
    agreement.reminded_days = left
    _tell("agreement_expiring", agreement, 天数=str(left))


def review(agreement: Any, deed: Deed) -> None:
    agreement.reviewed_at, agreement.reviewed_by = deed.at, deed.actor.person
    day = timezone.localtime(deed.at).date()
    judging.after_commit(day, obligations=[one for one in all_obligations() if one.register == REGISTER])


def _tell(kind: str, agreement: Any, **words: str) -> None:
    values = {"编号": agreement.number, "协议": agreement.name, **words}
    sending.tell(kind, concerned(agreement), values, register=REGISTER, record_id=agreement.pk)


def concerned(agreement: Any) -> list[int]:
    """Who hears of its end: 服务级别经理, the one who drafted it, and for a contract 合同管理员."""
    people: list[Person] = seats.LEVEL_MANAGER.holders(agreement)
    if agreement.kind == AgreementKind.VENDOR:
        people = [*people, *seats.CONTRACTS.holders(agreement)]
    ids = [person.pk for person in people]
    return [*ids, agreement.applicant_id] if agreement.applicant_id else ids


def days_left(agreement: Any) -> int:
    """Days up to the last one; 0 on it, negative afterwards."""
    return int((agreement.valid_to - moment.today()).days)


def is_due_for_a_reminder(agreement: Any) -> bool:
    """Whether a threshold of sla.remind_days was reached since the last reminder."""
    left = days_left(agreement)
    reached = next((days for days in remind_days() if left <= days), None)
    if reached is None or left < 0:
        return False
    return agreement.reminded_days is None or agreement.reminded_days > reached


def watch() -> tuple[int, int]:
    """End what is over and remind of what soon will be; answers how many of each."""
    expired = reminded = 0
    for agreement in ServiceLevelAgreement.objects.filter(state=AgreementState.EFFECTIVE).order_by("id"):
        if days_left(agreement) < 0:
            engine.perform(REGISTER, agreement.pk, "expire", actor=SYSTEM)
            expired += 1
        elif is_due_for_a_reminder(agreement):
            engine.perform(REGISTER, agreement.pk, "remind", actor=SYSTEM)
            reminded += 1
    return expired, reminded
