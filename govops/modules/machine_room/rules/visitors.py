"""Outsiders: who may be let in, with whom, with what, into which zones."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import declare, rule
from govops.kernel.processes.declarations import Deed
from govops.modules.machine_room.choices import (
    REPAIRS,
    IdentityDocument,
    ProhibitedItem,
    VisitCategory,
    VisitorKind,
)
from govops.modules.machine_room.rules import after_hours
from govops.modules.machine_room.rules.common import fault_of_identity_number

PHOTOGRAPHY = ("照相", "拍照", "摄像", "录像", "摄影")
#: the room's own equipment, which has to be repaired too
SURVEILLANCE = ("摄像头", "硬盘录像机", "网络录像机", "监控录像")
_APPROVAL = "VisitorEntryProcess.approval"

declare(
    "R-MR-01", cites="S4§3", level="M", title="外来人员：本人填表 → 管理人员同意 → 保卫保密批准", by=_APPROVAL
)
declare("R-MR-02", cites="S4§3", level="M", title="外宾、港澳台：保卫保密与外事共同批准", by=_APPROVAL)


def has_guests_from_abroad(entry: Any) -> bool:
    """外宾或港澳台人员, the visitor or anyone who comes along (R-MR-02)."""
    return any(kind != VisitorKind.MAINLAND for kind in entry.everyone)


def only_mainland(entry: Any) -> bool:
    return not has_guests_from_abroad(entry)


@rule("R-MR-03", cites="S4§3", level="M", title="无陪同人不得进入")
def nobody_enters_alone(entry: Any, deed: Deed) -> Answer:
    if entry.escort is None:
        return Denied("没有指定陪同人，不得进入机房；请先由管理人员指定陪同人。", field="escort")
    if not entry.escort.is_active:
        return Denied(f"陪同人{entry.escort.name}已离岗，不得进入机房；请另行指定陪同人。", field="escort")
    return Allowed()


@rule("R-MR-03", cites="S4§3", level="M", title="无陪同人不得进入")
def escort_is_there(entry: Any, deed: Deed) -> Answer:
    if not entry.escort_confirmed:
        return Denied("陪同人未到场，不得进入机房；陪同人到场后请勾选确认。", field="escort_confirmed")
    return Allowed()


def escort_is_not_the_visitor(entry: Any, deed: Deed) -> Answer:
    escort = entry.escort
    if escort is not None and (escort.name, escort.unit.name) == (entry.visitor_name, entry.visitor_unit):
        return Denied("陪同人不能是来访人本人，请另选。", field="escort")
    return Allowed()


@rule("R-MR-04", cites="S4§3", level="M", title="机房内照相、摄像的申请一律拒绝")
def no_photography(entry: Any, deed: Deed) -> Answer:
    purpose = entry.purpose
    for equipment in SURVEILLANCE:
        purpose = purpose.replace(equipment, "")
    if entry.wants_photography or any(word in purpose for word in PHOTOGRAPHY):
        sentence = "机房内禁止照相、摄像，此类申请一律不予受理；请改为其他方式（如由信息中心提供资料）。"
        return Denied(sentence, field="wants_photography")
    return Allowed()


@rule("R-MR-11", cites="S4§4", level="M", title="五类物品禁带，维修必需的除外")
def prohibited_items_only_for_repairs(entry: Any, deed: Deed) -> Answer:
    if not entry.prohibited_items:
        return Allowed()
    if entry.category not in REPAIRS:
        category = VisitCategory(entry.category).label
        sentence = (
            f"来访类别为“{category}”，不得携带易燃、易爆、易腐蚀、强电磁辐射或液体物品；仅维修必需时可带。"
        )
        return Denied(sentence, field="prohibited_items")
    if not entry.prohibited_reason.strip():
        return Denied("携带禁带物品须写明“必须携带的理由”。", field="prohibited_reason")
    return Allowed()


@rule("R-MR-11", cites="S4§4", level="M", title="五类物品禁带，维修必需的除外")
def nothing_prohibited_is_found(entry: Any, deed: Deed) -> Answer:
    """At the door: what was found must have been approved."""
    unknown = [
        ProhibitedItem(item).label for item in entry.prohibited_found if item not in entry.prohibited_items
    ]
    if unknown:
        sentence = f"查出未经批准的禁带物品：{'、'.join(unknown)}；请来访人将其留在机房外，再办理进入。"
        return Denied(sentence, field="prohibited_found")
    return Allowed()


@rule("R-MR-12", cites="S9§19", level="M", title="专用区域凭批准进入，来访单、门卡均按区域授权")
def zones_belong_to_the_room(entry: Any, deed: Deed) -> Answer:
    rows = entry._meta.get_field("zones").rows(entry.zones)
    if not rows:
        return Denied("请选择可进区域；未写明的区域（尤其是专用区域）不得进入。", field="zones")
    for zone in rows:
        if zone.machine_room_id != entry.machine_room_id:
            return Denied(f"“{zone}”不属于所选机房，请重新选择可进区域。", field="zones")
    return Allowed()


@rule("R-MR-09", cites="S4§8", level="M", title="节假日、夜晚进入须部门同意并经保卫保密批准")
def escort_may_stay_after_hours(entry: Any, deed: Deed) -> Answer:
    """A stay that touches night or holiday needs the escort's own approved permit for this room and time."""
    return after_hours.has_leave(
        entry.escort, entry.machine_room, deed.at, max(deed.at, entry.planned_to), who="陪同人"
    )


def comes_on_an_approved_day(entry: Any, deed: Deed) -> Answer:
    first, today, last = (
        timezone.localtime(at).date() for at in (entry.planned_from, deed.at, entry.planned_to)
    )
    if first <= today <= last:
        return Allowed()
    days = f"{first}" if first == last else f"{first} 至 {last}"
    way_out = "请在批准的日期再来" if today < first else "请重新填写登记表"
    return Denied(f"批准进入的日期为 {days}，今天不能凭此单进入；{way_out}。")


def identity_number_is_right(entry: Any, deed: Deed) -> Answer:
    if entry.identity_document != IdentityDocument.IDENTITY_CARD:
        return Allowed()
    fault = fault_of_identity_number(entry.identity_number)
    if fault and entry.visitor_kind != VisitorKind.MAINLAND:
        fault = f"{fault}外宾、港澳台人员持护照、通行证的，请改选“证件类型”。"
    return Denied(fault, field="identity_number") if fault else Allowed()


def has_pledged(entry: Any, deed: Deed) -> Answer:
    if not entry.pledged:
        return Denied("请来访人阅读并勾选“承诺不照相、不摄像、不乱动设备”后再提交。", field="pledged")
    return Allowed()
