"""采购中 → 在库 → 在用 → 维修、闲置 → 报废 (norms.md B7: 入库、领用、变更、维修、闲置、报废)."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.access.roles import title_of
from govops.kernel.processes.declarations import Deed, Guard, Move, Process, said
from govops.modules.configuration.actions import items as actions
from govops.modules.configuration.actions.remembering import remember_moved
from govops.modules.configuration.actions.types import remember_type
from govops.modules.configuration.choices import ItemState as S
from govops.modules.configuration.choices import TypeState as T
from govops.modules.configuration.rules import items as rules
from govops.modules.configuration.rules import placing
from govops.modules.configuration.rules import types as type_rules

WHY = ("reason", "reference")
WHERE = ("location", "rack_unit", "rack_height")
KEEPERS = ("configuration_manager", "asset_officer")


def holding(*roles: str) -> Guard:
    """Whoever holds one of the roles; the system on behalf of another deed."""
    words = "、".join(title_of(role) for role in roles)

    def guard(record: Any, deed: Deed) -> Answer:
        if deed.actor.is_system or deed.actor.roles & set(roles):
            return Allowed()
        return Denied(f"只有{'、'.join(title_of(role) for role in roles)}可以办理。")

    return said(guard, words)


BY_KEEPERS = said(holding(*KEEPERS), "配置经理、资产管理员")
BY_MANAGER = said(holding("configuration_manager"), "配置经理")
#: a move that changes columns is a change of the configuration: not for controlled types in service
PLACED = (
    rules.stands_in_a_place,
    placing.fits_in_its_rack,
    rules.no_notebook_in_intranet,
    rules.has_its_people,
)


class ItemProcess(Process):
    """采购中 → 在库 → 在用 → 维修中、闲置 → 已报废。"""

    is_matter = False
    states = S
    initial = S.PLANNED
    editable = {S.PLANNED: ..., S.STOCK: ..., S.IN_USE: ..., S.REPAIR: ..., S.IDLE: ...}
    final = (S.SCRAPPED,)
    cites = "N2§9.6"

    receive = Move(
        title="入库", sources=(S.PLANNED,), target=S.STOCK, by=BY_KEEPERS, icon="package", signed=False,
        asks=("serial_number", "asset_number", "location", "purchased_on", "warranty_until", *WHY), requires=("reason",),
        checks=(rules.asset_number_is_its_own, rules.stands_in_a_place, rules.gives_a_reason), then=(remember_moved,),
    )  # fmt: skip
    issue = Move(
        title="领用", sources=(S.STOCK,), target=S.IN_USE, by=BY_KEEPERS, icon="user-check",
        asks=("owner_unit", "custodian", "users", *WHERE, "network_zone", *WHY), requires=("custodian", "network_zone", "reason"),
        checks=(*PLACED, rules.gives_a_reason, rules.controlled_moves_by_agreement), then=(actions.taken_out, remember_moved),
        help="写明责任人、位置和所在网络；笔记本类设备不得登记到政务内网。",
    )  # fmt: skip
    relocate = Move(
        title="调拨", sources=(S.IN_USE,), target=S.IN_USE, by=BY_KEEPERS, icon="transfer",
        asks=("owner_unit", "custodian", "users", *WHERE, "network_zone", *WHY), requires=("custodian", *WHY),
        checks=(*PLACED, rules.gives_a_reason, rules.controlled_changes_by_proposal), then=(remember_moved,),
        help="责任部门、责任人、位置或所在网络改变时办理；受控类型请填写变更提议。",
    )  # fmt: skip
    send_repair = Move(
        title="送修", sources=(S.IN_USE, S.IDLE, S.STOCK), target=S.REPAIR, by=BY_KEEPERS, icon="tools", signed=False,
        asks=WHY, requires=("reason",), checks=(rules.gives_a_reason, rules.controlled_leaves_service_by_agreement), then=(remember_moved,),
    )  # fmt: skip
    repaired = Move(
        title="修复", sources=(S.REPAIR,), target=S.IN_USE, by=BY_KEEPERS, icon="tool", signed=False, asks=WHY, requires=WHY,
        checks=(rules.no_notebook_in_intranet, rules.gives_a_reason, rules.controlled_leaves_service_by_agreement), then=(remember_moved,),
        help="修好后继续使用；不再使用的请办理“闲置”。",
    )  # fmt: skip
    put_aside = Move(
        title="闲置", sources=(S.IN_USE, S.REPAIR, S.STOCK), target=S.IDLE, by=BY_KEEPERS, icon="archive", signed=False,
        asks=(*WHERE, *WHY), requires=("reason",),
        checks=(rules.stands_in_a_place, placing.fits_in_its_rack, rules.gives_a_reason, rules.controlled_leaves_service_by_agreement),
        then=(remember_moved,),
    )  # fmt: skip
    use_again = Move(
        title="重新启用", sources=(S.IDLE,), target=S.IN_USE, by=BY_KEEPERS, icon="refresh",
        asks=("owner_unit", "custodian", "users", *WHERE, "network_zone", *WHY), requires=("custodian", *WHY),
        checks=(*PLACED, rules.gives_a_reason, rules.controlled_leaves_service_by_agreement), then=(actions.taken_out, remember_moved),
    )  # fmt: skip
    wipe = Move(
        title="确认介质已清除", sources=(S.IDLE,), target=S.IDLE, by=BY_KEEPERS, icon="disc", asks=WHY, requires=WHY,
        checks=(rules.gives_a_reason, rules.controlled_leaves_service_by_agreement), then=(actions.wiped, remember_moved), help="存储介质已拆除、消磁或覆写，并有记录可查。",
    )  # fmt: skip
    scrap = Move(
        title="报废", sources=(S.IDLE,), target=S.SCRAPPED, by=BY_KEEPERS, icon="trash", is_danger=True, asks=WHY, requires=WHY,
        when=(rules.nothing_is_open, rules.media_are_wiped, rules.holds_no_others, rules.in_the_books_by_request),
        checks=(rules.gives_a_reason, rules.controlled_leaves_service_by_agreement), then=(actions.scrapped, remember_moved), help="报废后不能恢复，它的各项关系随之解除。",
    )  # fmt: skip


class ItemTypeProcess(Process):
    """在用 → 停用（可以恢复）→ 废止。"""

    is_matter = False
    states = T
    initial = T.IN_USE
    editable = {T.IN_USE: ...}
    final = (T.ABOLISHED,)
    cites = "N3§9.1"

    retire = Move(
        title="停用", sources=(T.IN_USE,), target=T.RETIRED, by=BY_MANAGER, opinion="required", icon="circle-x", is_danger=True, signed=False,
        when=(type_rules.nothing_of_it_is_left,), then=(remember_type,), help="停用后不能再登记此类配置项，已有的不受影响。",
    )  # fmt: skip
    restore = Move(
        title="恢复", sources=(T.RETIRED,), target=T.IN_USE, by=BY_MANAGER, opinion="optional", icon="refresh", signed=False, then=(remember_type,),
    )  # fmt: skip
    abolish = Move(
        title="废止", sources=(T.RETIRED,), target=T.ABOLISHED, by=BY_MANAGER, opinion="required", icon="trash", is_danger=True, signed=False,
        when=(type_rules.nothing_is_of_it,), then=(remember_type,), help="没有配置项属于此类时办理，不能恢复。",
    )  # fmt: skip
