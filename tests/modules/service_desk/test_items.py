"""Tickets and what we run: devices beside the caller, items on the ticket, hints, impact, the life of an item."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.modules.configuration import public as configuration
from govops.modules.configuration.models import ConfigurationItem, ItemRelation, ItemType, RelationKind
from govops.modules.service_desk import models
from govops.modules.service_desk.dashboards import devices
from tests.modules.service_desk.test_pages import DESK, SELF, words
from tests.tickets import ticket as ticket_of


@pytest.fixture
def kind(create: Any) -> Callable[..., ItemType]:
    def made(code: str = "pc", name: str = "台式机", object_class: str = "desktop") -> Any:
        known = ItemType.objects.filter(code=code).first()
        base = {
            "code": code,
            "name": name,
            "object_class": object_class,
            "icon": "device-desktop",
            "attributes": [],
        }
        return known or create("item_type", by="configuration_manager", **base)

    return made


@pytest.fixture
def device(create: Any, cast: Bureau, kind: Any) -> Callable[..., ConfigurationItem]:
    """`device("联想台式机", of="end_user")`: in somebody's use."""

    def made(name: str = "联想台式机", *, of: str = "end_user", type: Any = None, **changes: Any) -> Any:
        data = {
            "name": name, "type": (type or kind()).pk, "owner_unit": cast.people[of].unit_id, "custodian": cast.people[of].pk,
            "network_zone": "extranet", "enters_as": "in_use", "serial_number": f"SN-{name}",
        }  # fmt: skip
        return create("configuration_item", by="configuration_manager", **data | changes)

    return made


@pytest.fixture
def runs_on(create: Any, cast: Bureau) -> Callable[[Any, Any], ItemRelation]:
    """`runs_on(service, server)`: when the server fails, so does the service."""

    def made(upper: Any, lower: Any) -> Any:
        base = {
            "code": "runs_on",
            "name": "运行于",
            "inverse": "承载",
            "flow": "2",
            "cardinality": "many_to_many",
        }
        known = RelationKind.objects.filter(code="runs_on").first()
        relation = known or create("relation_kind", by="configuration_manager", **base)
        paper = ticket_of(cast, at="2026-11-20 10:00").number
        data = {
            "source": upper.pk,
            "target": lower.pk,
            "kind": relation.pk,
            "reason": "按方案部署",
            "reference": paper,
        }
        return create("item_relation", by="configuration_manager", **data)

    return made


# --- on the ticket ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["page", "api", "import"])
def test_a_ticket_names_items_by_number_name_or_id(incident: Any, device: Any, channel: str) -> None:
    one, other = device(), device("三楼打印机")
    by_id = incident(by="service_desk", channel=channel, items=[one.pk, other.pk])
    assert by_id.items == [one.pk, other.pk]
    in_words = incident(by="service_desk", channel=channel, items=f"{one.number}、三楼打印机")
    assert in_words.items == [one.pk, other.pk]


def test_what_is_not_typed_is_called_after_the_item(incident: Any, device: Any) -> None:
    one = device()
    assert incident(by="service_desk", items=[one.pk]).system == "联想台式机"
    assert incident(by="service_desk", items=[one.pk], system="门户").system == "门户"
    known_to_few = device("审计终端")
    ConfigurationItem.objects.filter(pk=known_to_few.pk).update(is_restricted=True)
    assert incident(by="configuration_manager", items=[known_to_few.pk]).system == ""


@pytest.mark.parametrize("channel", ["page", "api", "import"])
def test_nobody_names_an_item_that_he_may_not_see(incident: Any, device: Any, channel: str) -> None:
    foreign = device(of="drafter")
    with pytest.raises(Refused, match="配置项"):
        incident(by="end_user", channel=channel, items=[foreign.pk])
    assert incident(by="drafter", channel=channel, items=[foreign.pk]).items == [foreign.pk]


def test_the_page_of_a_ticket_shows_its_items_and_what_they_touch(
    incident: Any, device: Any, kind: Any, runs_on: Any, client_of: Any
) -> None:
    server = device("应用服务器", of="mr_manager", type=kind("server", "服务器", "host"))
    service = device("综合办公", of="mr_manager", type=kind("biz", "业务服务", "service"))
    runs_on(service, server)
    ticket = incident(by="service_desk", items=[server.pk])
    page = words(client_of("service_desk").get(f"/r/incident/{ticket.pk}/"))
    assert "应用服务器" in page
    assert "影响分析" in page


# --- the item's own page ---------------------------------------------------------------------------------------------


def test_an_item_tells_its_open_tickets_and_its_whole_life(
    incident: Any, create: Any, do: Any, device: Any, client_of: Any, cast: Bureau, actor: Any
) -> None:
    one = device()
    open_one = incident(by="service_desk", items=[one.pk], subject="蓝屏")
    gone = do(
        incident(by="service_desk", items=[one.pk], subject="风扇响"),
        "withdraw",
        "service_desk",
        opinion="误报",
    )
    problem = create(
        "problem", by="problem_manager", subject="反复蓝屏", description="一周三次", category="desktop", impact="unit",
        urgency="medium", items=[one.pk],
    )  # fmt: skip
    told = configuration.tickets_on([one.pk])
    assert {(row.register, row.number) for row in told} == {
        ("incident", open_one.number),
        ("problem", problem.number),
    }
    events = [event.title for event in configuration.events_of(one, actor("service_desk"))]
    assert any("蓝屏" in title for title in events)
    assert any("风扇响" in title for title in events)
    assert gone.number not in {row.number for row in told}
    client = client_of("service_desk")
    page = client.get(f"/r/configuration_item/{one.pk}/").content.decode()
    life = re.search(r'id="panel-life" hx-get="([^"]+)"', page)
    assert life is not None
    assert "反复蓝屏" in words(client.get(life[1], headers={"HX-Request": "true"}))
    assert configuration.events_of(one, actor("drafter")) == []


def test_what_is_open_is_asked_once_however_many_items(incident: Any, device: Any) -> None:
    ids = [device(f"电脑{number}").pk for number in range(4)]
    for pk in ids:
        incident(by="service_desk", items=[pk])
    with CaptureQueriesContext(connection) as few:
        configuration.tickets_on(ids[:1])
    with CaptureQueriesContext(connection) as many:
        assert len(configuration.tickets_on(ids)) == 4
    assert len(many) == len(few) == 1


def test_the_tickets_of_one_item_are_a_list(incident: Any, device: Any, client_of: Any) -> None:
    one = device()
    incident(by="service_desk", items=[one.pk], subject="蓝屏")
    incident(by="service_desk", subject="断网")
    rows = words(client_of("service_desk").get(f"/r/incident/?about_item={one.pk}"))
    assert "蓝屏" in rows
    assert "断网" not in rows
    assert client_of("service_desk").get("/r/incident/?about_item=x").status_code == 422


# --- at the desk -----------------------------------------------------------------------------------------------------


def test_the_caller_s_devices_stand_beside_the_form(
    device: Any, incident: Any, client_of: Any, cast: Bureau
) -> None:
    one = device()
    device("别人的笔记本", of="drafter")
    incident(by="service_desk", items=[one.pk])
    page = (
        client_of("service_desk")
        .get(f"{DESK}caller/?applicant={cast.people['end_user'].pk}")
        .content.decode()
    )
    assert "联想台式机" in page
    assert "SN-联想台式机" in page
    assert "1 件在办" in page
    assert "别人的笔记本" not in page
    assert f'name="items" value="{one.pk}" form="call"' in page


def test_a_call_is_written_down_with_the_device(device: Any, client_of: Any, cast: Bureau) -> None:
    one, other = device(), device("三楼打印机", of="drafter")
    answer = client_of("service_desk").post(
        DESK,
        {
            "applicant": cast.people["end_user"].pk, "subject": "打印机卡纸", "kind": "incident", "impact": "person",
            "urgency": "medium", "channel": "phone", "items": [one.pk, other.pk, one.pk],
        },
    )  # fmt: skip
    assert answer.status_code == 302, words(answer)
    assert models.Incident.objects.get().items == [one.pk, other.pk]


def test_an_item_under_change_or_with_tickets_is_hinted_at(
    device: Any, incident: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = device()
    incident(by="service_desk", items=[one.pk], subject="昨天就蓝屏")

    def under_change(ids: Any, at: datetime) -> set[int]:
        return {one.pk} & set(ids)

    hints = client_of("service_desk").get(f"{DESK}items/?items={one.pk}")
    assert "变更窗口" not in words(hints)
    assert "昨天就蓝屏" in words(hints)
    monkeypatch.setattr("govops.modules.configuration.hooks.under_change", [under_change])
    assert "正在变更窗口内" in words(client_of("service_desk").get(f"{DESK}items/?items={one.pk}"))
    assert words(client_of("service_desk").get(f"{DESK}items/")) == ""


def test_the_graph_suggests_how_far_it_reaches(
    device: Any, kind: Any, runs_on: Any, client_of: Any, actor: Any, cast: Bureau
) -> None:
    server = device("应用服务器", of="mr_manager", type=kind("server", "服务器", "host"))
    service = device("综合办公", of="mr_manager", type=kind("biz", "业务服务", "service"), importance="high")
    runs_on(service, server)
    desk = actor("service_desk")
    found = devices.suggested([server.pk], desk)
    assert found is not None
    assert found.level == "unit"
    assert "服务 1 项（“综合办公”）" in found.sentence
    ConfigurationItem.objects.filter(pk=service.pk).update(importance="vital")
    found = devices.suggested([server.pk], desk)
    assert found is not None
    assert found.level == "bureau"
    itself = devices.suggested([service.pk], desk)
    assert itself is not None
    assert itself.level == "bureau"
    assert devices.suggested([device().pk], desk) is None
    page = client_of("service_desk").get(f"{DESK}items/?items={server.pk}").content.decode()
    assert 'data-set-impact="bureau"' in page


# --- self-service ----------------------------------------------------------------------------------------------------


def test_my_devices_are_a_click_away_and_nobody_else_s_can_be_named(device: Any, client_of: Any) -> None:
    one, foreign = device(), device("别人的笔记本", of="drafter")
    client = client_of("end_user")
    home = client.get(SELF).content.decode()
    assert "我的设备" in home
    assert f"/m/service_desk/self/new/?device={one.pk}" in home
    assert "别人的笔记本" not in home
    form = client.get(f"{SELF}new/?device={one.pk}").content.decode()
    assert f'value="{one.pk}"' in form
    data = {"subject": "开不了机", "impact": "person", "urgency": "high"}
    refused = client.post(f"{SELF}new/", {**data, "items": [foreign.pk]})
    assert refused.status_code == 422
    assert client.post(f"{SELF}new/", {**data, "items": [one.pk]}).status_code == 302
    assert models.Incident.objects.get().items == [one.pk]


def test_a_program_names_them_too(device: Any, api_of: Any) -> None:
    one = device()
    answer = api_of("end_user").post(
        "/api/v1/incident", json.dumps({"subject": "开不了机", "impact": "person", "urgency": "high", "items": [one.number]}),
        content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == 201, answer.content
    assert models.Incident.objects.get().items == [one.pk]
