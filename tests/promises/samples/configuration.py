"""The forms of configuration: a type, a kind of relation, items of the type, a relation, a proposal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World

MANAGER = "configuration_manager"
ATTRIBUTES = [
    {"name": "memory", "title": "内存", "kind": "number", "unit": "GB", "options": "", "to": "", "required": "no", "searchable": "no"},
    {"name": "form", "title": "形态", "kind": "choice", "unit": "", "options": "机架式、虚拟机", "to": "", "required": "no", "searchable": "yes"},
]  # fmt: skip


def _type(world: World, n: int) -> dict[str, Any]:
    return {
        "name": f"第{n}类服务器", "code": f"server_{n}", "object_class": "host", "icon": "server", "description": "机架式服务器",
        "has_media": "1", "attributes": [dict(row) for row in ATTRIBUTES],
    }  # fmt: skip


def _kind(world: World, n: int) -> dict[str, Any]:
    return {
        "name": f"运行于{n}",
        "inverse": f"承载{n}",
        "code": f"runs_on_{n}",
        "flow": "2",
        "cardinality": "many_to_many",
    }


def _item(world: World, n: int) -> dict[str, Any]:
    """In stock, where a change needs no paper."""
    return {
        "name": f"数据库服务器{n}", "type": world.record("item_type").pk, "importance": "high", "item_version": "2.1", "enters_as": "stock",
        "description": "财务系统数据库", "owner_unit": world.unit("XXZX"), "custodian": world.person(MANAGER), "users": [world.unit("GHC")],
        "network_zone": "extranet", "ip_address": f"10.1.2.{n % 250 + 1}", "mac_address": f"3c:52:82:0a:1b:{n % 250:02x}",
        "protection_level": 3, "brand": "浪潮", "model_name": "NF5280", "serial_number": f"SN{n:05}", "asset_number": f"ZC-{n:05}",
        "finance_card": f"CW{n}", "is_domestic": "1", "funding": "construction", "purchased_on": "2024-03-01", "original_value": "68000.00",
        "depreciation_years": 5, "supplier": "某公司", "contract_number": f"HT-{n}", "contract_until": "2027-03-01",
        "warranty_until": "2027-03-01", "values": {"memory": 256, "form": "机架式"},
    }  # fmt: skip


def _relation(world: World, n: int) -> dict[str, Any]:
    return {
        "source": world.another("configuration_item").pk, "target": world.another("configuration_item").pk,
        "kind": world.record("relation_kind").pk, "group": "双机", "needed": 1, "note": "心跳线在第三网口",
    }  # fmt: skip


def _proposal(world: World, n: int) -> dict[str, Any]:
    """About any item that is there; the paper is a visit of somebody."""
    return {
        "item": world.record("configuration_item").pk, "reason": "扩容", "reference": world.record("visitor_entry").number,
        "changes": [{"field": "版本", "before": "2.1", "after": f"3.{n}"}],
    }  # fmt: skip


def _batch(world: World, n: int) -> dict[str, Any]:
    """One host, of a type that may be missing: then its line says so."""
    return {
        "source": "prometheus", "file_name": f"targets{n}.json", "payload": json.dumps([{"targets": [f"10.9.{n}.1:9100"], "labels": {"job": "node"}}]),
        "owner_unit": world.unit("XXZX"), "network_zone": "extranet", "enters_as": "stock", "reason": "盘点",
    }  # fmt: skip


SAMPLES = {
    "intake_batch": Sample(by=MANAGER, data=_batch, changed=("reason", "季度盘点")),
    "item_type": Sample(by=MANAGER, data=_type, changed=("description", "塔式服务器")),
    "relation_kind": Sample(by=MANAGER, data=_kind, changed=("inverse", "被运行")),
    "configuration_item": Sample(by=MANAGER, data=_item, changed=("description", "人事系统数据库")),
    "item_relation": Sample(by=MANAGER, data=_relation, changed=("note", "心跳线在第四网口")),
    "item_proposal": Sample(by=MANAGER, data=_proposal, changed=("reason", "再次扩容")),
}
