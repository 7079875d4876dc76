"""Changes in the common bureau, on Monday 2026-11-23 from 09:30 on, unless a test says `at(...)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.modules.change.models import ChangeRequest
from tests.modules.monday import fresh_parameters, monday  # noqa: F401 - fixtures
from tests.moments import at

APPLICANT, MANAGER, APPROVER, BOARD = "support_l3", "change_manager", "info_center", ("cab", "houzhenhua")
IMPLEMENTER, VERIFIER, KEEPER, AUTHORISER = (
    "network_engineer",
    "support_l2",
    "configuration_manager",
    "it_lead",
)
CHANNELS = ("page", "api", "import", "job")
PLAN = "20:00 备份核心交换机配置；20:10 逐台升级并重启；20:40 核对路由表和业务连通性"
WAY_BACK = "任何一台 15 分钟内不能恢复转发即中止，载入升级前配置与旧版软件，约 20 分钟恢复原状"
TEST_PLAN = "在备用交换机上先行升级，核对 VLAN、路由和链路聚合均正常后再上生产"
ASSESSMENT = {
    "impact_services": "办公网中断约 10 分钟", "impact_users": "全单位约 400 人，安排在下班后", "impact_security": "不改动访问控制策略",
    "impact_cost": "无", "assessment": "方案可行，演练充分，风险可以接受",
}  # fmt: skip
REPORT = {
    "implementation": "20:05 至 20:45 按方案升级两台，无偏离",
    "test_result": "业务连通正常",
    "result": "success",
}


@pytest.fixture
def refused(do: Any) -> Callable[..., Refused]:
    """The refusal of a verb; the state stays as it was."""

    def of(record: Any, verb: str, by: str, **data: Any) -> Refused:
        before = type(record).objects.get(pk=record.pk).state
        with pytest.raises(Refused) as refusal:
            do(record, verb, by, **data)
        assert type(record).objects.get(pk=record.pk).state == before
        return refusal.value

    return of


@pytest.fixture
def item_type(create: Any) -> Callable[..., Any]:
    def made(code: str = "core_switch", name: str = "核心交换", **changes: Any) -> Any:
        return create("item_type", by=KEEPER, code=code, name=name, object_class="network", **changes)

    return made


@pytest.fixture
def item(create: Any, item_type: Any, cast: Bureau) -> Callable[..., Any]:
    """A switch in stock, of one type for all."""
    kinds: dict[str, Any] = {}

    def made(name: str = "核心交换机 A", *, kind: Any = None, **changes: Any) -> Any:
        kind = kind or kinds.setdefault("switch", kinds.get("switch") or item_type())
        data = {
            "name": name,
            "type": kind.pk,
            "owner_unit": cast.units["XXZX"].pk,
            "network_zone": "intranet",
        }
        return create("configuration_item", by=KEEPER, **data | changes)

    return made


@pytest.fixture
def relation(create: Any) -> Callable[..., Any]:
    """`relation(database, server)`: the first depends on the second."""
    kinds: list[Any] = []

    def made(source: Any, target: Any, **more: Any) -> Any:
        if not kinds:
            data = {"code": "depends_on", "name": "依赖", "inverse": "支撑", "flow": 2}
            kinds.append(create("relation_kind", by=KEEPER, **data))
        return create(
            "item_relation",
            by=KEEPER,
            kind=kinds[0].pk,
            source=source.pk,
            target=target.pk,
            reason="按图登记",
            **more,
        )

    return made


@pytest.fixture
def change(create: Any, item: Any, cast: Bureau) -> Callable[..., ChangeRequest]:
    """核心交换机升级 by 胡志刚, in the evening of 2026-11-25: implemented by 杜鹏程, verified by 朱文杰."""

    def filled(by: str = APPLICANT, *, channel: str = "page", submit: bool = False, **changes: Any) -> Any:
        items = changes.pop("items", None)
        if items is None:
            items = [item(f"核心交换机 {ChangeRequest.objects.count() + 1}")]
        data = {
            "subject": "核心交换机软件升级", "kind": "normal", "reason": "现版本有已知漏洞，厂商要求升级", "items": [one.pk for one in items],
            "plan": PLAN, "test_plan": TEST_PLAN, "backout_plan": WAY_BACK, "planned_from": "2026-11-25 20:00", "planned_to": "2026-11-25 22:00",
            "implementer": cast.people[IMPLEMENTER].pk, "verifier": cast.people[VERIFIER].pk, "reach": "unit", "redundancy": "full",
            "rehearsal": "done", "back_out_time": "quick", "timing": "idle", "experience": "often", "sensitivity": "none",
        }  # fmt: skip
        return create("change_request", by=by, channel=channel, submit=submit, **data | changes)

    return filled


@pytest.fixture
def assessed(change: Any, do: Any) -> Callable[..., ChangeRequest]:
    """Submitted, assessed by 任鹏飞 and agreed to in the first step."""

    def made(**changes: Any) -> Any:
        one = change(submit=True, **changes)
        do(one, "assess", MANAGER, **ASSESSMENT)
        return do(one, "approve", MANAGER)

    return made


@pytest.fixture
def approved(assessed: Any, do: Any) -> Callable[..., ChangeRequest]:
    def made(**changes: Any) -> Any:
        one = assessed(**changes)
        for member in BOARD if one.kind == "major" else (APPROVER,):
            one = do(one, "approve", member)
        return one

    return made


@pytest.fixture
def scheduled(approved: Any, do: Any) -> Callable[..., ChangeRequest]:
    def made(**changes: Any) -> Any:
        return do(approved(**changes), "schedule", MANAGER)

    return made


@pytest.fixture
def implemented(scheduled: Any, do: Any) -> Callable[..., ChangeRequest]:
    def made(**changes: Any) -> Any:
        one = scheduled(**changes)
        with at("2026-11-25 20:05"):
            do(one, "begin", IMPLEMENTER)
        with at("2026-11-25 20:50"):
            return do(one, "report", IMPLEMENTER, **REPORT)

    return made


@pytest.fixture
def emergency(change: Any, do: Any, cast: Bureau) -> Callable[..., ChangeRequest]:
    """Begun on the word of 沈国梁 a quarter of an hour ago; the paper is owed until 09:30 tomorrow."""

    def made(**changes: Any) -> Any:
        data = {
            "kind": "emergency",
            "planned_from": "2026-11-23 09:30",
            "planned_to": "2026-11-23 12:00",
        } | changes
        word = {
            "authorised_by": cast.people[AUTHORISER],
            "authorised_at": _quarter_past_nine(),
            "authorised_words": "电话：同意立即更换",
        }
        return do(change(**data), "begin_emergency", IMPLEMENTER, **word)

    return made


def _quarter_past_nine() -> Any:
    from tests.moments import local

    return local("2026-11-23 09:15")


def unchanged(change: Any) -> list[dict[str, str]]:
    """配置核对: every item confirmed as it was."""
    items: Any = ChangeRequest._meta.get_field("items").target._default_manager.in_bulk(change.items)
    return [
        {"item": items[pk].number, "outcome": "unchanged", "reason": "仅升级补丁，配置不变"}
        for pk in change.items
    ]
