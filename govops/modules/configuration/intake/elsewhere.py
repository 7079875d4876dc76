"""The JSON of another CMDB: objects with fields of their own, brought to ours by rows of a mapping."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from govops.kernel.registers import site
from govops.modules.configuration.intake.found import (
    MOST,
    Findings,
    Found,
    FoundLink,
    Unreadable,
    hardware_address,
)

#: what other systems call our columns
_USUAL = {
    "sn": "serial_number", "serial": "serial_number", "serialnumber": "serial_number", "asset_tag": "asset_number", "assettag": "asset_number",
    "asset": "asset_number", "ip": "ip_address", "ipaddress": "ip_address", "mac": "mac_address", "macaddress": "mac_address", "vendor": "brand",
    "manufacturer": "brand", "model": "model_name", "ci_type": "type", "class": "type", "zone": "network_zone", "version": "item_version",
    "名称": "name", "类型": "type",
}  # fmt: skip
_VALUES = "属性："
_NEVER = frozenset({"reason", "reference", "values", "enters_as"})
Rows = Iterable[Mapping[str, str]]


def objects(text: str, mapping: Rows = ()) -> Findings:
    """`{"items": […], "relations": […]}`, or a plain list of objects. Raises `Unreadable`."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(
            '不是正确的 JSON；应为 {"items": [...], "relations": [...]} 或对象的列表。'
        ) from None
    items, relations = (
        (body.get("items"), body.get("relations") or []) if isinstance(body, dict) else (body, [])
    )
    if (
        not isinstance(items, list)
        or not all(isinstance(one, dict) for one in items)
        or not isinstance(relations, list)
    ):
        raise Unreadable('没有找到配置项；应为 {"items": [...], "relations": [...]}，每个配置项是一个对象。')
    if len(items) > MOST:
        raise Unreadable(f"超过 {MOST} 个配置项，请分成几个文件。")
    rules = _rules(mapping)
    return Findings(
        tuple(_found(one, rules, place) for place, one in enumerate(items, start=1)),
        tuple(_link(one, place) for place, one in enumerate(relations, start=1)),
    )


def _rules(mapping: Rows) -> dict[str, str]:
    """Their field → our column, or 属性：name."""
    register = site.get("configuration_item")
    own = {name: name for name in register.fields if name not in _NEVER} | {"number": "number"}
    own |= {str(register.model._meta.get_field(name).verbose_name): name for name in own}  # type: ignore[union-attr]
    rules = {}
    for row in mapping:
        theirs, ours = str(row["theirs"]).strip(), str(row["ours"]).strip().replace(":", "：", 1)
        if ours.startswith(_VALUES):
            rules[theirs] = ours
        elif ours in own:
            rules[theirs] = own[ours]
        else:
            raise Unreadable(f"“字段对照”中没有“{ours}”这一栏目；请写表单上的名称，类型属性写“属性：内存”。")
    return rules


def _found(told: Mapping[str, Any], rules: Mapping[str, str], place: int) -> Found:
    columns = set(site.get("configuration_item").fields) - _NEVER | {"number"}
    facts: dict[str, Any] = {}
    values: dict[str, Any] = dict(told["values"]) if isinstance(told.get("values"), dict) else {}
    flat = _flat(told)
    for theirs, raw in flat.items():
        ours = rules.get(theirs) or _USUAL.get(theirs.lower()) or theirs
        if raw in (None, "") or isinstance(raw, list):
            continue
        if ours.startswith(_VALUES):
            values[ours.removeprefix(_VALUES)] = raw
        elif ours in columns:
            facts[ours] = raw if isinstance(raw, bool) else str(raw).strip()
    name, kind = str(facts.pop("name", "")), str(facts.pop("type", ""))
    if not name or not kind:
        raise Unreadable(
            f"第 {place} 个配置项没有{'名称' if not name else '类型'}；请在“字段对照”中写明来源的哪一栏是它。"
        )
    mac = hardware_address(str(facts.get("mac_address", "")))
    ref = str(told.get("id") or facts.get("number") or name)
    return Found(kind, name[:100], facts, values, (mac,) if mac else (), ref)


def _flat(told: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Fields within objects as a.b; three deep."""
    flat: dict[str, Any] = {}
    for key, value in told.items():
        word = f"{before}{key}"
        if isinstance(value, dict) and key != "values" and word.count(".") < 2:
            flat |= _flat(value, f"{word}.")
        elif not isinstance(value, dict):
            flat[word] = value
    return flat


def _link(told: Any, place: int) -> FoundLink:
    if not isinstance(told, dict) or not all(
        told.get(key) not in (None, "") for key in ("source", "target", "kind")
    ):
        raise Unreadable(f"第 {place} 条关系应写明 source、kind、target。")
    return FoundLink(
        str(told["source"]), str(told["kind"]), str(told["target"]), str(told.get("note") or "")[:200]
    )
