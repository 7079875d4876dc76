"""A service of the catalogue in use, with everything that this takes: a group, an item, a signed agreement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govops.demo.bureau import Bureau
from govops.kernel import moment

#: minutes of working time: 响应, 到场, 解决
MINUTES = {"P1": (15, 60, 120), "P2": (30, 120, 240), "P3": (120, "", 450), "P4": (240, "", 1350)}
MANAGER = "service_level_manager"

#: (register, data, by) → the record; (record, verb, by, **data) → the record
Create = Callable[[str, dict[str, Any], str], Any]
Perform = Callable[..., Any]


def support_group(cast: Bureau, create: Create, name: str = "桌面支持组", **changes: Any) -> Any:
    people = [cast.people[one].pk for one in ("support_l2", "support_l1")]
    data = {"name": name, "line": "second", "leader": people[0], "members": people, "is_active": "1"}
    return create("support_group", data | changes, MANAGER)


def service_in_use(
    cast: Bureau, create: Create, perform: Perform, *, group: Any, name: str = "打印机", kind: str = "both", **changes: Any
) -> Any:  # fmt: skip
    """An item that people may choose, promised to 规划处 by an agreement of this year."""
    item = create(
        "service_item",
        {
            "name": name, "summary": "卡纸、不出纸、换耗材", "group": "desktop", "kind": kind, "icon": "printer", "goal": "当天恢复",
            "audience": "全体工作人员", "content": "故障处理和耗材更换", "frequency": "随时受理", "service_hours": "工作日",
            "delivery": "现场", "deliverable": "恢复使用", "support_group": group.pk, "default_category": "desktop",
        }
        | changes,
        MANAGER,
    )  # fmt: skip
    year = moment.today().year
    agreement = create(
        "service_level_agreement",
        {
            "kind": "internal", "name": f"{name}服务协议", "party_a": cast.units["GHC"].pk, "party_b": cast.units["XXZX"].pk,
            "services": [item.pk], "report_cycle": "month", "valid_from": f"{year}-01-01", "valid_to": f"{year}-12-31",
            "review_on": f"{year}-12-15", "targets": [
                {"priority": priority, "respond": respond, "on_site": on_site, "resolve": resolve}
                for priority, (respond, on_site, resolve) in MINUTES.items()
            ],
        },
        MANAGER,
    )  # fmt: skip
    perform(agreement, "submit", MANAGER)
    perform(agreement, "approve", "info_center")
    perform(agreement, "approve", "unit_head")
    perform(agreement, "sign", MANAGER, signed_on=moment.today())
    return perform(item, "put_in_use", MANAGER)
