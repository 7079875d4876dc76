"""Things of a small bureau: types, a room with two racks, and short words for what people do with assets.

Everything happens on Monday 2026-11-23 from 09:30 on, unless a test says `at(...)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import Actor
from tests.modules.monday import fresh_parameters, monday  # noqa: F401 - fixtures

As = Callable[..., Actor]
#: type code → object class, parent, and what else is asked of it
TYPES: dict[str, dict[str, Any]] = {
    "room": {"name": "房间", "object_class": "place"},
    "rack": {"name": "机柜", "object_class": "place"},
    "server": {"name": "服务器", "object_class": "host", "has_media": "1"},
    "database_server": {"name": "数据库服务器", "object_class": "host", "parent": "server"},
    "access_switch": {"name": "接入交换机", "object_class": "network"},
    "core_switch": {"name": "核心交换机", "object_class": "network", "is_controlled": "1"},
    "notebook": {"name": "笔记本电脑", "object_class": "desktop", "is_portable": "1"},
    "printer": {"name": "打印机", "object_class": "desktop"},
    "certificate": {
        "name": "证书", "object_class": "document",
        "attributes": [{"name": "expires_on", "title": "有效期至", "kind": "date"}],
    },
}  # fmt: skip


@pytest.fixture
def types(create: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for code, data in TYPES.items():
        parent = {"parent": made[data["parent"]].pk} if "parent" in data else {}
        made[code] = create("item_type", by="configuration_manager", code=code, **{**data, **parent})
    return made


@pytest.fixture
def item(create: Any, types: dict[str, Any], cast: Bureau) -> Callable[..., Any]:
    """`item("server", "应用服务器一", custodian="duty_officer")`: in use in the internet zone, unless told."""

    def made(kind: str, name: str, *, custodian: str = "configuration_manager", **data: Any) -> Any:
        given = {
            "name": name, "type": types[kind].pk, "owner_unit": cast.units["XXZX"].pk, "custodian": cast.people[custodian].pk,
            "network_zone": "extranet", "enters_as": "in_use",
        }  # fmt: skip
        return create("configuration_item", by="configuration_manager", **given | data)

    return made


@pytest.fixture
def room(item: Any) -> Any:
    return item("room", "主机房")


@pytest.fixture
def rack(item: Any, room: Any) -> Any:
    return item("rack", "A01 机柜", location=room.pk)


@pytest.fixture
def store(item: Any) -> Any:
    return item("room", "库房")


@pytest.fixture
def hand_over(create: Any, cast: Bureau) -> Callable[..., Any]:
    """A hand-over that 苏婉宁 (asset officer) writes: from her to 钱思雨, unless told."""

    def filled(
        *items: Any, kind: str = "issue", giver: str = "asset_officer", receiver: str = "end_user", channel: str = "page", **data: Any
    ) -> Any:  # fmt: skip
        given = {
            "kind": kind, "items": [one.pk for one in items], "reason": "新进人员办公", "giver": cast.people[giver].pk,
            "receiver": cast.people[receiver].pk, "to_zone": "extranet",
        }  # fmt: skip
        return create("hand_over", by="asset_officer", channel=channel, **given | data)

    return filled


@pytest.fixture
def stocktake(create: Any, do: Any, cast: Bureau) -> Callable[..., Any]:
    """A full stocktake that is being counted by 王磊."""

    def begun(*, start: bool = True, **data: Any) -> Any:
        given = {
            "kind": "full", "name": "2026 年度盘点", "begins_on": "2026-11-23", "ends_on": "2026-11-30",
            "counters": [cast.people["duty_officer"].pk],
        }  # fmt: skip
        made = create("stocktake", by="asset_officer", **given | data)
        return do(made, "start", "asset_officer") if start else made

    return begun


@pytest.fixture
def scrap(create: Any, cast: Bureau) -> Callable[..., Any]:
    """A scrap request of the asset officer, its media degaussed by 杜鹏程."""

    def filled(*items: Any, submit: bool = True, **data: Any) -> Any:
        given = {
            "kind": "worn", "items": [one.pk for one in items], "reason": "使用满八年，故障频发", "appraisal": "主板老化，无维修价值",
            "wipe_method": "degauss", "wiped_by": cast.people["network_engineer"].pk, "wiped_on": "2026-11-20",
        }  # fmt: skip
        return create("scrap_request", by="asset_officer", submit=submit, **given | data)

    return filled
