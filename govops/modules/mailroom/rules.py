"""Who may place what came in, and as whom."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.gateways import matching
from govops.kernel.processes.declarations import Deed, said

DESK = "service_desk"


def at_the_desk(record: Any, deed: Deed) -> Answer:
    """服务台."""
    return Allowed() if DESK in deed.actor.roles else Denied("只有服务台可以办理。")


at_the_desk = said(at_the_desk, "服务台")  # type: ignore[assignment]


def the_person_can_act(record: Any, deed: Deed) -> Answer:
    """认定的来信人有可用的账户."""
    if record.person is None:
        return Denied("请选择“认定的来信人”。", field="person")
    found = matching.actor_of(record.person)
    if isinstance(found, str):
        return Denied(f"不能以{record.person.name}的名义办理：{found}；请另选，或人工登记。", field="person")
    return Allowed()
