"""The forms of the service desk, on Monday 2026-03-02."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govops.kernel import moment
from govops.kernel.calendar.sweep import sweep
from tests import services
from tests.moments import MONDAY
from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World


def _service_in_use(world: World) -> Any:
    """The one service that everybody here asks for."""
    found = world.model("service_item").objects.filter(state="in_use").first()
    if found is not None:
        return found

    def create(register: str, data: dict[str, Any], by: str) -> Any:
        return world.create(register, data, by=by)

    group = services.support_group(world.cast, create)
    return services.service_in_use(world.cast, create, world.perform, group=group)


def _incident(world: World, n: int) -> dict[str, Any]:
    return {
        "subject": f"打印机卡纸第{n}次", "description": "提示缺纸", "item": _service_in_use(world).pk, "category": "desktop", "system": "三楼打印机",
        "answers": [{"question": "房间号", "answer": "305"}], "phone": "62850001", "location": "主楼 305", "channel": "web", "impact": "person",
        "urgency": "medium", "affected_services": "打印", "affected_users": 3, "occurred_at": "2026-03-02 08:40", "detected_at": "2026-03-02 08:50",
    }  # fmt: skip


def _request(world: World, n: int) -> dict[str, Any]:
    return {
        "subject": f"更换硒鼓{n}", "description": "三楼打印机", "item": _service_in_use(world).pk, "category": "desktop", "system": "三楼打印机",
        "answers": [{"question": "房间号", "answer": "305"}], "phone": "62850001", "location": "主楼 305", "channel": "web", "impact": "person",
        "urgency": "low", "wanted_on": "2026-03-05",
    }  # fmt: skip


def _major(world: World, n: int) -> dict[str, Any]:
    incident = world.another("incident", subject=f"邮件中断{n}", impact="bureau", urgency="high")
    return {
        "incident": incident.pk, "reason": f"全委邮件中断，第{n}次", "commander": world.person("support_l3"),
        "public_words": f"邮件暂不能收发{n}", "expected_at": "2026-03-02 11:00",
    }  # fmt: skip


def _update(world: World, n: int) -> dict[str, Any]:
    return {
        "major": world.record("major_incident").pk, "happened_at": "2026-03-02 08:55", "kind": "measure", "words": f"切换到备用节点{n}",
    }  # fmt: skip


def _escalation(world: World, n: int) -> Any:
    """Nobody takes an urgent incident for half an hour."""
    incident = world.another("incident", impact="unit", urgency="high")
    with moment.at(MONDAY.replace(minute=25)):
        sweep()
    return world.model("ticket_escalation").objects.get(incident=incident)


def _call_back(world: World, n: int) -> Any:
    """Solved, confirmed, and somebody is unhappy."""
    incident = world.another("incident")
    world.perform(incident, "take", "support_l1")
    world.perform(
        incident,
        "resolve",
        "support_l1",
        resolution="取出卡纸，试打正常。",
        closure_code="fixed",
        category="desktop",
    )
    world.perform(
        incident, "confirm", "end_user", satisfaction="dissatisfied", satisfaction_words=f"等了半天{n}"
    )
    return world.model("call_back").objects.get(incident=incident)


SAMPLES = {
    "incident": Sample(by="end_user", data=_incident, changed=("description", "重启无效")),
    "service_request": Sample(by="end_user", data=_request, changed=("description", "二楼打印机")),
    "major_incident": Sample(by="service_desk", data=_major),
    "major_incident_update": Sample(by="service_desk", data=_update, changed=("words", "改为切换到主节点")),
    "ticket_escalation": Sample(by="service_desk", make=_escalation),
    "call_back": Sample(by="service_desk", make=_call_back),
}
