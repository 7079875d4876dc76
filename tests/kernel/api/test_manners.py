"""What the API answers to nonsense, to a repeated request, and how it describes itself."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from govops.kernel import moment
from govops.kernel.api.jobs import forget_old_keys
from govops.kernel.api.models import IdempotencyKey
from govops.kernel.audit.models import AuditEntry
from govops.kernel.registers import site
from tests.kernel.api import bureau as building
from tests.kernel.api.conftest import Caller

pytestmark = pytest.mark.django_db


def model() -> Any:
    return site.get("visitor_entry").model


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422), (b"{", 400), (b"[]", 400), (b"null", 400), (b"5", 400), (b'"x"', 400), (b"\xff\xfe", 400), (b'{"a": NaN}', 400),
        (b'{"a": Infinity}', 400), (b'{"purpose": 1e999}', 422), (b"[" * 100_000, 400), (b'{"a":' * 900 + b"1" + b"}" * 900, 400),
        (b'{"purpose": "\\ud800"}', 422), (b'{"\\u0000": 1}', 422), (b'{"purpose": "\\u0000"}', 422), (b'{"a": ' + b"9" * 5000 + b"}", 400),
        (b'{"state": "approved"}', 422), (b"{}", 422), (b'{"submit": "yes"}', 422),
    ],
)  # fmt: skip
def test_broken_bodies_end_in_a_sentence(call, body, status):
    response = call("applicant").raw("POST", "/visitor_entry", body)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"].endswith(("。", "}。"))


def test_a_request_with_a_token_has_no_session_and_is_answered_with_the_same_manners(call):
    with_token = call("applicant").raw("GET", "/me", b"")
    assert with_token.status_code == 200
    assert not with_token.cookies
    without = call("applicant").raw("GET", "/nowhere-at-all", b"")
    for response in (with_token, without):
        assert response["X-Frame-Options"] == "DENY"
        assert len(response["X-Request-Id"]) == 16
        assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_other_types_are_not_taken(call, bureau, content_type):
    response = call("applicant").raw(
        "POST", "/visitor_entry", json.dumps(bureau.entry()), content_type=content_type
    )
    assert response.status_code == 415
    assert not model().objects.exists()


def test_a_big_body_is_not_read(call):
    for method, path in (
        ("POST", "/visitor_entry"),
        ("PATCH", "/visitor_entry/1"),
        ("POST", "/visitor_entry/1/approve"),
        ("POST", "/nowhere/at/all"),
    ):
        response = call("applicant").raw(method, path, b'{"purpose": "' + b"x" * 1_000_001 + b'"}')
        assert response.status_code == 413
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nonsense", 404), ("GET", "/nonsense/1", 404), ("GET", "/a/b/c/d", 404), ("GET", "/", 404),
        ("GET", "/visitor_entry/", 404), ("GET", "/visitor_entry/abc", 404), ("GET", "/visitor_entry/-1", 404), ("GET", "/visitor_entry/0", 404),
        ("GET", f"/visitor_entry/{10**30}", 404), ("GET", "/visitor_entry/" + "9" * 4999, 404), ("GET", "/visitor_entry/%00", 404),
        ("GET", "/visitor%00entry", 404), ("GET", "/docs", 404), ("DELETE", "/visitor_entry/1", 405), ("PUT", "/visitor_entry/1", 405),
        ("DELETE", "/visitor_entry", 405), ("POST", "/me", 405), ("POST", "/openapi.json", 405), ("GET", "/visitor_entry/1/approve", 405),
        ("POST", "/visitor_entry/1/history", 405), ("TRACE", "/me", 405), ("NONSENSE", "/me", 405), ("OPTIONS", "/me", 405),
        ("POST", f"/visitor_entry/{10**30}/approve", 404), ("PATCH", f"/visitor_entry/{10**30}", 428), ("GET", "/search", 422),
        ("GET", "/search?q=%20", 422), ("GET", "/search?q=x&limit=0", 422), ("GET", "/search?q=x&limit=201", 422), ("GET", "/search?q=x&y=1", 422),
    ],
)  # fmt: skip
def test_wrong_addresses_and_methods(call, method, path, status):
    assert call("applicant")(method, path)[0] == status


def test_head_is_get_without_a_body(call):
    response = call("applicant").raw("HEAD", "/me")
    assert response.status_code == 200
    assert response.content == b""


def test_a_question_of_signs_or_nul_finds_nothing(call):
    for text in ("★", "%00", "a%00b", "%27%3B--", "x" * 5000):
        assert call("applicant")("GET", f"/search?q={text}")[1] == {"items": []}


def test_the_same_key_is_done_once(call, bureau):
    first = call("applicant").raw("POST", "/visitor_entry", bureau.entry(), Idempotency_Key="k-1")
    again = call("applicant").raw("POST", "/visitor_entry", bureau.entry(), Idempotency_Key="k-1")
    assert (first.status_code, first.content) == (again.status_code, again.content) == (201, first.content)
    assert first["Location"] == again["Location"]
    assert again["Idempotent-Replayed"] == "true"
    assert model().objects.count() == 1
    status, refused = call("applicant")(
        "POST", "/visitor_entry", bureau.entry(purpose="别的"), Idempotency_Key="k-1"
    )
    assert status == 409
    assert "另一个请求" in refused["detail"]
    assert model().objects.count() == 1
    assert call("manager")("POST", "/visitor_entry", bureau.entry(), Idempotency_Key="k-1")[0] == 201, (
        "keys belong to an account"
    )


def test_a_refusal_keeps_no_key_but_its_trace(call, bureau):
    wrong = bureau.entry(purpose="拍照")
    before = AuditEntry.objects.filter(operation="refuse").count()
    for _ in range(2):
        assert call("applicant")("POST", "/visitor_entry", wrong, Idempotency_Key="k-2")[0] == 422
    assert AuditEntry.objects.filter(operation="refuse").count() == before + 2
    assert not IdempotencyKey.objects.exists()
    assert call("applicant")("POST", "/visitor_entry", bureau.entry(), Idempotency_Key="k-2")[0] == 201


def test_moves_take_keys_too(call, bureau):
    path = f"/visitor_entry/{call('applicant')('POST', '/visitor_entry', bureau.entry(submit=True))[1]['id']}/approve"
    assert call("manager")("POST", path, {"opinion": "同意"}, Idempotency_Key="m")[0] == 200
    assert call("manager")("POST", path, {"opinion": "同意"}, Idempotency_Key="m")[0] == 200
    assert call("manager")("POST", path, {"opinion": "同意"})[0] in {403, 409}


@pytest.mark.parametrize("key", ["x" * 201, "键", "a\tb"])
def test_a_key_that_is_none(call, bureau, key):
    assert call("applicant")("POST", "/visitor_entry", bureau.entry(), Idempotency_Key=key)[0] == 422


def test_old_keys_are_forgotten(call, bureau):
    for key, age in (("old", 8), ("new", 6)):
        call("applicant")("POST", "/visitor_entry", bureau.entry(), Idempotency_Key=key)
        IdempotencyKey.objects.filter(key=key).update(created_at=moment.now() - timedelta(days=age))
    assert "1" in forget_old_keys()
    assert [row.key for row in IdempotencyKey.objects.all()] == ["new"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_get_one_record_and_one_answer():
    bureau = building.build()
    body, answers = bureau.entry(), []
    ready = threading.Barrier(4)

    def send() -> None:
        try:
            ready.wait(10)
            response = Caller(bureau.tokens["applicant"]).raw(
                "POST", "/visitor_entry", body, Idempotency_Key="race"
            )
            answers.append((response.status_code, response.content))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert answers[0][0] == 201
    assert model().objects.count() == 1


def test_the_description_covers_every_register_and_verb(client, bureau):
    client.force_login(bureau.people["applicant"].account)
    found = client.get("/api/v1/openapi.json").json()
    for register in site.all_registers():
        assert f"/{register.code}" in found["paths"]
        if register.process:
            for verb, move in register.process.moves.items():
                body = found["paths"][f"/{register.code}/{{record_id}}/{verb}"]["post"]["requestBody"][
                    "content"
                ]["application/json"]["schema"]
                assert set(move.asks) <= set(body["properties"])
                assert body["required"] == list(move.requires)
    operations = [operation["operationId"] for path in found["paths"].values() for operation in path.values()]
    assert len(operations) == len(set(operations))
    create = found["paths"]["/visitor_entry"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert create["properties"]["visitor_unit"]["title"] == "来访单位"
    assert create["properties"]["visitor_unit"]["maxLength"] == 100
    assert "visitor_unit" in create["required"]
    assert "escort" not in create["required"]
    assert "state" not in create["properties"]
