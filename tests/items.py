"""Configuration items for tests of other modules, registered through their door by the configuration manager."""

from __future__ import annotations

from typing import Any

from govops.demo.bureau import Bureau
from govops.kernel.registers import doors, site
from govops.modules.configuration.public import ConfigurationItem, ItemType

MANAGER = "configuration_manager"


def item_type(cast: Bureau, code: str, name: str, object_class: str, **more: Any) -> ItemType:
    """The type of that code, made when it is not there yet."""
    known = ItemType.objects.filter(code=code).first()
    if known is not None:
        return known
    data = {"code": code, "name": name, "object_class": object_class, **more}
    made: Any = doors.create(site.get("item_type"), data, actor=cast.actor(MANAGER))
    return made


def item(cast: Bureau, name: str, *, kind: ItemType, by: str = MANAGER, **facts: Any) -> ConfigurationItem:
    """An item in use, of 信息中心."""
    data = {
        "name": name, "type": kind.pk, "enters_as": "in_use", "owner_unit": cast.units["XXZX"].pk,
        "custodian": cast.people["configuration_manager"].pk, "network_zone": "intranet", **facts,
    }  # fmt: skip
    made: Any = doors.create(site.get("configuration_item"), data, actor=cast.actor(by))
    return made


def application(
    cast: Bureau, name: str = "综合办公系统", *, is_controlled: bool = False, **facts: Any
) -> ConfigurationItem:
    """An application system, of a controlled type where asked for."""
    if is_controlled:
        kind = item_type(cast, "core_application", "核心应用系统", "application", is_controlled="1")
    else:
        kind = item_type(cast, "application", "应用系统", "application")
    return item(cast, name, kind=kind, **{"item_version": "3.1.0", **facts})


def server(cast: Bureau, name: str = "应用服务器 01", **facts: Any) -> ConfigurationItem:
    return item(cast, name, kind=item_type(cast, "server", "服务器", "host"), **facts)
