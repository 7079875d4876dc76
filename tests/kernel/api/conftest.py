from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from govops.kernel import moment
from tests.kernel.api import bureau as building
from tests.stages import Stage, Stages

#: a working Monday, so that nobody stands at the machine room's door at night
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def _build() -> bytes:
    with moment.at(MONDAY):
        return pickle.dumps(building.build())


BUREAU = Stage("bureau", build=_build)


@pytest.fixture
def bureau(db: None, stage: Stage | None, stages: Stages) -> Iterator[building.Bureau]:
    """The bureau of the API's tests, on that Monday."""
    with moment.at(MONDAY):
        yield pickle.loads(stages.told_by(BUREAU)) if stage is BUREAU else building.build()


class Caller:
    """A program with a token; answers are (status, JSON)."""

    def __init__(self, token: str | None) -> None:
        self.client = Client(raise_request_exception=True)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def raw(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        content_type: str = "application/json",
        **headers: str,
    ) -> Any:
        data = body if isinstance(body, bytes | str) else json.dumps(body) if body is not None else ""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method, f"/api/v1{path}", data, content_type=content_type, headers=self.headers | named
        )

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        response = self.raw(method, path, body, **headers)
        wanted = "application/problem+json" if response.status_code >= 400 else "application/json"
        assert response["Content-Type"] == wanted, response.content
        found = json.loads(response.content)
        if response.status_code >= 400:
            assert found["status"] == response.status_code
            assert found["detail"].endswith(("。", "？", "）")), found
        return response.status_code, found


@pytest.fixture
def call(bureau: building.Bureau) -> Callable[[str | None], Caller]:
    """A caller by the name of a person, or without a token."""
    return lambda who: Caller(bureau.tokens[who] if who else None)
