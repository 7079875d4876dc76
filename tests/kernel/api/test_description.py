"""The API is what its own description says: generated requests, right and wrong, never end in an error of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

schemathesis = pytest.importorskip("schemathesis")

PATHS = r"^/(me|search|inbox|zone|visitor_entry)(/|$)"
EXAMPLES = 4


@contextmanager
def one_connection() -> Iterator[None]:
    """The end of a request must not close the connection that holds the test's transaction (Django's client does the same)."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def checks() -> list[Any]:
    from schemathesis import checks as known
    from schemathesis.specs.openapi import checks as described

    return [
        known.not_a_server_error,
        described.content_type_conformance,
        described.status_code_conformance,
        described.response_schema_conformance,
        described.response_headers_conformance,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_generated_requests_are_answered_as_described(call: Any, bureau: Any, mode: Any) -> None:
    entry = call("applicant")("POST", "/visitor_entry", bureau.entry(submit=True))[1]["id"]
    known = {"visitor_entry": entry, "zone": bureau.zone}
    token = {"Authorization": f"Bearer {bureau.tokens['manager']}"}
    with one_connection():
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), headers=token)
        for found in schema.include(path_regex=PATHS).get_all_operations():
            operation = found.ok()
            try_out(operation, mode, known.get(operation.path.split("/")[1]), token)


def try_out(operation: Any, mode: Any, record_id: int | None, token: dict[str, str]) -> None:
    """A few requests to one operation; those to a record go to one that exists, every second time."""
    turn = iter(range(10_000))

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def request(case: Any) -> None:
        if record_id and "record_id" in (case.path_parameters or {}) and next(turn) % 2:
            case.path_parameters["record_id"] = record_id
        response = case.call(headers=token)
        case.validate_response(response, checks=checks())

    request()
