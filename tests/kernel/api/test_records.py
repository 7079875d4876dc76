"""List, read, create and change through the API: the same rules and sentences as the pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.kernel import moment
from govops.kernel.access.models import ApiToken
from govops.kernel.audit.models import AuditEntry
from govops.kernel.processes.models import ProcessRun, WorkItem
from govops.kernel.registers import site

pytestmark = pytest.mark.django_db


def model() -> Any:
    return site.get("visitor_entry").model


def test_a_record_comes_into_being_with_process_item_trail_and_search(call, bureau):
    status, made = call("applicant")("POST", "/visitor_entry", bureau.entry())
    assert status == 201
    assert made["state"] == "draft"
    assert made["state_label"] == "草稿"
    assert made["machine_room"] == {"id": bureau.room, "name": "主机房"}
    assert made["zones"][0]["id"] == bureau.zone
    assert made["category_label"] == "维护"
    assert made["planned_from"].endswith("T14:00:00+08:00")
    run = ProcessRun.objects.get(register="visitor_entry", record_id=made["id"])
    assert WorkItem.objects.filter(run=run, kind="draft", person=bureau.people["applicant"]).count() == 1
    assert (
        AuditEntry.objects.filter(
            register="visitor_entry", record_id=made["id"], operation="create", channel="api"
        ).count()
        == 1
    )
    assert call("applicant")("GET", "/search?q=空调")[1]["items"][0]["id"] == made["id"]


def test_what_is_read_can_be_written_back_unchanged(call, bureau):
    made = call("applicant")("POST", "/visitor_entry", bureau.entry())[1]
    register = site.get("visitor_entry")
    body = {name: made[name] for name in (*register.fields, "secrecy_level", "known_to", "applicant")}
    status, again = call("applicant")(
        "PATCH", f"/visitor_entry/{made['id']}", body | {"version": made["version"]}
    )
    assert status == 200
    assert again == made | {"updated_at": again["updated_at"], "version": again["version"]}


def test_the_location_and_the_etag_lead_to_the_record(call, bureau):
    response = call("applicant").raw("POST", "/visitor_entry", bureau.entry())
    assert response["Location"] == f"/api/v1/visitor_entry/{response.json()['id']}"
    read = call("applicant").raw("GET", response["Location"].removeprefix("/api/v1"))
    assert read["ETag"] == response["ETag"] == '"1"'
    assert read.json() == response.json()
    assert read["Cache-Control"] == "no-store"


def test_a_change_needs_the_version_that_was_read(call, bureau):
    made = call("applicant")("POST", "/visitor_entry", bureau.entry())[1]
    path = f"/visitor_entry/{made['id']}"
    status, refused = call("applicant")("PATCH", path, {"purpose": "换滤网"})
    assert status == 428
    assert "version" in refused["detail"]
    assert call("applicant")("PATCH", path, {"purpose": "换滤网"}, If_Match='"1"')[1]["purpose"] == "换滤网"
    status, refused = call("applicant")("PATCH", path, {"purpose": "再改", "version": 1})
    assert status == 409
    assert "已被别人修改" in refused["detail"]
    assert call("applicant")("PATCH", path, {"version": 2}, If_Match='"1"')[0] == 422
    assert call("applicant")("PATCH", path, {"purpose": "再改"}, If_Match="*")[0] == 422


def test_a_submitted_record_cannot_be_edited(call, bureau):
    made = call("applicant")("POST", "/visitor_entry", bureau.entry(submit=True))[1]
    assert made["state"] == "approving"
    status, refused = call("applicant")(
        "PATCH", f"/visitor_entry/{made['id']}", {"purpose": "x", "version": made["version"]}
    )
    assert status == 409
    assert "取回" in refused["detail"]


def test_create_and_submit_are_one(call, bureau):
    before = model().objects.count()
    status, refused = call("applicant")("POST", "/visitor_entry", bureau.entry(submit=True, pledged=False))
    assert status in {409, 422}
    assert "承诺" in refused["detail"]
    assert model().objects.count() == before


def test_boxes_that_are_left_out_have_their_default(call, bureau):
    status, made = call("manager")(
        "POST",
        "/machine_room",
        {"code": "B9", "name": "备用", "location": "一楼", "manager": bureau.people["manager"].pk},
    )
    assert status == 201
    assert made["is_active"] is True


def test_references_by_number_name_or_object(call, bureau):
    person = bureau.people["escort"]
    for reference in (person.pk, person.employee_no, person.name, {"id": person.pk}):
        status, made = call("applicant")(
            "POST", "/visitor_entry", bureau.entry(escort=reference, machine_room="主机房")
        )
        assert status == 201, made
        assert made["escort"] == {"id": person.pk, "name": person.name}


@pytest.mark.parametrize(
    "field",
    ["state", "number", "version_", "is_restricted", "created_by", "unit", "nonsense", "id", "search_vector"],
)
def test_fields_that_are_not_the_forms_are_refused(call, bureau, field):
    status, refused = call("applicant")("POST", "/visitor_entry", bureau.entry(**{field: "approved"}))
    assert status == 422
    assert field in refused["errors"]
    assert not model().objects.exists()


WRONG = {
    "visitor_unit": ["长" * 101, {"a": 1}, ["x"], 5, True, "a\x07b", "a\x00b"],
    "visitor_kind": ["martian", {"x": 1}, [], True],
    "machine_room": [10**30, -1, 0, "没有这个机房", [1], {"name": 1}, True, "²"],
    "zones": ["核心", [10**25], [{}], [None], {"a": 1}, [[1]], [True]],
    "planned_from": ["昨天", 5, "9999-12-31T23:59", "0001-01-01T00:00", "2026-13-45T99:00", None, {}],
    "companions": [
        "x",
        [5],
        [{"name": {"a": 1}}],
        [{"foreign": 1}],
        [{"name": "李", "kind": "nobody", "identity_number": "1"}],
        {"a": 1},
    ],
    "carried_items": [
        [{"name": "表", "quantity": "²"}],
        [{"name": "a\x01", "quantity": 1}],
        [{"name": "表", "quantity": "多"}],
        [{}] * 2 + [5],
    ],
    "prohibited_items": ["liquid", ["dragon"], [5], {"a": 1}],
    "wants_photography": ["maybe", 5, None, []],
    "secrecy_level": [9, "x", 10**40, {}],
    "secrecy_years": [-1, 10**9, 1.5, "x", 10**40],
    "purpose": ["长" * 501, "", None, "拍照留念"],
}


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in WRONG.items() for value in values]
)
def test_wrong_values_are_refused_with_a_sentence_at_the_field(call, bureau, field, value):
    status, refused = call("applicant")("POST", "/visitor_entry", bureau.entry(**{field: value}))
    assert status == 422, refused
    assert refused["errors"], refused
    assert not model().objects.exists()


def test_all_wrong_fields_are_told_at_once(call, bureau):
    status, refused = call("applicant")(
        "POST", "/visitor_entry", bureau.entry(visitor_unit="", purpose="", category="x")
    )
    assert status == 422
    assert {"visitor_unit", "purpose", "category"} <= set(refused["errors"])


def test_wrong_types_do_not_hide_what_else_is_wrong(call, bureau):
    told = bureau.entry(visitor_name=7, planned_to=f"{moment.today()}T13:00", category="party", colour="red")
    status, refused = call("applicant")("POST", "/visitor_entry", told)
    assert status == 422
    assert set(refused["errors"]) == {"visitor_name", "planned_to", "category", "colour"}
    made = call("applicant")("POST", "/visitor_entry", bureau.entry())[1]
    changes = {"visitor_name": 7, "planned_to": f"{moment.today()}T13:00", "version": made["version"]}
    status, refused = call("applicant")("PATCH", f"/visitor_entry/{made['id']}", changes)
    assert (status, set(refused["errors"])) == (422, {"visitor_name", "planned_to"})


def test_what_a_submission_lacks_is_told_with_the_rest(call, bureau):
    told = bureau.entry(submit=True, pledged=False, visitor_name="")
    status, refused = call("applicant")("POST", "/visitor_entry", told)
    assert (status, set(refused["errors"])) == (422, {"visitor_name", "pledged"})


def test_a_stranger_finds_nothing(call, bureau):
    made = call("applicant")("POST", "/visitor_entry", bureau.entry())[1]
    stranger = call("stranger")
    for method, path, body in (
        ("GET", "", None), ("GET", "/history", None), ("GET", "/moves", None), ("PATCH", "", {"version": 1, "purpose": "x"}),
        ("POST", "/submit", {}), ("POST", "/circulate", {"people": [1]}), ("POST", "/urge", {}),
    ):  # fmt: skip
        status, refused = stranger(method, f"/visitor_entry/{made['id']}{path}", body)
        assert status == 404, (path, refused)
    assert stranger("GET", "/visitor_entry")[1]["items"] == []
    assert stranger("GET", "/visitor_entry")[1]["count"] == 0
    assert stranger("GET", "/search?q=空调")[1]["items"] == []


def test_who_may_not_write_is_refused(call, bureau):
    status, refused = call("guard")("POST", "/machine_room", {"code": "X"})
    assert status == 403
    assert "权限" in refused["detail"]
    assert refused["rule"] == "R-USR-05"


def test_lists_filter_sort_and_turn_pages(call, bureau):
    ids = [
        call("applicant")("POST", "/visitor_entry", bureau.entry(purpose=f"巡检 {i}"))[1]["id"]
        for i in range(5)
    ]
    seen, after = [], ""
    for _ in range(3):
        page = call("applicant")("GET", f"/visitor_entry?size=2&sort=-planned_from&after={after}")[1]
        seen += [row["id"] for row in page["items"]]
        after = page["next"]
    assert seen == ids[::-1]
    assert after == ""
    assert page["count"] == 5
    back = call("applicant")("GET", f"/visitor_entry?size=2&sort=-planned_from&before={page['previous']}")[1]
    assert [row["id"] for row in back["items"]] == ids[::-1][2:4]
    assert call("applicant")("GET", "/visitor_entry?state=approving")[1]["items"] == []
    assert len(call("applicant")("GET", "/visitor_entry?state=approving&state=draft")[1]["items"]) == 5


@pytest.mark.parametrize(
    "query",
    [
        "size=0", "size=201", "size=x", "size=-1", "sort=purpose", "sort=nonsense", "nonsense=1", "machine_room=x", f"machine_room={10**30}",
        "machine_room=²", "from=x", "to=9999-12-31", "from=0001-01-01", "after=x", "after=W251bGwsIDFd", "after=WzEsIDEwMDAwMDAwMDAwMDAwMDAwMDAwMF0",
        "after=" + "W" * 3000, "state=%00", "q=%00", "before=bnVsbA", "sort=planned_from&after=WyJ4IiwgMV0", "sort=planned_from&after=W251bGwsIDFd",
        "sort=planned_from&after=W3t9LCAxXQ",
    ],
)  # fmt: skip
def test_wrong_queries_are_refused(call, bureau, query):
    status, refused = call("applicant")("GET", f"/visitor_entry?{query}")
    assert status == 422, refused


def test_the_number_of_queries_does_not_grow_with_the_rows(call, bureau):
    caller = call("manager")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert caller("GET", "/visitor_entry?size=200")[0] == 200
        return len(queries)

    call("applicant")("POST", "/visitor_entry", bureau.entry())
    few = cost()
    for _ in range(12):
        call("applicant")(
            "POST",
            "/visitor_entry",
            bureau.entry(companions=[{"name": "李", "kind": "mainland", "identity_number": "1"}]),
        )
    assert cost() == few <= 8


def test_sensitive_rows_in_a_list_leave_a_trace(call, bureau):
    made = call("applicant")("POST", "/visitor_entry", bureau.entry(known_to=[bureau.people["manager"].pk]))[
        1
    ]
    assert made["known_to"] == [{"id": bureau.people["manager"].pk, "name": "周敏"}]
    assert made["is_restricted"] is True
    before = AuditEntry.objects.filter(operation="read").count()
    assert call("security")("GET", "/visitor_entry")[1]["items"] == []
    assert len(call("manager")("GET", "/visitor_entry")[1]["items"]) == 1
    assert AuditEntry.objects.filter(operation="read").count() == before + 1


def test_a_record_above_the_systems_level_is_refused(call, bureau):
    status, refused = call("applicant")(
        "POST",
        "/visitor_entry",
        bureau.entry(secrecy_level=3, secrecy_years=5, known_to=[bureau.people["manager"].pk]),
    )
    assert status == 422
    assert refused["rule"] == "R-SCR-03"


@pytest.mark.parametrize("token", ["", "x", "govops_" + "a" * 43, "é", "x" * 5000, "a b"])
def test_a_wrong_token_opens_nothing(bureau, token):
    from tests.kernel.api.conftest import Caller

    response = Caller(token or None).raw("GET", "/visitor_entry")
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert response.json()["detail"].endswith(("。", "）"))


def test_expired_revoked_and_stopped(call, bureau):
    person = bureau.people["applicant"]
    tokens = ApiToken.objects.filter(account=person.account)
    for change, words in (
        ({"expires_at": moment.now() - timedelta(seconds=1)}, "过期"),
        ({"revoked_at": moment.now()}, "吊销"),
    ):
        tokens.update(**change)
        status, refused = call("applicant")("GET", "/me")
        assert status == 401
        assert words in refused["detail"]
    tokens.update(expires_at=moment.now() + timedelta(days=1), revoked_at=None)
    assert call("applicant")("GET", "/me")[0] == 200
    type(person.account).objects.filter(pk=person.account.pk).update(is_active=False)
    assert call("applicant")("GET", "/me")[0] == 401


def test_a_session_is_no_token(client, bureau):
    client.force_login(bureau.people["applicant"].account)
    assert client.get("/api/v1/visitor_entry").status_code == 401
    assert client.get("/api/v1/openapi.json").status_code == 200
    client.logout()
    assert client.get("/api/v1/openapi.json").status_code == 401


def test_scopes_narrow_what_a_token_may(call, bureau):
    account = bureau.people["applicant"].account
    made = call("applicant")("POST", "/visitor_entry", bureau.entry())[1]
    path = f"/visitor_entry/{made['id']}"
    ApiToken.objects.filter(account=account).update(scopes=["visitor_entry:read"])
    assert call("applicant")("GET", path)[0] == 200
    for method, address, body in (
        ("POST", "/visitor_entry", bureau.entry()),
        ("PATCH", path, {"version": 1}),
        ("POST", f"{path}/submit", {}),
    ):
        status, refused = call("applicant")(method, address, body)
        assert status == 403
        assert "令牌的范围" in refused["detail"]
    assert len(call("applicant")("GET", "/inbox/drafts")[1]["items"]) == 1
    ApiToken.objects.filter(account=account).update(scopes=["zone:read"])
    assert call("applicant")("GET", path)[0] == 403
    assert call("applicant")("GET", "/inbox/drafts")[1]["items"] == []
    assert call("applicant")("GET", "/search?q=空调")[1]["items"] == []
    assert [row["code"] for row in call("applicant")("GET", "/me")[1]["registers"]] == ["zone"]


@pytest.mark.rule("R-USR-04")
def test_administrators_work_through_pages_only(call, bureau):
    status, refused = call("admin")("GET", "/me")
    assert status == 403
    assert refused["rule"] == "R-USR-04"
