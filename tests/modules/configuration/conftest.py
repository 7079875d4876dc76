"""Configuration in the common bureau: a few types and kinds, an incident to refer to, short words for what people do.

Everything happens on Monday 2026-11-23 from 09:30 on, unless a test says `at(...)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import Actor
from govops.kernel.attributes import Attribute, AttributeKind
from govops.kernel.processes import engine
from govops.kernel.registers import doors, site
from govops.modules.configuration import models
from tests.modules.configuration.estate import estate  # noqa: F401 - fixture
from tests.modules.monday import fresh_parameters, monday  # noqa: F401 - fixtures
from tests.tickets import ticket

As = Callable[..., Actor]
MANAGER = "configuration_manager"
ITEM = "configuration_item"
SERVER = (
    Attribute("hostname", "主机名", searchable=True),
    Attribute("memory", "内存", AttributeKind.NUMBER, "GB"),
    Attribute("form", "形态", AttributeKind.CHOICE, options=("机架式", "虚拟机")),
    Attribute("secret", "管理口令", AttributeKind.SECRET),
)


@pytest.fixture
def create(cast: Bureau, actor: As) -> Callable[..., Any]:
    """`create("item_type", code="server", …)` through the register's door, as the configuration manager."""

    def made(
        register: str, *, by: str = MANAGER, channel: str = "page", submit: bool = False, **data: Any
    ) -> Any:
        return doors.create(site.get(register), data, actor=actor(by, channel), submit=submit)

    return made


@pytest.fixture
def change(cast: Bureau, actor: As) -> Callable[..., Any]:
    """`change(item, name="…", reason="…", reference="…")` through the register's door."""

    def changed(record: Any, *, by: str = MANAGER, channel: str = "page", **data: Any) -> Any:
        return doors.update(site.of(record), record.pk, data, actor=actor(by, channel), version=None)

    return changed


@pytest.fixture
def do(cast: Bureau, actor: As) -> Callable[..., Any]:
    """`do(item, "issue", reason="…")` through the process's door; answers the record."""

    def done(record: Any, verb: str, by: str = MANAGER, *, channel: str = "page", **data: Any) -> Any:
        return engine.perform(
            site.of(record).code, record.pk, verb, actor=actor(by, channel), data=data
        ).record

    return done


@pytest.fixture
def paper(cast: Bureau) -> str:
    """The number of an incident: something that a change may rest on."""
    return str(ticket(cast, at="2026-11-20 10:00").number)


@pytest.fixture
def why(paper: str) -> dict[str, str]:
    return {"reason": "按事件处理结果更新", "reference": paper}


@pytest.fixture
def type_of(create: Any) -> Callable[..., models.ItemType]:
    """`type_of("server", "服务器", attributes=…)`, made once."""

    def made(code: str, name: str, object_class: str = "host", **more: Any) -> Any:
        known = models.ItemType.objects.filter(code=code).first()
        rows = [one.row() for one in more.pop("attributes", ())]
        base = {
            "code": code,
            "name": name,
            "object_class": object_class,
            "icon": "server",
            "attributes": rows,
        }
        return known or create("item_type", **base | more)

    return made


@pytest.fixture
def server(type_of: Any) -> models.ItemType:
    return type_of("server", "服务器", attributes=SERVER, has_media="1")


@pytest.fixture
def notebook(type_of: Any) -> models.ItemType:
    return type_of("notebook", "笔记本电脑", "desktop", is_portable="1")


@pytest.fixture
def switch(type_of: Any) -> models.ItemType:
    """Of a controlled type."""
    return type_of("core_switch", "核心交换机", "network", is_controlled="1")


@pytest.fixture
def item(create: Any, cast: Bureau, type_of: Any) -> Callable[..., models.ConfigurationItem]:
    """`item("财务服务器", kind, enters_as="in_use")`: an item of 信息中心 in the extranet."""

    def made(
        name: str = "一号服务器",
        kind: Any = None,
        *,
        by: str = MANAGER,
        channel: str = "page",
        **changes: Any,
    ) -> Any:
        kind = kind or type_of("server", "服务器", attributes=SERVER, has_media="1")
        data = {
            "name": name, "type": kind.pk, "owner_unit": cast.units["XXZX"].pk, "network_zone": "extranet", "enters_as": "in_use",
            "custodian": cast.people[MANAGER].pk,
        }  # fmt: skip
        return create(ITEM, by=by, channel=channel, **data | changes)

    return made


@pytest.fixture
def place(item: Any, type_of: Any) -> Callable[..., models.ConfigurationItem]:
    """`place("主机房")`: a room."""

    def made(name: str = "主机房", **changes: Any) -> Any:
        return item(name, type_of("room", "房间", "place"), **changes)

    return made


@pytest.fixture
def kind_of(create: Any) -> Callable[..., models.RelationKind]:
    """`kind_of("runs_on", "运行于", "承载")`, made once."""

    def made(code: str = "runs_on", name: str = "运行于", inverse: str = "承载", **more: Any) -> Any:
        known = models.RelationKind.objects.filter(code=code).first()
        base = {"code": code, "name": name, "inverse": inverse, "flow": "2", "cardinality": "many_to_many"}
        return known or create("relation_kind", **base | more)

    return made


@pytest.fixture
def relate(create: Any, kind_of: Any) -> Callable[..., models.ItemRelation]:
    """`relate(application, server, **why)`: the first runs on the second, unless `kind` says otherwise."""

    def made(source: Any, target: Any, kind: Any = None, **more: Any) -> Any:
        kind = kind or kind_of()
        return create("item_relation", source=source.pk, target=target.pk, kind=kind.pk, **more)

    return made
