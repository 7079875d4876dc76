"""The three pages for machines."""

from __future__ import annotations

from typing import Any as Settings

import pytest
from django.test import Client

from govops.kernel.web import health


def test_alive_asks_nothing_of_the_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_not_ready_without_a_worker_and_why(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {
        "database": "ok",
        "migrations": "ok",
        "jobs": "后台作业进程两分钟内没有响应",
    }


@pytest.mark.django_db
def test_ready_with_a_worker(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "worker_is_alive", lambda: True)
    assert client.get("/readyz").json()["ready"] is True


@pytest.mark.django_db
def test_figures_are_for_this_machine_or_the_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "long-and-random"
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    assert 'govops_requests_total{method="GET",route="healthz",status="2xx"}' in text
    assert "govops_database_up 1.0" in text
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 403
    assert client.get("/metrics", headers={"x-forwarded-for": "10.1.2.3"}).status_code == 403
    assert client.get("/metrics?token=wrong", REMOTE_ADDR="10.1.2.3").status_code == 403
    assert client.get("/metrics?token=long-and-random", REMOTE_ADDR="10.1.2.3").status_code == 200


def test_pages_come_with_a_strict_policy(client: Client) -> None:
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert "style-src 'self';" in policy + ";"
    assert "unsafe" not in policy
