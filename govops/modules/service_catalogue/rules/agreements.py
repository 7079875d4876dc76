"""What may be promised, and how long (R-SLA-01, both halves)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import rule
from govops.kernel.processes.declarations import Deed
from govops.modules.service_catalogue.choices import AgreementKind, AgreementState, ItemState, Priority
from govops.modules.service_catalogue.models import ServiceItem, ServiceLevelAgreement
from govops.modules.service_catalogue.models.agreements import HELD
from govops.modules.service_catalogue.rules.in_force import Targets, default_targets, targets_in

CITES = ("N3§6.1", "N3§7.2")
TITLE = "服务项须有有效 SLA；外包 SLA 不宽于对内 SLA"
#: agreements that bind or are about to
BINDING = (AgreementState.APPROVED, AgreementState.EFFECTIVE)
WORDS = {"respond_minutes": "响应", "on_site_minutes": "到场", "resolve_minutes": "解决"}


def today(deed: Deed) -> date:
    return timezone.localtime(deed.at).date()


def dates_are_in_order(agreement: Any, deed: Deed) -> Answer:
    if agreement.valid_to < agreement.valid_from:
        return Denied("“有效期止”早于“有效期起”，请核对。", field="valid_to")
    if not agreement.valid_from <= agreement.review_on <= agreement.valid_to:
        return Denied("“评审日”应在有效期之内，请核对。", field="review_on")
    return Allowed()


def parties_are_apart(agreement: Any, deed: Deed) -> Answer:
    if agreement.party_a_id == agreement.party_b_id:
        return Denied("甲方与乙方不能是同一单位，请核对。", field="party_b")
    is_vendor = agreement.party_b.kind == "vendor"
    if agreement.kind == AgreementKind.VENDOR and not is_vendor:
        return Denied(f"外包支撑合同的乙方应为厂商，“{agreement.party_b}”不是厂商单位。", field="party_b")
    if agreement.kind == AgreementKind.INTERNAL and is_vendor:
        return Denied("对内协议的乙方应为本单位的提供部门；与厂商的约定请选“外包支撑合同”。", field="party_b")
    return Allowed()


def targets_are_complete(agreement: Any, deed: Deed) -> Answer:
    """Each priority once, and 响应 ≤ 到场 ≤ 解决."""
    given = [row["priority"] for row in agreement.targets]
    if sorted(given) != Priority.values:
        return Denied("“服务时限”应为 P1 至 P4 各一行，请补齐或删去重复的行。", field="targets")
    for priority, targets in targets_in(agreement).items():
        steps = [targets.respond_minutes, targets.on_site_minutes, targets.resolve_minutes]
        minutes = [step for step in steps if step is not None]
        if not minutes[0] or minutes != sorted(minutes):
            return Denied(
                f"{priority} 的时限应大于零，且响应不长于到场、到场不长于解决，请核对。", field="targets"
            )
    return Allowed()


def replaces_its_like(agreement: Any, deed: Deed) -> Answer:
    former = agreement.replaces
    if former is None or (former.state in BINDING and former.kind == agreement.kind):
        return Allowed()
    return Denied("“替代协议”只能选同类且仍然生效的协议，请核对。", field="replaces")


def is_not_yet_over(agreement: Any, deed: Deed) -> Answer:
    if agreement.valid_to >= today(deed):
        return Allowed()
    return Denied("有效期已经过去，不能再提交或签订；请核对“有效期止”。", field="valid_to")


def services_are_promised_once(agreement: Any, deed: Deed) -> Answer:
    """At any time one internal agreement about a service; another one says that it takes its place."""
    if agreement.kind != AgreementKind.INTERNAL:
        return Allowed()
    for other in meeting(agreement, AgreementKind.INTERNAL, (AgreementState.EFFECTIVE,)):
        if other.pk != agreement.replaces_id:
            return Denied(
                f"{_names(set(other.services) & set(agreement.services))}在同一时期已有协议 {other.number}；"
                "请在“替代协议”中选它，或调整服务项、有效期。",
                field="services",
            )
    return Allowed()


@rule("R-SLA-01", cites=CITES, level="N", title=TITLE)
def vendor_is_not_wider(agreement: Any, deed: Deed) -> Answer:
    """A vendor's targets are as tight as what the bureau has promised; asked when either side changes."""
    if agreement.kind == AgreementKind.VENDOR:
        return _vendor_keeps_within(agreement)
    promised = targets_in(agreement)
    for contract in meeting(agreement, AgreementKind.VENDOR, BINDING):
        for priority, given in targets_in(contract).items():
            if words := wider(given, promised.get(priority)):
                return Denied(
                    f"外包支撑合同 {contract.number} 的 {priority} {words}，宽于本协议的约定；"
                    "请先与厂商改签更严的时限，或放宽本协议。",
                    field="targets",
                )
    return Allowed()


def _vendor_keeps_within(contract: Any) -> Answer:
    given = targets_in(contract)
    agreements = list(meeting(contract, AgreementKind.INTERNAL, BINDING))
    for agreement in agreements:
        promised = targets_in(agreement)
        for priority in Priority.values:
            if words := wider(given.get(priority), promised.get(priority)):
                return _too_wide(priority, words, f"对内协议 {agreement.number} ")
    promised_services = {service for agreement in agreements for service in agreement.services}
    if set(contract.services) - promised_services:
        for priority in Priority.values:
            if words := wider(given.get(priority), default_targets(priority)):
                return _too_wide(priority, words, "缺省时限（系统参数）")
    return Allowed()


def _too_wide(priority: str, words: str, than: str) -> Answer:
    return Denied(
        f"外包目标不得宽于对内目标：{priority} {words}，宽于{than}，请改严后再保存。", field="targets"
    )


def wider(given: Targets | None, promised: Targets | None) -> str:
    """In what `given` is wider than `promised`, in words; empty when it is not. Nothing given is wider than anything."""
    if promised is None:
        return ""
    if given is None:
        return "没有约定时限"
    if given.calendar_code != promised.calendar_code and given.calendar_code != "always":
        return "所用服务时间与对内协议不同"
    for name, what in WORDS.items():
        minutes, limit = getattr(given, name), getattr(promised, name)
        if limit is not None and minutes is None:
            return f"没有约定{what}时限（对内 {limit} 分钟）"
        if limit is not None and minutes > limit:
            return f"{what} {minutes} 分钟（对内 {limit} 分钟）"
    return ""


def meeting(
    agreement: Any, kind: AgreementKind, states: Iterable[AgreementState]
) -> QuerySet[ServiceLevelAgreement]:
    """The other agreements of that kind and those states about one of its services, at some time of its term.

    What it replaces does not count.
    """
    others = ServiceLevelAgreement.objects.filter(
        kind=kind, state__in=[str(state) for state in states], services__overlap=list(agreement.services),
        valid_from__lte=agreement.valid_to, valid_to__gte=agreement.valid_from,
    )  # fmt: skip
    return (
        others.exclude(Q(pk=agreement.pk) | Q(pk=agreement.replaces_id))
        .select_related("calendar")
        .order_by("id")
    )


@rule("R-SLA-01", cites=CITES, level="N", title=TITLE)
def still_binds_alone(agreement: Any, deed: Deed) -> Answer:
    """Asked again while nobody else can sign about the same services: two that are signed at once wait for each other here."""
    services = ServiceItem.objects.filter(pk__in=list(agreement.services)).order_by("pk")
    list(services.select_for_update(no_key=True).values_list("pk"))
    answer = services_are_promised_once(agreement, deed)
    return vendor_is_not_wider(agreement, deed) if answer else answer


@rule("R-SLA-01", cites=CITES, level="N", title=TITLE)
def leaves_no_service_without(agreement: Any, deed: Deed) -> Answer:
    """An internal agreement is not ended while a service in use would be left without one."""
    if agreement.kind != AgreementKind.INTERNAL:
        return Allowed()
    bare = uncovered(agreement.services, day=today(deed), without=agreement.pk)
    if not bare:
        return Allowed()
    names = "、".join(f"“{item.name}”" for item in bare[:3]) + ("等" if len(bare) > 3 else "")
    return Denied(f"终止后{names}将没有有效协议；请先签订替代的协议，或停用这些服务项。", rule="R-SLA-01")


def uncovered(services: Iterable[int], *, day: date, without: int | None = None) -> list[ServiceItem]:
    """The services in use among these that no internal agreement (but `without`) covers on that day."""
    items = list(ServiceItem.objects.filter(pk__in=list(services), state=ItemState.IN_USE).order_by("id"))
    agreements = ServiceLevelAgreement.objects.filter(
        kind=AgreementKind.INTERNAL, state__in=HELD, services__overlap=[item.pk for item in items],
    ).exclude(pk=without)  # fmt: skip
    covered = {
        service for agreement in agreements if agreement.holds_on(day) for service in agreement.services
    }
    return [item for item in items if item.pk not in covered]


def _names(ids: Iterable[int]) -> str:
    names = list(ServiceItem.objects.filter(pk__in=list(ids)).order_by("id").values_list("name", flat=True))
    return "、".join(f"“{name}”" for name in names[:3]) + ("等" if len(names) > 3 else "")


def signed_in_time(agreement: Any, deed: Deed) -> Answer:
    if agreement.signed_on is None:
        return Denied("请填写“签订日期”。", field="signed_on")
    if agreement.signed_on > today(deed):
        return Denied("“签订日期”不能晚于今天，请核对。", field="signed_on")
    return Allowed()


def next_review_lies_ahead(agreement: Any, deed: Deed) -> Answer:
    """After a review the next one is named, within the term."""
    if len(agreement.review_result.strip()) < 4:
        return Denied("请写明评审结论：时限达成情况、存在的问题和是否需要修订协议。", field="review_result")
    when = agreement.next_review_on
    if when is None or not today(deed) < when <= agreement.valid_to:
        return Denied(
            f"“下次评审日”应在明天至 {agreement.valid_to} 之间；到期前不再评审的填有效期止。",
            field="next_review_on",
        )
    return Allowed()
