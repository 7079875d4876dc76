"""Cards: made by one person on an approved application, used by one person, taken back in the end (S4§9)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import declare, rule
from govops.kernel.organization.choices import StaffKind
from govops.kernel.processes.declarations import Deed
from govops.kernel.processes.models import Act
from govops.modules.machine_room.choices import CardApplicationState, CardRequest, CardState
from govops.modules.machine_room.models import AccessCard, MachineRoom, Zone
from govops.modules.machine_room.seats import CARD_OFFICER

MADE_ON_APPROVAL = "门卡仅凭批准单由专人制作"
BY_ZONE = "专用区域凭批准进入，来访单、门卡均按区域授权"
declare(
    "R-MR-07",
    cites="S4§9",
    level="M",
    title=MADE_ON_APPROVAL,
    by="machine_room/access.csv（门禁卡无人有写权限）",
)
declare(
    "R-MR-08",
    cites=("N16§4", "N1§离岗"),
    level="N",
    title="调岗/离岗收回门卡",
    by="machine_room.jobs.collect_cards",
)


@rule("R-MR-07", cites="S4§9", level="M", title=MADE_ON_APPROVAL)
def maker_stands_apart(application: Any, deed: Deed) -> Answer:
    """申请人 ≠ 主管领导 ≠ 保卫批准 ≠ 制卡人."""
    person = deed.actor.person
    if person is None:
        return Denied("制卡须由门卡管理员本人办理。")
    if person.pk in {application.applicant_id, application.created_by_id}:
        return Denied("制卡人不能是申请人，请由其他门卡管理员制卡。")
    decided = Act.objects.filter(
        register="access_card_application",
        record_id=application.pk,
        is_decision=True,
        verb="approve",
        person=person,
    )
    if decided.exists():
        return Denied("您已审批过此申请，不能再制卡，请由其他门卡管理员制卡。")
    return Allowed()


@rule("R-MR-07", cites="S4§9", level="M", title=MADE_ON_APPROVAL)
def card_has_an_approved_application(card: Any, deed: Deed) -> Answer:
    """No card without an approved application, made out to its applicant by somebody else."""
    application = card.application
    if card.pk is None and application.state != CardApplicationState.APPROVED:
        return Denied("门卡只能依据保卫部门已批准的《机房门卡申请表》制作。", field="application")
    if card.holder_id != application.applicant_id:
        return Denied("持卡人与申请表上的申请人不一致，门卡仅限申请人本人使用。", field="holder")
    if card.made_by_id == card.holder_id:
        return Denied("制卡人不能是申请人，请由其他门卡管理员制卡。", field="made_by")
    if card.pk is None and all(person.pk != card.made_by_id for person in CARD_OFFICER.holders(card)):
        return Denied("门卡由专人制作，制卡人须为门卡管理员。", field="made_by")
    return Allowed()


def card_number_is_given_and_new(application: Any, deed: Deed) -> Answer:
    if application.kind == CardRequest.CHANGE:
        return Allowed()
    number = application.card_number.strip()
    if not number:
        return Denied("请填写所制门卡的卡号。", field="card_number")
    if AccessCard.objects.filter(card_number=number).exists():
        return Denied(f"卡号“{number}”已在使用登记中，请核对。", field="card_number")
    return Allowed()


def former_card_is_ones_own(application: Any, deed: Deed) -> Answer:
    if application.kind == CardRequest.NEW:
        return Allowed()
    card = application.former_card
    if card is None or card.holder_id != application.applicant_id:
        return Denied("请填写申请人本人原有门卡的卡号。", field="former_number")
    if application.kind == CardRequest.CHANGE and not card.is_usable:
        state = CardState(card.state).label
        return Denied(f"原卡现为“{state}”，不能变更权限；请改为“补办”。", field="former_number")
    return Allowed()


def has_no_other_card(application: Any, deed: Deed) -> Answer:
    """One person, one card: a second one is asked for as 补办 or 权限变更."""
    if application.kind != CardRequest.NEW or application.applicant is None:
        return Allowed()
    card = AccessCard.objects.filter(holder=application.applicant, state=CardState.IN_USE).first()
    if card is None:
        return Allowed()
    return Denied(
        f"{application.applicant.name}已有在用门卡 {card.card_number}；请选择“权限变更”或“补办”。",
        field="kind",
    )


def outsourced_staff_have_an_end(application: Any, deed: Deed) -> Answer:
    person = application.applicant
    if person is not None and person.staff_kind == StaffKind.OUTSOURCED and application.valid_to is None:
        return Denied("外包人员的门卡须填写“有效期至”。", field="valid_to")
    if application.valid_to and application.valid_to < timezone.localtime(deed.at).date():
        return Denied("“有效期至”已经过去，请核对。", field="valid_to")
    return Allowed()


@rule("R-MR-12", cites="S9§19", level="M", title=BY_ZONE)
def zones_are_named(application: Any, deed: Deed) -> Answer:
    if application.zones:
        return Allowed()
    return Denied("请选择门禁权限（区域）；未列明的区域（尤其是专用区域）不能进入。", field="zones")


@rule("R-MR-12", cites="S9§19", level="M", title=BY_ZONE)
def card_opens_zone(card: Any, zone: Zone | None, rooms_zones: frozenset[int]) -> Answer:
    """Whether the card was made for the zone, or at least for some zone of the room (`rooms_zones`: their ids)."""
    held = set(card.zones)
    if zone is not None and zone.pk not in held:
        kind = "专用区域" if zone.is_dedicated else "区域"
        return Denied(f"门卡 {card.card_number} 未授权进入{kind}“{zone.name}”。")
    if not held & rooms_zones:
        return Denied(f"门卡 {card.card_number} 未授权进入此机房。")
    return Allowed()


@rule("R-MR-08", cites=("N16§4", "N1§离岗"), level="N", title="调岗/离岗收回门卡")
def card_is_good(card: Any, person: Any, when: datetime) -> Answer:
    """In use, not run out, and in the hands of its holder, who still works here."""
    if not card.is_usable:
        return Denied(f"门卡 {card.card_number} 已{CardState(card.state).label}，不能使用。")
    if card.valid_to and card.valid_to < timezone.localtime(when).date():
        return Denied(f"门卡 {card.card_number} 已于 {card.valid_to} 到期。")
    if person is not None and card.holder_id != person.pk:
        return Denied(f"门卡 {card.card_number} 是{card.holder.name}的，仅限本人使用。")
    if not card.holder.is_active:
        return Denied(f"持卡人{card.holder.name}已离岗，门卡不能使用。")
    return Allowed()


def opens(card: AccessCard, room: MachineRoom, zone: Zone | None, person: Any, when: datetime) -> Answer:
    """Whether the card lets `person` into the room and zone; night and holiday are another question (R-MR-09)."""
    good = card_is_good(card, person, when)
    if not good:
        return good
    return card_opens_zone(card, zone, frozenset(room.zones.values_list("pk", flat=True)))


def is_recalled(card: Any, deed: Deed) -> Answer:
    if card.recall_reason:
        return Denied(f"此卡因{card.recall_reason}正在收回，不能恢复使用；如需门卡请重新申请。")
    return Allowed()
