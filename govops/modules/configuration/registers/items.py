"""配置项."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, OtherPage, Register, Related, Section, View, register
from govops.kernel.registers.foresight import Foresight
from govops.modules.configuration import hooks, models, panels
from govops.modules.configuration.actions import items as actions
from govops.modules.configuration.actions import relations
from govops.modules.configuration.actions.remembering import remember_all, remember_saved
from govops.modules.configuration.choices import IMPORTANCE_TONES, ItemState, ObjectClass
from govops.modules.configuration.process.items import ItemProcess
from govops.modules.configuration.rules import items as rules
from govops.modules.configuration.rules import placing
from govops.modules.configuration.rules.foresight import ItemForesight


@register
class ConfigurationItems(Register):
    model = models.ConfigurationItem
    process = ItemProcess
    title = "配置项"
    form_title = "配置项登记表"
    series = "PZX"
    cites = ("S6§3", "N3§9.1")
    icon = "server-2"
    tree = "location"
    columns = (
        Column("name", second="number", sort="name"),
        Column("type"),
        Column("grade", title="重要程度"),
        Column("owner_unit", second="custodian"),
        Column("location"),
        Column("network_zone", second="ip_address"),
        Column("state"),
        Column("serial_number", second="asset_number", shown=False),
        Column("brand", second="model_name", shown=False),
        Column("warranty_until", shown=False),
        Column("custodian", shown=False),
        Column("item_version", shown=False),
    )
    filters = (
        "state",
        "type",
        "importance",
        "owner_unit",
        "custodian",
        "location",
        "network_zone",
        "is_domestic",
    )
    search = (
        "name",
        "description",
        "serial_number",
        "asset_number",
        "finance_card",
        "ip_address",
        "mac_address",
        "brand",
        "model_name",
        "contract_number",
        "values",
    )
    form = (
        Section("标识", "name", "type", "importance", "item_version", "description", cites="N3§9.1"),
        Section(
            "责任与位置",
            "owner_unit",
            "custodian",
            "users",
            "location",
            "rack_unit",
            "rack_height",
            cites="N1§资产管理",
        ),
        Section(
            "网络",
            "network_zone",
            "ip_address",
            "mac_address",
            "protection_level",
            note="笔记本类设备不得登记到政务内网",
            cites="S9§19",
        ),
        Section(
            "资产",
            "brand",
            "model_name",
            "serial_number",
            "asset_number",
            "finance_card",
            "is_domestic",
            "funding",
            "purchased_on",
            "original_value",
            "depreciation_years",
            "supplier",
            "contract_number",
            "contract_until",
            "warranty_until",
        ),
        Section("类型属性", "values", note="随“类型”而定"),
        Section("登记方式", "enters_as", is_asked_only=True),
        Section(
            "变更依据",
            "reason",
            "reference",
            note="在用的配置项修改时必填",
            is_asked_only=True,
            cites="N3§9.1",
        ),
    )
    shown = (Section("处置", "media_wiped", "scrapped_on"),)
    narrowed_by = {"values": "type"}
    date_field = "warranty_until"
    related = (
        Related("configuration_item", "location", title="内含", is_quiet=True),
        Related("item_proposal", "item", title="变更提议", is_quiet=True),
    )
    views = (
        View("在用", {"state": [ItemState.IN_USE, ItemState.REPAIR]}),
        View("应用", {"object_class": [ObjectClass.APPLICATION, ObjectClass.SERVICE]}),
        View("主机", {"object_class": [ObjectClass.HOST]}),
        View("网络与安全", {"object_class": [ObjectClass.NETWORK, ObjectClass.SECURITY]}),
        View("桌面", {"object_class": [ObjectClass.DESKTOP]}),
        View("位置", {"object_class": [ObjectClass.PLACE]}),
        View("全部"),
    )
    guards = (
        rules.state_changes_by_moves,
        rules.type_is_in_use,
        rules.asset_number_is_its_own,
        rules.hardware_address_is_right,
        rules.stands_in_a_place,
        placing.fits_in_its_rack,
        rules.no_notebook_in_intranet,
        rules.controlled_changes_by_proposal,
        rules.change_says_why,
    )
    empty = "还没有配置项。请点“登记配置项”，或用工作簿导入；类型可先在“标准类型”中载入。"
    guide = "在用的配置项每次修改都要写明原因和依据单号；受控类型须提议并经第二人审核。"
    new_label = "登记配置项"
    bulk = ("send_repair", "put_aside", "wipe")
    chip_tones = {
        "planned": "amber", "stock": "muted", "in_use": "green", "repair": "red", "idle": "amber", "scrapped": "muted",
    }  # fmt: skip

    def title_of(self, record: Any) -> str:
        return record.name

    def in_tree(self, queryset: Any) -> Any:
        """Only buildings, rooms and racks hold others."""
        return queryset.filter(type__object_class=ObjectClass.PLACE).exclude(state=ItemState.SCRAPPED)

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"owner_unit": actor.unit, "network_zone": ""}

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record, actor)

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        remember_saved(record, actor)
        if not created:
            relations.follow_item(record)

    def saved_together(self, records: Sequence[Any], actor: Actor, *, created: bool) -> None:
        remember_all(records, actor)
        for record in () if created else records:
            relations.follow_item(record)

    def foresee(self, records: Sequence[Any], actor: Actor) -> Foresight:
        return ItemForesight(records)

    def edited_on(self, record: Any, actor: Actor) -> OtherPage | None:
        """What is controlled and in service changes by 提议修改 (R-CI-02)."""
        return panels.proposing_page(record, actor)

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        return [
            OtherPage("历史", "history", f"/m/configuration/history/configuration_item/{record.pk}/"),
            *panels.secrets_page(record, actor),
            *(one for tell in hooks.pages for one in tell(record, actor)),
        ]

    def panels(self, record: Any, actor: Actor) -> list[dict[str, Any]]:
        return panels.of_item(record, actor)

    def show_grade(self, record: Any) -> dict[str, Any]:
        tone = IMPORTANCE_TONES[record.importance]
        return {"kind": "chip", "text": record.get_importance_display(), "tone": tone}
