"""When a service may be offered (R-SLA-01, first half)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import rule
from govops.kernel.processes.declarations import Deed
from govops.modules.service_catalogue.choices import (
    AgreementKind,
    ItemState,
    QuestionKind,
    SupportLine,
)
from govops.modules.service_catalogue.models import ServiceItem, ServiceLevelAgreement
from govops.modules.service_catalogue.models.agreements import HELD
from govops.modules.service_catalogue.rules.agreements import CITES, TITLE


def internal_agreements(service_id: int) -> QuerySet[ServiceLevelAgreement]:
    """The internal agreements about the service that hold, held or will hold."""
    return ServiceLevelAgreement.objects.filter(
        kind=AgreementKind.INTERNAL, state__in=HELD, services__contains=[service_id]
    )


@rule("R-SLA-01", cites=CITES, level="N", title=TITLE)
def has_a_valid_agreement(item: Any, deed: Deed) -> Answer:
    day = timezone.localtime(deed.at).date()
    if any(agreement.holds_on(day) for agreement in internal_agreements(item.pk)):
        return Allowed()
    return Denied(
        f"“{item.name}”还没有生效的对内服务级别协议，不能启用；请先在“服务级别协议”中起草、审核并签订包含此项的协议。"
    )


def group_can_take_it(item: Any, deed: Deed) -> Answer:
    group = item.support_group
    if group.is_active and group.members:
        return Allowed()
    what = "没有成员" if group.is_active else "已停用"
    return Denied(f"受理支持组“{group.name}”{what}，请另选支持组或先补齐成员。", field="support_group")


def questions_are_complete(item: Any, deed: Deed) -> Answer:
    """A choice offers at least two answers, and nothing else offers any; keys are not repeated."""
    for line, row in enumerate(item.form_fields, start=1):
        offered = len(choices_in(row.get("choices", "")))
        if row["kind"] == QuestionKind.CHOICE and offered < 2:
            return Denied(
                f"“附加问题”第 {line} 行是选择题，请在“选项”中至少写两项，用顿号分隔。", field="form_fields"
            )
        if row["kind"] != QuestionKind.CHOICE and offered:
            return Denied(f"“附加问题”第 {line} 行不是选择题，请删去选项。", field="form_fields")
    keys = [row["key"] for row in item.form_fields if row.get("key")]
    if len(set(keys)) < len(keys):
        return Denied("“附加问题”的代号重复，请改正或留空由系统编排。", field="form_fields")
    return Allowed()


def choices_in(text: str) -> tuple[str, ...]:
    """The choices written as 甲、乙、丙, each once."""
    return tuple(dict.fromkeys(one.strip() for one in text.split("、") if one.strip()))


def provider_is_named(group: Any, deed: Deed) -> Answer:
    """A vendor's group says which vendor; the others belong to the house."""
    if group.line == SupportLine.VENDOR and group.provider_id is None:
        return Denied("厂商支持组请填写“所属厂商”。", field="provider")
    if group.line != SupportLine.VENDOR and group.provider_id is not None:
        return Denied("只有厂商支持组填写“所属厂商”，请留空或改支持级别。", field="provider")
    return Allowed()


def serves_nothing_any_more(group: Any, deed: Deed) -> Answer:
    """A group that services in use rely on stays active and staffed."""
    if group.pk is None or (group.is_active and group.members):
        return Allowed()
    item = ServiceItem.objects.filter(support_group=group, state=ItemState.IN_USE).first()
    if item is None:
        return Allowed()
    return Denied(
        f"在用的服务“{item.name}”由本组受理，不能停用或清空成员；请先把服务改到别的支持组。",
        field="is_active",
    )
