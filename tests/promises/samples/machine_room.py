"""The forms of the machine room, all about Tuesday 2026-03-03 and the Saturday after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World

IDENTITY = "11010519491231002X"


def _room(world: World, n: int) -> dict[str, Any]:
    return {
        "code": f"R{n}",
        "name": f"第{n}机房",
        "location": "信息楼三层",
        "manager": world.person("mr_manager"),
        "is_active": "1",
    }


def _zone(world: World, n: int) -> dict[str, Any]:
    return {
        "machine_room": world.record("machine_room").pk,
        "name": f"第{n}区",
        "is_dedicated": "1",
        "is_active": "1",
    }


def _visit(world: World, n: int) -> dict[str, Any]:
    return {
        "visitor_unit": "华信网络", "visitor_name": f"来客{n}", "visitor_phone": "13900000000", "visitor_kind": "mainland",
        "identity_document": "identity_card", "identity_number": IDENTITY, "category": "maintenance", "purpose": f"精密空调季度保养第{n}次",
        "machine_room": world.record("machine_room").pk, "zones": [world.record("zone").pk],
        "planned_from": "2026-03-03 14:00", "planned_to": "2026-03-03 16:30", "escort": world.person("duty_officer"),
        "carried_items": [{"name": "万用表", "quantity": "1", "storage": "no", "serial": ""}], "pledged": "1",
    }  # fmt: skip


def _carry(world: World, n: int) -> dict[str, Any]:
    return {
        "planned_at": "2026-03-03 10:00", "carrier_name": "钱思雨", "carrier_unit": "规划计划处", "identity_number": IDENTITY, "phone": "62852000",
        "machine_room": world.record("machine_room").pk, "category": "equipment",
        "items": [{"name": f"示波器{n}", "quantity": "1", "storage": "no", "asset": ""}], "reason": "送检", "return_on": "2026-03-10",
    }  # fmt: skip


def _application(world: World, n: int) -> dict[str, Any]:
    return {
        "kind": "new",
        "position": "主任科员",
        "zones": [world.record("zone").pk],
        "hours": "workday",
        "reason": f"参与防汛系统维护{n}",
    }


def _card(world: World, n: int) -> Any:
    """A card comes from an approved application, in four signatures."""
    by = ("end_user", "zouwei", "app_liaison", "oa_admin", "drafter", "contract_officer")[n % 6]
    application = world.create("access_card_application", _application(world, n), by=by)
    world.perform(application, "submit", by)
    world.perform(application, "approve", world.head_of(by))
    world.perform(application, "approve", "security_secrecy_dept")
    world.perform(application, "make_card", "access_card_officer", card_number=f"K-{n:03}")
    return world.model("access_card").objects.get(card_number=f"K-{n:03}")


def _overtime(world: World, n: int) -> dict[str, Any]:
    return {
        "machine_room": world.record("machine_room").pk, "planned_from": "2026-03-07 09:00", "planned_to": "2026-03-07 18:00",
        "reason": f"核心交换机割接{n}", "companions": [world.person("escort")],
    }  # fmt: skip


def _stay(world: World, n: int) -> dict[str, Any]:
    return {
        "machine_room": world.record("machine_room").pk,
        "entrant": f"物业人员{n}",
        "entered_at": "2026-03-02 08:50",
    }


def _patrol(world: World, n: int) -> dict[str, Any]:
    return {
        "machine_room": world.record("machine_room").pk, "patrolled_at": "2026-03-02 08:40", "temperature": "22.5", "humidity": "50.0",
        "handling": f"正常{n}",
    }  # fmt: skip


def _cleaning(world: World, n: int) -> dict[str, Any]:
    return {
        "machine_room": world.record("machine_room").pk, "kind": "daily", "cleaned_at": "2026-03-02 08:30", "cleaned_by": f"保洁员{n}",
        "content": "清理地板", "no_unrelated_items": "1", "no_food_or_smoke": "1",
    }  # fmt: skip


def _alert(world: World, n: int) -> dict[str, Any]:
    return {
        "machine_room": world.record("machine_room").pk,
        "kind": "condition",
        "happened_at": "2026-03-02 08:00",
        "words": f"异响{n}",
    }


def _roster(world: World, n: int) -> dict[str, Any]:
    month = f"2026-{3 + n:02}"
    days = [{"day": f"{month}-{day:02}", "shift": "whole_day", "person": "王磊"} for day in range(1, 29)]
    return {
        "machine_room": world.record("machine_room").pk,
        "month": month,
        "leader": world.person("mr_manager"),
        "rows": days,
        "remark": "春季",
    }


def _shift(world: World, n: int) -> dict[str, Any]:
    return {
        "machine_room": world.record("machine_room").pk,
        "day": f"2026-04-{n:02}",
        "shift": "night",
        "person": world.person("duty_officer"),
    }


SAMPLES = {
    "machine_room": Sample(by="mr_manager", data=_room, changed=("location", "信息楼四层")),
    "zone": Sample(by="mr_manager", data=_zone, changed=("name", "改过名的区")),
    "visitor_entry": Sample(by="end_user", data=_visit, changed=("purpose", "改为更换滤网")),
    "carry_out_permit": Sample(by="end_user", data=_carry, changed=("reason", "改为返厂维修")),
    "access_card_application": Sample(by="end_user", data=_application, changed=("reason", "改为参与值班")),
    "access_card": Sample(by="access_card_officer", make=_card),
    "after_hours_access": Sample(by="duty_officer", data=_overtime, changed=("reason", "改为数据库迁移")),
    "room_access_log": Sample(by="guard", data=_stay),
    "environment_patrol": Sample(by="duty_officer", data=_patrol, changed=("handling", "已调低温度")),
    "cleaning_record": Sample(by="duty_officer", data=_cleaning, changed=("content", "擦拭机柜")),
    "room_alert": Sample(by="mr_manager", data=_alert),
    "duty_roster": Sample(by="mr_manager", data=_roster, changed=("remark", "改过的备注")),
    "duty_shift": Sample(by="mr_manager", data=_shift),
}
