"""The service desk in the common bureau: a group, a service in use, and short words for what people do.

Everything happens on Monday 2026-11-23 from 09:30 on (work is on from 08:30 to 12:00 and 13:30 to 17:30), unless a
test says `at(...)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import Actor
from govops.kernel.registers import doors, site
from tests import services
from tests.kernel.settings_of_bureau import setting  # noqa: F401 - a fixture
from tests.modules.monday import fresh_parameters, monday  # noqa: F401 - fixtures

As = Callable[..., Actor]


@pytest.fixture
def change(cast: Bureau, actor: As) -> Callable[..., Any]:
    """`change(incident, by="service_desk", urgency="high")` through the register's door; answers the record."""

    def changed(record: Any, *, by: str, channel: str = "page", **data: Any) -> Any:
        fresh = type(record)._default_manager.get(pk=record.pk)
        return doors.update(site.of(record), record.pk, data, actor=actor(by, channel), version=fresh.version)

    return changed


@pytest.fixture
def group(cast: Bureau, create: Any) -> Any:
    """桌面支持组: 朱文杰 leads, 徐航 is in it."""
    return services.support_group(cast, lambda register, data, by: create(register, by=by, **data))


@pytest.fixture
def vendor(cast: Bureau, create: Any) -> Any:
    """华信驻场组, of the vendor's people."""
    people = [cast.people[name].pk for name in ("wenzihao", "qiyong")]
    return services.support_group(
        cast, lambda register, data, by: create(register, by=by, **data), "华信驻场组", line="vendor", leader=people[0],
        members=people, provider=cast.units["HX"].pk,
    )  # fmt: skip


@pytest.fixture
def offer(cast: Bureau, create: Any, do: Any, group: Any) -> Callable[..., Any]:
    """`offer("打印机", kind="incident")`: a service in use under an agreement."""

    def offered(name: str = "打印机", **changes: Any) -> Any:
        return services.service_in_use(
            cast, lambda register, data, by: create(register, by=by, **data), do, group=group, name=name, **changes
        )  # fmt: skip

    return offered


@pytest.fixture
def incident(create: Any) -> Callable[..., Any]:
    """钱思雨's printer is stuck: an incident without a service, P4."""

    def reported(by: str = "end_user", *, channel: str = "page", **changes: Any) -> Any:
        data = {"subject": "打印机卡纸", "category": "desktop", "impact": "person", "urgency": "medium"}
        return create("incident", by=by, channel=channel, **data | changes)

    return reported


@pytest.fixture
def in_progress(incident: Any, do: Any) -> Callable[..., Any]:
    """Taken by 徐航 (一线)."""
    return lambda by="support_l1", **changes: do(incident(**changes), "take", by)


@pytest.fixture
def resolved(in_progress: Any, do: Any) -> Callable[..., Any]:
    """Solved by him at once."""

    def made(**changes: Any) -> Any:
        return do(in_progress(**changes), "resolve", "support_l1", **SOLVED)

    return made


SOLVED = {"resolution": "取出卡纸，清洁搓纸轮，试打正常。", "closure_code": "fixed", "category": "desktop"}
