"""A small data centre for the pictures: two services on shared servers, a pair of databases, two power feeds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from govops.modules.configuration.choices import Flow


@pytest.fixture
def estate(
    item: Any, type_of: Any, kind_of: Any, relate: Any, why: dict[str, str], cast: Any
) -> SimpleNamespace:
    """审批服务 → 审批系统 → 数据库 A 或 B → 服务器 1、2 → both fed by UPS C and UPS D."""
    service, system = type_of("service", "信息服务", "service"), type_of("system", "业务系统", "application")
    database, ups = type_of("database", "数据库系统", "application"), type_of("ups", "UPS 系统", "facility")
    powers = kind_of("powers", "供电", "取电自", flow=str(int(Flow.FORWARD)))
    depends = kind_of("depends_on", "依赖", "支撑")
    units = [cast.units["GHC"].pk]
    made = SimpleNamespace(
        service=item("审批服务", service, users=units),
        system=item("审批系统", system),
        database_a=item("数据库 A", database),
        database_b=item("数据库 B", database),
        server_1=item("服务器 1"),
        server_2=item("服务器 2"),
        ups_c=item("UPS C", ups),
        ups_d=item("UPS D", ups),
    )
    relate(made.service, made.system, depends, **why)
    for one in (made.database_a, made.database_b):
        relate(made.system, one, depends, group="主备", needed=1, **why)
    relate(made.database_a, made.server_1, **why)
    relate(made.database_b, made.server_2, **why)
    for feed in (made.ups_c, made.ups_d):
        relate(feed, made.server_1, powers, group="双路", needed=1, **why)
        relate(feed, made.server_2, powers, group="双路", needed=1, **why)
    return made
