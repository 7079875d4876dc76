"""A catalogue in the common bureau, on Monday 2026-11-23 from 09:30 on, unless a test says `at(...)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.processes import engine
from govops.kernel.registers import doors, site
from govops.modules.service_catalogue import models
from tests.modules.monday import fresh_parameters, monday  # noqa: F401 - fixtures

As = Callable[..., Actor]
MANAGER = "service_level_manager"
#: (响应, 到场, 解决) for P1 to P4
ORDINARY = ((15, 60, 120), (30, 120, 240), (120, "", 450), (240, "", 1350))


def rows(figures: Any = ORDINARY) -> list[dict[str, Any]]:
    """Targets as the form holds them."""
    names = ("respond", "on_site", "resolve")
    return [
        {"priority": f"P{n}", **dict(zip(names, minutes, strict=True))}
        for n, minutes in enumerate(figures, start=1)
    ]


@pytest.fixture
def create(cast: Bureau, actor: As) -> Callable[..., Any]:
    """`create("service_item", by=MANAGER, …)` through the register's door."""

    def made(register: str, *, by: str = MANAGER, channel: str = "page", submit: bool = False, **data: Any) -> Any:  # fmt: skip
        return doors.create(site.get(register), data, actor=actor(by, channel), submit=submit)

    return made


@pytest.fixture
def do(cast: Bureau, actor: As) -> Callable[..., Any]:
    """`do(record, "approve", "info_center")` through the process's door; answers the record."""

    def done(record: Any, verb: str, by: str = MANAGER, *, channel: str = "page", **data: Any) -> Any:
        code = site.of(record).code
        return engine.perform(code, record.pk, verb, actor=actor(by, channel), data=data).record

    return done


@pytest.fixture
def group(create: Any, cast: Bureau) -> models.SupportGroup:
    people = [cast.people[name].pk for name in ("support_l2", "support_l1")]
    return create(
        "support_group", name="桌面支持组", line="second", leader=people[0], members=people, is_active="1"
    )


@pytest.fixture
def item(create: Any, group: models.SupportGroup) -> Callable[..., models.ServiceItem]:
    """A drafted service: 打印机报修."""

    def made(name: str = "打印机报修", **changes: Any) -> models.ServiceItem:
        data = {
            "name": name, "summary": "卡纸、不出纸", "group": "desktop", "kind": "incident", "icon": "printer", "position": 10,
            "goal": "当天恢复", "audience": "全体", "content": "故障处理", "frequency": "随时", "service_hours": "工作日", "delivery": "现场",
            "deliverable": "恢复使用", "support_group": group.pk,
        }  # fmt: skip
        return create("service_item", **data | changes)

    return made


@pytest.fixture
def draft(create: Any, cast: Bureau) -> Callable[..., models.ServiceLevelAgreement]:
    """A drafted agreement about the services: with 规划处, or (kind="vendor") with 华信网络."""

    def made(*services: models.ServiceItem, kind: str = "internal", figures: Any = ORDINARY, **changes: Any) -> Any:  # fmt: skip
        a, b = ("GHC", "XXZX") if kind == "internal" else ("XXZX", "HX")
        data = {
            "kind": kind, "name": "桌面服务协议", "party_a": cast.units[a].pk, "party_b": cast.units[b].pk,
            "services": [one.pk for one in services], "targets": rows(figures), "report_cycle": "month",
            "valid_from": "2026-11-01", "valid_to": "2027-10-31", "review_on": "2027-06-30",
        }  # fmt: skip
        return create("service_level_agreement", **data | changes)

    return made


@pytest.fixture
def signed(draft: Any, do: Any) -> Callable[..., models.ServiceLevelAgreement]:
    """The same, looked through by both sides and signed."""

    def made(*services: models.ServiceItem, kind: str = "internal", **changes: Any) -> Any:
        agreement = draft(*services, kind=kind, **changes)
        do(agreement, "submit")
        do(agreement, "approve", "info_center" if kind == "internal" else "contract_officer")
        do(agreement, "approve", "unit_head" if kind == "internal" else "info_center")
        return do(agreement, "sign", signed_on=moment.today())

    return made
