"""The machine room in the common bureau: rooms, zones, and short words for what people do there.

Everything happens on Monday 2026-11-23 from 09:30 on, unless a test says `at(...)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel import moment, parameters
from govops.kernel.access.actor import Actor
from govops.kernel.parameters import catalogue
from govops.modules.machine_room import models
from tests.modules.monday import monday  # noqa: F401 - fixtures

As = Callable[..., Actor]
IDENTITY = "11010519491231002X"


@pytest.fixture(autouse=True)
def default_parameters(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rules ask for parameters; without a database the defaults answer."""
    if "db" in request.fixturenames:
        catalogue.forget()
        yield
        catalogue.forget()
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parameters, "value", lambda key: parameters.parameter(key).default)
        yield


@pytest.fixture
def room(create: Any, cast: Bureau) -> models.MachineRoom:
    return create(
        "machine_room", by="mr_manager", code="A", name="主机房", location="信息楼三层",
        manager=cast.people["mr_manager"].pk, is_active="1",
    )  # fmt: skip


@pytest.fixture
def core(create: Any, room: models.MachineRoom) -> models.Zone:
    """核心网络区, a dedicated zone."""
    return create(
        "zone", by="mr_manager", machine_room=room.pk, name="核心网络区", is_dedicated="1", is_active="1"
    )


@pytest.fixture
def hall(create: Any, room: models.MachineRoom) -> models.Zone:
    """辅助区, open to whoever may come in."""
    return create("zone", by="mr_manager", machine_room=room.pk, name="辅助区", is_active="1")


@pytest.fixture
def visit(create: Any, cast: Bureau, room: models.MachineRoom, core: models.Zone) -> Callable[..., Any]:
    """A submitted visit by somebody of 华信网络, escorted by 王磊."""

    def filled(by: str = "end_user", *, submit: bool = True, channel: str = "page", **changes: Any) -> Any:
        data = {
            "visitor_unit": "华信网络", "visitor_name": "张伟", "visitor_phone": "13900000000", "identity_number": IDENTITY,
            "category": "maintenance", "purpose": "精密空调季度保养", "machine_room": room.pk, "zones": [core.pk],
            "planned_from": "2026-11-23 14:00", "planned_to": "2026-11-23 16:30",
            "escort": cast.people["duty_officer"].pk, "pledged": "1",
        }  # fmt: skip
        return create("visitor_entry", by=by, submit=submit, channel=channel, **data | changes)

    return filled


@pytest.fixture
def approved_visit(visit: Any, do: Any) -> Callable[..., Any]:
    def made(**changes: Any) -> Any:
        entry = visit(**changes)
        do(entry, "approve", "mr_manager")
        return do(entry, "approve", "security_secrecy_dept")

    return made


@pytest.fixture
def overtime(create: Any, room: models.MachineRoom) -> Callable[..., Any]:
    """A submitted request for Saturday 2026-11-28."""

    def filled(
        by: str = "duty_officer", *, submit: bool = True, channel: str = "page", **changes: Any
    ) -> Any:
        data = {
            "machine_room": room.pk, "planned_from": "2026-11-28 09:00", "planned_to": "2026-11-28 18:00", "reason": "核心交换机割接",
        }  # fmt: skip
        return create("after_hours_access", by=by, submit=submit, channel=channel, **data | changes)

    return filled


@pytest.fixture
def approved_overtime(overtime: Any, do: Any) -> Callable[..., Any]:
    def made(**changes: Any) -> Any:
        permit = overtime(**changes)
        do(permit, "approve", "info_center")
        return do(permit, "approve", "security_secrecy_dept")

    return made


@pytest.fixture
def carry_out(create: Any, room: models.MachineRoom) -> Callable[..., Any]:
    """A submitted 携物出门证明 of 钱思雨 (规划处)."""

    def filled(by: str = "end_user", *, submit: bool = True, channel: str = "page", **changes: Any) -> Any:
        data = {
            "machine_room": room.pk, "planned_at": "2026-11-23 15:00", "carrier_name": "钱思雨", "carrier_unit": "规划处",
            "identity_number": IDENTITY, "phone": "13900000001", "items": [{"name": "光功率计", "quantity": "1", "storage": "no"}],
            "reason": "送检", "return_on": "2026-11-30",
        }  # fmt: skip
        return create("carry_out_permit", by=by, submit=submit, channel=channel, **data | changes)

    return filled


@pytest.fixture
def enrolled_carry_out(carry_out: Any, do: Any) -> Callable[..., Any]:
    def made(**changes: Any) -> Any:
        permit = carry_out(**changes)
        do(permit, "approve", "unit_head")
        do(permit, "approve", "security_secrecy_dept")
        return do(permit, "enrol", "security_secrecy_dept")

    return made


@pytest.fixture
def card_request(create: Any, core: models.Zone) -> Callable[..., Any]:
    """A submitted 机房门卡申请表 of 王磊 (运行维护科)."""

    def filled(
        by: str = "duty_officer", *, submit: bool = True, channel: str = "page", **changes: Any
    ) -> Any:
        data = {"kind": "new", "zones": [core.pk], "reason": "日常值班"}
        return create("access_card_application", by=by, submit=submit, channel=channel, **data | changes)

    return filled


@pytest.fixture
def card(card_request: Any, do: Any) -> Callable[..., models.AccessCard]:
    """王磊's card, made and collected."""

    def made(number: str = "A0001", **changes: Any) -> models.AccessCard:
        application = card_request(**changes)
        do(application, "approve", "incident_manager")
        do(application, "approve", "security_secrecy_dept")
        do(application, "make_card", "access_card_officer", card_number=number)
        do(application, "collect", changes.get("by", "duty_officer"))
        return models.AccessCard.objects.get(card_number=number)

    return made


@pytest.fixture
def patrol(create: Any, room: models.MachineRoom) -> Callable[..., Any]:
    """王磊 writes down 22.5 ℃, 48 %."""

    def filled(by: str = "duty_officer", *, channel: str = "page", **changes: Any) -> Any:
        data = {
            "machine_room": room.pk,
            "patrolled_at": moment.now(),
            "temperature": "22.5",
            "humidity": "48",
        }
        return create("environment_patrol", by=by, channel=channel, **data | changes)

    return filled
