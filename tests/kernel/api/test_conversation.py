"""Comments and links by REST: the same rules and sentences as on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govops.kernel.access import tokens
from govops.kernel.records.models import Comment, Link


@pytest.fixture
def entry(call: Any, bureau: Any) -> dict[str, Any]:
    return call("applicant")("POST", "/visitor_entry", bureau.entry(submit=True))[1]  # type: ignore[no-any-return]


@pytest.fixture
def place(entry: dict[str, Any]) -> str:
    return f"/visitor_entry/{entry['id']}"


def test_a_comment_is_said_and_read(call: Callable[..., Any], bureau: Any, place: str) -> None:
    name = bureau.people["manager"].name
    status, made = call("applicant")(
        "POST", f"{place}/comments", {"text": f"@{name} 已补", "mentions": [name]}
    )
    assert (status, made["author"]["name"], made["is_internal"]) == (201, "何静", False)
    assert made["mentions"] == [{"id": bureau.people["manager"].pk, "name": name}]
    status, found = call("manager")("GET", f"{place}/comments")
    assert (status, [one["text"] for one in found["items"]]) == (200, [f"@{name} 已补"])


def test_internal_comments_are_for_handlers(call: Callable[..., Any], place: str) -> None:
    assert call("manager")("POST", f"{place}/comments", {"text": "内情", "is_internal": True})[0] == 201
    assert call("applicant")("GET", f"{place}/comments")[1]["items"] == []
    assert len(call("manager")("GET", f"{place}/comments")[1]["items"]) == 1
    status, refused = call("applicant")("POST", f"{place}/comments", {"text": "x", "is_internal": True})
    assert (status, "内部备注只供办理人员使用" in refused["detail"]) == (422, True)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "请先填写备注内容"),
        ({"text": 3}, "“text”应为文本"),
        ({"text": "x", "is_internal": "yes"}, "应为 true 或 false"),
        ({"text": "x", "mentions": "何静"}, "应为人员 id、工号或姓名的列表"),
        ({"text": "x", "mentions": ["查无此人"]}, "“mentions”："),
        ({"text": "x", "mentions": ["外人"]}, "不能提到外人"),
        ({"text": "x", "author": 3}, "没有“author”这一项"),
    ],
)
def test_what_is_wrong_is_refused_with_a_sentence(
    call: Callable[..., Any], place: str, body: dict[str, Any], sentence: str
) -> None:
    status, refused = call("manager")("POST", f"{place}/comments", body)
    assert (status, sentence in refused["detail"]) == (422, True), refused
    assert not Comment.objects.exists()


def test_the_same_key_says_it_once(call: Callable[..., Any], place: str) -> None:
    first = call("manager")("POST", f"{place}/comments", {"text": "一次"}, Idempotency_Key="k1")
    assert call("manager")("POST", f"{place}/comments", {"text": "一次"}, Idempotency_Key="k1") == first
    assert Comment.objects.count() == 1


def test_a_hidden_record_has_no_conversation(call: Callable[..., Any], place: str) -> None:
    for method, path, body in (
        ("GET", "comments", None), ("POST", "comments", {"text": "x"}), ("GET", "links", None), ("POST", "links", {"number": "X"}),
    ):  # fmt: skip
        assert call("stranger")(method, f"{place}/{path}", body)[0] == 404


def test_a_token_for_reading_says_nothing_and_reads_nothing_internal(
    call: Callable[..., Any], bureau: Any, place: str
) -> None:
    call("manager")("POST", f"{place}/comments", {"text": "内情", "is_internal": True})
    account = bureau.people["manager"].account
    bureau.tokens["reader"] = tokens.issue(account, name="读", scopes=["visitor_entry:read"])[1]
    assert call("reader")("GET", f"{place}/comments")[1]["items"] == []
    assert call("reader")("POST", f"{place}/comments", {"text": "x"})[0] == 403


def test_links_are_made_read_from_both_ends_and_taken_away(
    call: Callable[..., Any], bureau: Any, entry: dict[str, Any], place: str
) -> None:
    other = call("applicant")("POST", "/visitor_entry", bureau.entry())[1]
    body = {"relation": "上级单", "number": other["number"]}
    status, made = call("applicant")("POST", f"{place}/links", body)
    assert (status, made["relation"], made["number"]) == (201, "上级单", other["number"])
    there = call("applicant")("GET", f"/visitor_entry/{other['id']}/links")[1]["items"]
    assert [(one["relation"], one["number"], one["state_label"]) for one in there] == [
        ("下级单", entry["number"], "审批中")
    ]
    assert call("applicant")("POST", f"{place}/links", body)[0] == 422
    assert call("applicant")("DELETE", f"{place}/links/{made['id']}")[0] == 200
    assert call("applicant")("DELETE", f"{place}/links/{made['id']}")[0] == 404
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"number": 5},
        {"number": "JFLF-1999-0001"},
        {"number": "x", "relation": 3},
        {"number": "x", "to": 1},
    ],
)
def test_a_wrong_link_is_refused(call: Callable[..., Any], place: str, body: dict[str, Any]) -> None:
    assert call("applicant")("POST", f"{place}/links", body)[0] == 422


def test_other_methods_and_strangers_are_turned_away(call: Callable[..., Any], place: str) -> None:
    assert call("manager")("DELETE", f"{place}/comments")[0] == 405
    assert call(None)("POST", f"{place}/comments", {"text": "x"})[0] == 401
