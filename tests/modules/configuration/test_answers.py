"""影响、原因、某日的样子、差异 for programs and as workbooks: the same answers, for the same eyes, written down when they leave."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from govops.kernel.access import tokens
from govops.kernel.api import openapi
from govops.kernel.audit.models import AuditEntry
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.records.sight import HIDDEN
from govops.modules.configuration import described
from govops.modules.configuration.models import ConfigurationItem
from tests.moments import at

READER = "support_l2"
BOTH = ["configuration_item:read", "item_relation:read"]


@pytest.fixture
def ask(cast: Any) -> Callable[..., Any]:
    """`ask("configuration_item/5/impact", standing=[…])` by a program; status and JSON."""

    def asked(path: str, *, by: str = READER, scopes: list[str] | None = None, **query: Any) -> Any:
        _row, token = tokens.issue(cast.accounts[by], name="监控平台", scopes=scopes or BOTH)
        answer = Client().get(f"/api/v1/{path}", query, headers={"Authorization": f"Bearer {token}"})
        return answer.status_code, answer.json()

    return asked


def described_so(answer: Any, schema: str) -> None:
    """The answer is what the description of the API says, to the letter."""
    jsonschema = pytest.importorskip("jsonschema_rs")
    known = {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": described.SCHEMAS}}
    jsonschema.validate(known, answer)


def hide(item: Any) -> None:
    ConfigurationItem.objects.filter(pk=item.pk).update(secrecy_level=SecrecyLevel.SECRET)


def test_impact_is_told_with_the_way_and_what_lost_its_redundancy(estate: Any, ask: Any) -> None:
    status, told = ask(f"configuration_item/{estate.server_1.pk}/impact")
    assert (status, told["total"], told["hidden"]) == (200, 1, 0)
    (line,) = told["items"]
    assert (line["name"], line["depth"]) == ("数据库 A", 1)
    assert line["path"] == [{"relation": "运行于", "item_id": estate.server_1.pk, "name": "服务器 1"}]
    assert [one["name"] for one in told["weakened"]] == ["审批系统"]
    described_so(told, "ImpactAnswer")


def test_what_is_known_to_stand_lets_nothing_pass(estate: Any, ask: Any) -> None:
    path = f"configuration_item/{estate.system.pk}/impact"
    assert [one["name"] for one in ask(path)[1]["items"]] == ["审批服务"]
    assert ask(path, standing=[estate.service.pk])[1]["items"] == []
    status, told = ask(path, standing=["x"])
    assert status == 422
    assert "standing" in told["detail"]


def test_causes_tell_what_is_enough_alone(estate: Any, ask: Any) -> None:
    _status, told = ask(f"configuration_item/{estate.service.pk}/causes")
    enough = {one["name"]: one["is_enough"] for one in told["items"]}
    assert enough["审批系统"]
    assert not enough["服务器 1"]


def test_what_the_caller_may_not_see_is_counted_and_never_named(estate: Any, ask: Any) -> None:
    hide(estate.system)
    _status, told = ask(f"configuration_item/{estate.service.pk}/causes")
    assert told["hidden"] == 1
    assert "审批系统" not in str(told)
    described_so(told, "CausesAnswer")
    ways = [step for one in told["items"] for step in one["path"]]
    assert {"relation": "依赖", "item_id": None, "name": HIDDEN} in ways
    assert ask(f"configuration_item/{estate.system.pk}/impact")[0] == 404


def test_a_token_needs_the_right(estate: Any, ask: Any) -> None:
    path = f"configuration_item/{estate.service.pk}/impact"
    assert ask(path, scopes=["incident:read"])[0] == 403
    assert Client().get(f"/api/v1/{path}").status_code == 401
    relations = f"configuration_item/{estate.service.pk}/as_of"
    assert ask(relations, scopes=["configuration_item:read"])[0] == 403


def test_a_day_of_the_past_and_what_differs_between_two(
    item: Any, relate: Any, change: Any, why: Any, ask: Any
) -> None:
    one, other = item("甲"), item("乙")
    with at("2026-11-25 09:00"):
        relate(one, other, **why)
        change(one, name="甲改", **why)
    with at("2026-11-26 09:00"):
        status, told = ask(f"configuration_item/{one.pk}/as_of", on="2026-11-24")
        assert (status, told["was_there"], told["relations"]) == (200, True, [])
        assert {"name": "name", "title": "名称", "value": "甲"} in told["facts"]
        _status, told = ask(f"configuration_item/{one.pk}/as_of", on="2026-11-25")
        assert [(row["direction"], row["name"]) for row in told["relations"]] == [("out", "乙")]
        described_so(told, "AsOfAnswer")
        assert not ask(f"configuration_item/{one.pk}/as_of", on="2026-11-20")[1]["was_there"]
        _status, told = ask("configuration_differences", since="2026-11-24", until="2026-11-25")
        described_so(told, "DifferencesAnswer")
        (row,) = told["items"]["records"]
        assert (row["how"], row["changes"]) == (
            "changed",
            [{"title": "名称", "before": "甲", "after": "甲改"}],
        )
        assert told["relations"]["counts"]["added"] == 1
        for query in ({"since": "2026-11-25", "until": "2026-11-24"}, {"since": "昨天"}, {"x": "1"}):
            assert ask("configuration_differences", **query)[0] == 422


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("impact/export/?item={server}", "数据库 A"),
        ("impact/export/?item={server}", "审批系统"),
        ("impact/export/?item={service}&ask=causes", "UPS C"),
        ("history/configuration_item/{service}/export/?on=2026-11-23", "审批服务"),
        ("differences/export/?since=2026-11-22&until=2026-11-23", "审批系统"),
    ],
)
def test_the_answers_are_taken_along_as_workbooks_and_that_is_recorded(
    estate: Any, client_of: Any, path: str, words: str
) -> None:
    address = f"/m/configuration/{path.format(server=estate.server_1.pk, service=estate.service.pk)}"
    answer = client_of(READER).get(address)
    assert answer.status_code == 200, answer.content.decode()
    book = load_workbook(io.BytesIO(answer.content))
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert any(words in cell for cell in cells)
    assert AuditEntry.objects.filter(operation="export", register="configuration_item").exists()
    assert client_of("support_l1").get(address).status_code == 403


def test_the_pages_offer_it_to_who_may(estate: Any, client_of: Any) -> None:
    address = f"/m/configuration/impact/?item={estate.server_1.pk}"
    page = client_of(READER).get(address).content.decode()
    assert f"/m/configuration/impact/export/?item={estate.server_1.pk}" in page
    assert "失去冗余" in page
    assert "impact/export" not in client_of("support_l1").get(address).content.decode()


def test_the_description_of_the_api_tells_of_the_questions() -> None:
    document = json.loads(openapi.document())
    assert described.SCHEMAS.keys() <= document["components"]["schemas"].keys()
    for address in ("/configuration_item/{record_id}/impact", "/configuration_differences", "/under_change"):
        assert document["paths"][address]["get"]["responses"]["200"]
