"""What must be true in the machine room: pure answers with reasons."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import declare, rule
from govops.kernel.processes.declarations import Deed
from govops.modules.machine_room.choices import REPAIRS, VisitCategory, VisitorKind

declare(
    "R-MR-01", cites="S4§3", level="M", title="外来人员：本人填表 → 管理人员同意 → 保卫保密批准", by="VisitorEntryProcess.approval"
)
declare("R-MR-02", cites="S4§3", level="M", title="外宾、港澳台：保卫保密与外事共同批准", by="VisitorEntryProcess.approval")


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


@rule("R-MR-04", cites="S4§3", level="M", title="机房内照相、摄像的申请一律拒绝")
def no_photography(entry: Any, deed: Deed) -> Answer:
    if entry.wants_photography or any(word in entry.purpose for word in ("照相", "拍照", "摄像", "录像", "摄影")):
        return Denied("机房内禁止照相、摄像，此类申请一律不予受理；请改为其他方式（如由信息中心提供资料）。", field="wants_photography")
    return Allowed()


@rule("R-MR-11", cites="S4§4", level="M", title="五类物品禁带，维修必需的除外")
def prohibited_items_only_for_repairs(entry: Any, deed: Deed) -> Answer:
    if not entry.prohibited_items:
        return Allowed()
    if entry.category not in REPAIRS:
        return Denied(
            f"来访类别为“{VisitCategory(entry.category).label}”，不得携带易燃、易爆、易腐蚀、强电磁辐射或液体物品；仅维修必需时可带。",
            field="prohibited_items",
        )
    if not entry.prohibited_reason.strip():
        return Denied("携带禁带物品须写明“必须携带的理由”。", field="prohibited_reason")
    return Allowed()


@rule("R-MR-12", cites="S9§19", level="M", title="专用区域凭批准进入，来访单须写明可进区域")
def zones_belong_to_the_room(entry: Any, deed: Deed) -> Answer:
    rows = entry._meta.get_field("zones").rows(entry.zones)
    if not rows:
        return Denied("请选择可进区域；未写明的区域（尤其是专用区域）不得进入。", field="zones")
    for zone in rows:
        if zone.machine_room_id != entry.machine_room_id:
            return Denied(f"“{zone}”不属于所选机房，请重新选择可进区域。", field="zones")
    return Allowed()


def times_are_in_order(entry: Any, deed: Deed) -> Answer:
    if entry.planned_to <= entry.planned_from:
        return Denied("“预计离开时间”应晚于“计划进入时间”，请核对。", field="planned_to")
    return Allowed()


def has_pledged(entry: Any, deed: Deed) -> Answer:
    if not entry.pledged:
        return Denied("请来访人阅读并勾选“承诺不照相、不摄像、不乱动设备”后再提交。", field="pledged")
    return Allowed()


def escort_is_not_the_visitor(entry: Any, deed: Deed) -> Answer:
    if entry.escort is not None and entry.escort.name == entry.visitor_name and entry.escort.unit.name == entry.visitor_unit:
        return Denied("陪同人不能是来访人本人，请另选。", field="escort")
    return Allowed()
