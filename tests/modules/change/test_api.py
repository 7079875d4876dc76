"""`GET /api/v1/under_change`: programs ask whether an item is being changed, now or at another moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from govops.demo.bureau import Bureau
from govops.kernel.access import tokens
from govops.modules.change import described
from tests.modules.change.conftest import MANAGER
from tests.moments import at

ADDRESS = "/api/v1/under_change"
BOTH = ["change_request:read", "configuration_item:read"]


@pytest.fixture
def ask(cast: Bureau) -> Callable[..., Any]:
    """`ask(item="PZX-…", at="…")` by a program of the change manager; status and JSON."""

    def asked(*, by: str = MANAGER, scopes: list[str] | None = None, **query: Any) -> tuple[int, Any]:
        _row, token = tokens.issue(cast.accounts[by], name="监控平台", scopes=scopes or BOTH)
        answer = Client().get(ADDRESS, query, headers={"Authorization": f"Bearer {token}"})
        return answer.status_code, answer.json()

    return asked


def test_an_item_is_under_change_within_its_window(scheduled: Any, item: Any, ask: Any) -> None:
    switch, other = item("核心交换机 A"), item("核心交换机 B")
    one = scheduled(items=[switch])
    status, told = ask(item=[switch.number, str(other.pk)], at="2026-11-25T21:00")
    assert (status, told["at"]) == (200, "2026-11-25T21:00:00+08:00")
    first, second = told["items"]
    assert (first["number"], first["is_under_change"], first["until"]) == (
        switch.number,
        True,
        "2026-11-25T22:00:00+08:00",
    )
    assert [change["number"] for change in first["changes"]] == [one.number]
    assert (second["id"], second["is_under_change"], second["until"], second["changes"]) == (
        other.pk,
        False,
        None,
        [],
    )
    assert ask(item=switch.number, at="2026-11-25T21:00:00+08:00")[1]["items"][0]["is_under_change"]
    assert not ask(item=switch.number, at="2026-11-25T21:00:00Z")[1]["items"][0]["is_under_change"]


def test_without_a_moment_it_is_now(scheduled: Any, item: Any, ask: Any) -> None:
    switch = item("核心交换机 A")
    scheduled(items=[switch])
    assert not ask(item=switch.number)[1]["items"][0]["is_under_change"]
    with at("2026-11-25 20:30"):
        assert ask(item=switch.number)[1]["items"][0]["is_under_change"]


def test_what_is_only_asked_for_mutes_nothing(change: Any, item: Any, ask: Any) -> None:
    switch = item("核心交换机 A")
    change(items=[switch], submit=True)
    assert not ask(item=switch.number, at="2026-11-25T21:00")[1]["items"][0]["is_under_change"]


def test_a_discreet_change_counts_and_is_not_named(scheduled: Any, item: Any, ask: Any) -> None:
    switch = item("核心交换机 A")
    one = scheduled(items=[switch])
    type(one).objects.filter(pk=one.pk).update(secrecy_level=4)
    told = ask(item=switch.number, at="2026-11-25T21:00")[1]["items"][0]
    assert (told["is_under_change"], told["changes"]) == (True, [])


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ({}, 422, "请用 item 给出"),
        ({"item": "PZX-2020-0001"}, 404, "没有配置项“PZX-2020-0001”"),
        ({"item": "9" * 30}, 404, "没有配置项"),
        ({"item": "1", "at": "今晚"}, 422, "“at”应写作"),
        ({"item": "1", "at": "2026-13-01T00:00"}, 422, "“at”应写作"),
        ({"item": [str(n) for n in range(201)]}, 422, "最多询问 200 个"),
        ({"item": "1", "when": "now"}, 422, "没有“when”这个参数"),
    ],
)
def test_what_is_not_understood_is_said(ask: Any, query: Any, status: int, words: str) -> None:
    answered, told = ask(**query)
    assert (answered, words in told["detail"]) == (status, True)


def test_a_token_needs_both_rights(item: Any, ask: Any) -> None:
    number = item("核心交换机 A").number
    for scope in BOTH:
        assert ask(item=number, scopes=[scope])[0] == 403
    assert ask(item=number, by="end_user")[0] in {403, 404}
    assert Client().get(ADDRESS, {"item": number}).status_code == 401


def test_it_is_described_as_it_answers(scheduled: Any, item: Any, ask: Any) -> None:
    switch = item("核心交换机 A")
    scheduled(items=[switch])
    told = ask(item=switch.number, at="2026-11-25T21:00")[1]
    answer = described.SCHEMAS["UnderChange"]
    one = answer["properties"]["items"]["items"]
    assert list(told) == answer["required"]
    assert list(told["items"][0]) == one["required"]
    assert list(told["items"][0]["changes"][0]) == one["properties"]["changes"]["items"]["required"]
    path = described.paths(lambda *words, **more: {"words": words, **more})["/under_change"]["get"]
    assert [one["name"] for one in path["parameters"]] == ["item", "at"]
