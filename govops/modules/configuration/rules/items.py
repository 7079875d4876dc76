"""Items: one number each, changed for a reason, no notebook in the intranet, nothing scrapped that is still wanted."""

from __future__ import annotations

from typing import Any

from govops.kernel import parameters
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.attributes import Attribute, AttributeKind
from govops.kernel.attributes.parsing import parse
from govops.kernel.norms.rules import declare, rule
from govops.kernel.processes.declarations import Deed
from govops.kernel.records.choices import NetworkZone
from govops.kernel.registers.foresight import foresight_of
from govops.modules.configuration import hooks
from govops.modules.configuration.choices import ItemState, ObjectClass, TypeState
from govops.modules.configuration.models import ConfigurationItem
from govops.modules.configuration.parameters import CONTROLLED, SCRAP_CHECK
from govops.modules.configuration.rules.common import (
    IN_SERVICE,
    applied_now,
    differences,
    rests_on_what_it_names,
    says_why,
    stood,
    why_of,
)
from govops.modules.configuration.rules.trees import is_above

R_CI_01 = {"cites": "N3§9.1", "level": "N", "title": "CI 唯一标识"}
R_CI_02 = {"cites": "N3§9.1", "level": "N", "title": "CI 变更可追溯（有单据）"}
R_CI_03 = {"cites": "S9§19", "level": "M", "title": "笔记本不得登记到政务内网"}
R_CI_04 = {"cites": "N3§9.1", "level": "D", "title": "未了结单据的 CI 不得报废"}
declare("R-CI-01", **R_CI_01, by="database constraint configuration_configurationitem_number_key")  # type: ignore[arg-type]
declare("R-CI-03", **R_CI_03, by="database trigger configuration_no_notebook_in_intranet")  # type: ignore[arg-type]
NOTEBOOK = "笔记本类设备不得登记到政务内网（S9§19）；请改选“所在网络”，或核对“类型”。"


@rule("R-CI-01", **R_CI_01)  # type: ignore[arg-type]
def asset_number_is_its_own(item: Any, deed: Deed) -> Answer:
    """An asset number names one item."""
    foreseen = foresight_of(item)
    if not item.asset_number or (foreseen is not None and foreseen.is_free(item)):
        return Allowed()
    other = ConfigurationItem.objects.filter(asset_number=item.asset_number).exclude(pk=item.pk).first()
    if other is None:
        return Allowed()
    return Denied(f"资产编号“{item.asset_number}”已登记在 {other.number}，请核对。", field="asset_number")


@rule("R-CI-02", **R_CI_02)  # type: ignore[arg-type]
def change_says_why(item: Any, deed: Deed) -> Answer:
    """Whoever changes an item in service says why, and by which paper; a paper that is named elsewhere exists as well."""
    before = stood(item)
    if before is None or before.state not in IN_SERVICE or not differences(before, item):
        return rests_on_what_it_names(item)
    return says_why(item)


@rule("R-CI-02", **R_CI_02)  # type: ignore[arg-type]
def controlled_changes_by_proposal(item: Any, deed: Deed) -> Answer:
    """An item of a controlled type in service changes only by a proposal that a second person approved."""
    before = stood(item)
    if before is None or before.state not in IN_SERVICE or not parameters.value(CONTROLLED.key):
        return Allowed()
    if applied_now(item) or not differences(before, item):
        return Allowed()
    if before.type.is_any("is_controlled") or item.type.is_any("is_controlled"):
        return Denied(
            f"“{before.type.name}”是受控类型，在用时不能直接修改；请在配置项页面点“提议修改”，经第二人审核后生效。"
        )
    return Allowed()


def is_controlled(item: Any) -> bool:
    """Whether the item is of a controlled type (受控), here or above, and such types are watched over."""
    return bool(parameters.value(CONTROLLED.key)) and item.type.is_any("is_controlled")


@rule("R-CI-02", **R_CI_02)  # type: ignore[arg-type]
def controlled_moves_by_agreement(item: Any, deed: Deed) -> Answer:
    """A controlled item enters, leaves or ends its service only when a second person has agreed.

    That person stands behind the paper that moves it (资产交接单、报废单、盘点差异单), or approved the change that is given
    as the reference and names the item.
    """
    if not is_controlled(item) or applied_now(item) or _by_an_approved_change(item):
        return Allowed()
    return Denied(
        f"“{item.type.name}”是受控类型，不能由一人直接办理；请填写《资产交接单》或《资产报废申请单》，"
        "或在“依据单号”填写已批准且列有此配置项的变更单编号。",
        field="reference",
    )


@rule("R-CI-02", **R_CI_02)  # type: ignore[arg-type]
def controlled_leaves_service_by_agreement(item: Any, deed: Deed) -> Answer:
    """The same of what is in service; what lies in stock may go to repair or aside at once."""
    return controlled_moves_by_agreement(item, deed) if item.state in IN_SERVICE else Allowed()


def _by_an_approved_change(item: Any) -> bool:
    reference = why_of(item).reference
    if not reference or not hooks.is_approved_change(reference):
        return False
    return any(ticket.number == reference for ticket in hooks.tickets_on([item.pk]))


def in_the_books_by_request(item: Any, deed: Deed) -> Answer:
    """What has a value in the books is scrapped by 《资产报废申请单》, which finance agrees to."""
    if deed.actor.is_system or not item.original_value:
        return Allowed()
    return Denied("此资产有原值，请填写《资产报废申请单》，经部门、资产管理员和财务批准后自动转为“已报废”。")


@rule("R-CI-03", **R_CI_03)  # type: ignore[arg-type]
def no_notebook_in_intranet(item: Any, deed: Deed) -> Answer:
    if item.network_zone == NetworkZone.INTRANET and item.type.is_any("is_portable"):
        return Denied(NOTEBOOK, field="network_zone")
    return Allowed()


@rule("R-CI-04", **R_CI_04)  # type: ignore[arg-type]
def nothing_is_open(item: Any, deed: Deed) -> Answer:
    """What somebody still works on is not scrapped."""
    if not parameters.value(SCRAP_CHECK.key):
        return Allowed()
    tickets = hooks.tickets_on([item.pk])
    if not tickets:
        return Allowed()
    named = "、".join(ticket.number for ticket in tickets[:5]) + ("等" if len(tickets) > 5 else "")
    return Denied(f"还有 {len(tickets)} 张未了结的单据（{named}），不能报废；请先办结。")


@rule("R-CI-04", **R_CI_04)  # type: ignore[arg-type]
def media_are_wiped(item: Any, deed: Deed) -> Answer:
    if item.media_wiped or not item.type.is_any("has_media"):
        return Allowed()
    return Denied("存储介质尚未确认清除，不能报废；请先办理“确认介质已清除”。")


def holds_no_others(item: Any, deed: Deed) -> Answer:
    """A room, a rack is empty before it goes."""
    inside = ConfigurationItem.objects.filter(location=item.pk).exclude(state=ItemState.SCRAPPED)
    names = list(inside.order_by("id").values_list("number", flat=True)[:4])
    if not names:
        return Allowed()
    return Denied(f"其中还有 {'、'.join(names[:3])}{'等' if len(names) > 3 else ''}配置项，请先移出。")


def state_changes_by_moves(item: Any, deed: Deed) -> Answer:
    """How it entered the register stays as it was."""
    before = stood(item)
    if before is None or before.enters_as == item.enters_as:
        return Allowed()
    return Denied("“登记为”只在登记时填写；以后改变状态，请用领用、闲置等办理动作。", field="enters_as")


def type_is_in_use(item: Any, deed: Deed) -> Answer:
    before = stood(item)
    if item.type.state == TypeState.IN_USE or (before is not None and before.type_id == item.type_id):
        return Allowed()
    return Denied(f"类型“{item.type.name}”已停用，请另选。", field="type")


def stands_in_a_place(item: Any, deed: Deed) -> Answer:
    """A location is a building, a room, a rack; nothing lies in itself."""
    where = item.location
    if where is None:
        return Allowed()
    if where.type.object_class != ObjectClass.PLACE:
        return Denied(f"“{where}”不是房间、机房或机柜，不能作为位置。", field="location")
    if where.state == ItemState.SCRAPPED:
        return Denied(f"“{where}”已报废，不能作为位置。", field="location")
    before = stood(item)
    if before is not None and before.location_id != item.location_id and is_above(item.pk, where.pk):
        return Denied(f"“{where}”本身位于此处之内，不能作为位置。", field="location")
    return Allowed()


def hardware_address_is_right(item: Any, deed: Deed) -> Answer:
    if not item.mac_address:
        return Allowed()
    try:
        known = parse(Attribute("mac", "MAC 地址", AttributeKind.ADDRESS), item.mac_address)
    except ValueError:
        known = ""
    if len(known) == 17 and known.count(":") == 5 and known.count("::") == 0:
        return Allowed()
    return Denied("“MAC 地址”应为 12 位十六进制数，如 3c:52:82:0a:1b:2c。", field="mac_address")


def has_its_people(item: Any, deed: Deed) -> Answer:
    if item.custodian_id is None:
        return Denied("请选择“责任人”。", field="custodian")
    if not item.custodian.is_active:
        return Denied(f"{item.custodian.name}已离岗，请另选责任人。", field="custodian")
    return Allowed()


def gives_a_reason(item: Any, deed: Deed) -> Answer:
    """A move tells why; of an item in service also by which paper (R-CI-02)."""
    if item.state not in IN_SERVICE:
        if len(item.reason.strip()) < 2:
            return Denied("请写明“变更原因”。", field="reason")
        return rests_on_what_it_names(item)
    return says_why(item)
