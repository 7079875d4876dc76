"""What leaves the machine room, and on whose word (S4§6)."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import declare, rule
from govops.kernel.processes.declarations import Deed
from govops.kernel.processes.models import Act
from govops.modules.machine_room.rules.common import fault_of_identity_number

THREE_STEPS = "部门领导签发 → 保卫保密核批 → 登记 → 方可带出"
EIGHT = "携物出门证明八项必填"
declare("R-MR-06", cites="S4§6", level="M", title=THREE_STEPS, by="CarryOutPermitProcess")
declare(
    "R-MR-05",
    cites="S4§6",
    level="M",
    title=EIGHT,
    by="CarryOutPermitProcess.approval（第八项：部门领导签字）",
)

#: the elements written on the form, by the names of S4§6; the eighth is the signature of the first step
ELEMENTS = {
    "planned_at": "时间",
    "carrier_name": "姓名",
    "carrier_unit": "工作单位",
    "items": "携带物品名称",
    "reason": "事由",
    "identity_number": "身份证号码",
    "phone": "联系电话",
}
_NOTHING = ("", "无", "-", "/", "不详", "待定")


def missing(permit: Any) -> dict[str, str]:
    """Field → title of the elements that are empty or filled with a mere dash."""
    found = {}
    for name, title in ELEMENTS.items():
        value = getattr(permit, name)
        if value is None or value == [] or (isinstance(value, str) and value.strip() in _NOTHING):
            found[name] = title
    return found


@rule("R-MR-05", cites="S4§6", level="M", title=EIGHT)
def all_elements_are_there(permit: Any, deed: Deed) -> Answer:
    found = missing(permit)
    if not found:
        return Allowed()
    titles = "、".join(found.values())
    return Denied(f"《携物出门证明》八项缺一不可，请填写：{titles}。", field=next(iter(found)))


@rule("R-MR-05", cites="S4§6", level="M", title=EIGHT)
def identity_number_is_right(permit: Any, deed: Deed) -> Answer:
    fault = fault_of_identity_number(permit.identity_number)
    return Denied(fault, field="identity_number") if fault else Allowed()


@rule("R-MR-06", cites="S4§6", level="M", title=THREE_STEPS)
def went_through_all_three(permit: Any, deed: Deed) -> Answer:
    """Asked at the door: the leader's signature, the security department's and the entry in the book."""
    acts = Act.objects.filter(
        register="carry_out_permit", record_id=permit.pk, verb="approve", is_decision=True
    )
    steps = set(acts.values_list("step", flat=True))
    return may_leave(
        signed="head" in steps, approved="security" in steps, enrolled=bool(permit.enrolled_number)
    )


@rule("R-MR-06", cites="S4§6", level="M", title=THREE_STEPS)
def may_leave(*, signed: bool, approved: bool, enrolled: bool) -> Answer:
    """The three things without which nothing is carried out."""
    for is_done, words in ((signed, "部门领导签发"), (approved, "保卫保密部门核批"), (enrolled, "登记")):
        if not is_done:
            return Denied(f"此证明尚未经{words}，不得带出。")
    return Allowed()


@rule("R-MR-06", cites="S4§6", level="M", title=THREE_STEPS)
def stored_data_are_safe(permit: Any, deed: Deed) -> Answer:
    """Equipment with storage media leaves only with its important data encrypted or erased (等保：设备维护管理)."""
    if permit.has_storage and len(permit.encryption_note.strip()) < 4:
        return Denied(
            "携带物品含存储介质，请在“重要数据加密说明”中写明数据已清除或加密、由谁处理。",
            field="encryption_note",
        )
    return Allowed()


def return_is_later(permit: Any, deed: Deed) -> Answer:
    if permit.return_on and permit.planned_at and permit.return_on < permit.planned_at.date():
        return Denied("“预计归还日”不能早于携出时间，请核对。", field="return_on")
    return Allowed()


def is_not_to_come_back(permit: Any, deed: Deed) -> Answer:
    if permit.return_on is not None:
        return Denied(f"此证明约定 {permit.return_on} 前归还，请在归还时办理“归还核销”。")
    return Allowed()
