"""Moves through the API: one verb, one address, the same refusals as on the page."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.processes.models import Act, WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(call: Any, bureau: Any) -> str:
    """The address of a submitted entry."""
    made = call("applicant")("POST", "/visitor_entry", bureau.entry(submit=True))[1]
    return f"/visitor_entry/{made['id']}"


def test_the_whole_way(call, entry):
    for who, verb, body, state in (
        ("manager", "approve", {"opinion": "同意，由王磊陪同"}, "approving"),
        ("security", "approve", None, "approved"),
        ("guard", "enter", {"items_at_entry": "一致", "escort_confirmed": True}, "inside"),
        ("escort", "leave", {"items_at_exit": "一致"}, "left"),
        ("manager", "archive", {}, "archived"),
    ):
        status, done = call(who)("POST", f"{entry}/{verb}", body)
        assert status == 200, done
        assert done["record"]["state"] == state
        assert done["sentence"].endswith("。")
    items = call("applicant")("GET", f"{entry}/history")[1]["items"]
    assert [row["verb"] for row in items] == [
        "submit",
        "approve",
        "approve",
        "passed",
        "enter",
        "leave",
        "archive",
    ]
    assert len(items[1]["signature"]["digest"]) == 64
    steps = call("applicant")("GET", f"{entry}/moves")[1]["steps"]
    assert {row["state"] for row in steps} == {"done"}


def test_the_offers_say_why_not(call, bureau):
    made = call("applicant")("POST", "/visitor_entry", bureau.entry(submit=True, escort=None))[1]
    entry = f"/visitor_entry/{made['id']}"
    offers = {row["verb"]: row for row in call("manager")("GET", f"{entry}/moves")[1]["moves"]}
    assert offers["approve"]["allowed"] is True
    assert offers["refuse"]["opinion"] == "required"
    call("manager")("POST", f"{entry}/approve")
    call("security")("POST", f"{entry}/approve")
    assert all(row["verb"] != "enter" for row in call("applicant")("GET", f"{entry}/moves")[1]["moves"])
    found = call("guard")("GET", f"{entry}/moves")[1]
    enter = next(row for row in found["moves"] if row["verb"] == "enter")
    assert enter["allowed"] is False
    assert enter["reason"].endswith("。")
    assert {"name": "items_at_entry", "title": "进入核对", "required": True} in enter["asks"]


def test_nobody_approves_his_own_request(call, entry):
    status, refused = call("applicant")("POST", f"{entry}/approve")
    assert status == 403
    assert "不得审批自己的申请" in refused["detail"]


def test_it_is_not_everybodys_turn(call, entry):
    status, _ = call("security")("POST", f"{entry}/approve")
    assert status in {403, 404}
    call("manager")("POST", f"{entry}/approve")
    assert call("manager")("POST", f"{entry}/approve")[0] in {403, 409}


@pytest.mark.parametrize(
    ("verb", "body", "field"),
    [
        ("approve", {"state": "approved"}, "state"),
        ("approve", {"opinion": 5}, "opinion"),
        ("approve", {"opinion": "长" * 2001}, "opinion"),
        ("approve", {"opinion": "a\x07"}, "opinion"),
        ("approve", {"opinion": "a\x00"}, "opinion"),
        ("approve", {"escort": 1}, "escort"),
        ("approve", {"key_id": -1}, "key_id"),
        ("approve", {"key_id": 10**30}, "key_id"),
        ("approve", {"signature": "ff" * 64, "key_id": 7}, "signature"),
        ("approve", {"version": "x"}, "version"),
        ("approve", {"key_id": 7}, "signature"),
        ("approve", {"to_step": "submit"}, "to_step"),
        ("approve", {"people": [1]}, "people"),
        ("submit", {"opinion": "请批准"}, "opinion"),
        ("transfer", {"people": [1], "signature": "ff" * 64}, "signature"),
        ("urge", {"people": []}, "people"),
        ("enter", {"opinion": "一致"}, "opinion"),
        ("name_escort", {"signature": "ff" * 64}, "signature"),
        ("refuse", {}, "opinion"),
        ("refuse", {"opinion": "  "}, "opinion"),
        ("return", {"opinion": "补", "to_step": "nowhere"}, "to_step"),
        ("return", {"opinion": "补", "to_step": {}}, "to_step"),
        ("transfer", {}, "people"),
        ("transfer", {"people": 5}, "people"),
        ("transfer", {"people": ["没有此人"]}, "people"),
        ("transfer", {"people": [10**30]}, "people"),
        ("transfer", {"people": [True]}, "people"),
        ("circulate", {"people": list(range(500))}, "people"),
    ],
)
def test_wrong_input_is_refused_at_the_field(call, entry, verb, body, field):
    before = WorkItem.objects.count(), Act.objects.count()
    status, refused = call("manager")("POST", f"{entry}/{verb}", body)
    assert status == 422, refused
    assert field in refused["errors"]
    assert (WorkItem.objects.count(), Act.objects.count()) == before


def test_what_a_move_asks_for_is_checked_like_a_form(call, entry):
    call("manager")("POST", f"{entry}/approve")
    call("security")("POST", f"{entry}/approve")
    for body, field in (
        ({"items_at_entry": "长" * 201}, "items_at_entry"),
        ({"items_at_entry": ""}, "items_at_entry"),
        ({}, "items_at_entry"),
        ({"items_at_entry": "一致", "escort_confirmed": "yes"}, "escort_confirmed"),
        ({"items_at_entry": "一致"}, "escort_confirmed"),
        ({"items_at_entry": "a\x07"}, "items_at_entry"),
    ):
        status, refused = call("guard")("POST", f"{entry}/enter", body)
        assert status == 422, body
        assert field in refused["errors"]
        assert "“" in refused["detail"] or "陪同人" in refused["detail"]


def test_all_that_keeps_a_move_from_being_done_is_told_at_once(call, entry):
    call("manager")("POST", f"{entry}/approve")
    call("security")("POST", f"{entry}/approve")
    told = {"items_at_entry": "长" * 201, "prohibited_found": "打火机", "to_step": "manager"}
    status, refused = call("guard")("POST", f"{entry}/enter", told)
    assert status == 422
    assert list(refused["errors"]) == ["escort_confirmed", "prohibited_found", "items_at_entry", "to_step"]
    status, refused = call("applicant")("POST", f"{entry}/enter", told)
    assert "escort_confirmed" not in refused["errors"], "of what is not his to do he learns no more"


def test_a_stale_page_and_a_changed_content_are_told(call, entry):
    status, refused = call("manager")("POST", f"{entry}/approve", {"version": 1})
    assert status == 409
    assert "刷新" in refused["detail"]
    status, refused = call("manager")("POST", f"{entry}/approve", {"digest": "0" * 64})
    assert status == 409
    assert call("manager")("POST", f"{entry}/approve", None, If_Match='"2"')[0] == 200


@pytest.mark.parametrize("verb", ["nonsense", "delete", "passed", "SUBMIT"])
def test_unknown_verbs_are_not_found(call, entry, verb):
    assert call("manager")("POST", f"{entry}/{verb}")[0] == 404


def test_a_register_without_a_process_has_no_verbs(call, bureau):
    assert call("manager")("POST", f"/zone/{bureau.zone}/approve")[0] == 404
    assert call("manager")("GET", f"/zone/{bureau.zone}/moves")[1]["moves"] == []
    assert call("manager")("GET", f"/zone/{bureau.zone}/history")[1]["items"] == []
    assert (
        call("manager")("POST", "/zone", {"machine_room": bureau.room, "name": "二区", "submit": True})[0]
        == 422
    )


def test_the_lists_of_a_person(call, entry):
    todo = call("manager")("GET", "/inbox/todo")[1]
    assert todo["title"] == "待办"
    assert todo["count"] == 1
    assert todo["items"][0]["url"] == f"/api/v1{entry}"
    assert todo["items"][0]["due_at"]
    assert call("applicant")("GET", "/inbox/mine")[1]["items"][0]["state_label"] == "审批中"
    for key in ("toread", "done", "read", "drafts", "followed"):
        assert call("applicant")("GET", f"/inbox/{key}")[0] == 200
    for query in ("size=0", "page=0", "page=999", "x=1"):
        assert call("applicant")("GET", f"/inbox/todo?{query}")[0] == 422
    assert call("applicant")("GET", "/inbox/nonsense")[0] == 404
