"""Webhooks: signed, only to allowed hosts, logged, tried again; their secret is shown once and stored nowhere."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.messages import sending, signing, webhooks
from govops.kernel.messages.models import WebhookDelivery, WebhookTarget


class Listener(HTTPServer):
    """A program that hears of messages."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        super().__init__(("127.0.0.1", 0), Answering)


class Answering(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Silent."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def target(listener: Listener, actor: Callable[..., Any], setting: Callable[..., None]) -> WebhookTarget:
    setting(webhook_enabled=True, webhook_allowed_hosts=["127.0.0.1"])
    return save(actor("system_admin"), f"http://127.0.0.1:{listener.server_port}/hook?from=govops")


def save(admin: Any, url: str, **more: Any) -> WebhookTarget:
    values = {"name": "即时通讯", "algorithm": "sm3", "wanted": [], "is_active": True} | more
    return webhooks.save(actor=admin, url=url, **values)[0]  # type: ignore[arg-type]


@pytest.mark.parametrize("algorithm", signing.ALGORITHMS)
def test_a_message_arrives_signed(
    listener: Listener, target: WebhookTarget, cast: Any, algorithm: str
) -> None:
    WebhookTarget.objects.update(algorithm=algorithm)
    sending.send([cast.people["end_user"].pk], title="已批准", kind="decided")
    assert listener.heard == [], "an action only queues"
    assert webhooks.deliver() == (1, 0)
    headers, body = listener.heard[0]
    secret = webhooks.secret_of(target)
    given, timestamp = headers["X-Govops-Signature"], headers["X-Govops-Timestamp"]
    assert given.startswith(f"{algorithm}=")
    assert signing.is_right(given, secret=secret, timestamp=timestamp, body=body)
    assert not signing.is_right(given, secret=secret, timestamp=timestamp, body=body + b" ")
    told = json.loads(body)
    assert (told["title"], told["kind"], told["record"]) == ("已批准", "decided", None)
    assert told["person"]["name"] == cast.people["end_user"].name
    row = WebhookDelivery.objects.get()
    assert (row.state, row.answer, row.attempts) == ("sent", 200, 1)


def test_sm3_is_the_standards_hmac() -> None:
    """Against an HMAC built by hand from the bare SM3."""
    from gmssl_pyx import sm3_hash

    key, text = b"k" * 20, b"1.body"
    inner = sm3_hash(bytes(b ^ 0x36 for b in key.ljust(64, b"\0")) + text)
    outer = sm3_hash(bytes(b ^ 0x5C for b in key.ljust(64, b"\0")) + inner)
    assert signing.signature("sm3", key.decode(), "1", b"body") == f"sm3={outer.hex()}"


def test_only_the_kinds_that_it_wants(target: WebhookTarget, cast: Any) -> None:
    WebhookTarget.objects.update(kinds=["urged"])
    sending.send([cast.people["end_user"].pk], title="已批准", kind="decided")
    assert not WebhookDelivery.objects.exists()
    sending.send([cast.people["end_user"].pk], title="催", kind="urged")
    assert WebhookDelivery.objects.count() == 1


def test_errors_and_redirects_are_tried_again_later_and_gone_is_gone(
    listener: Listener, target: WebhookTarget, cast: Any
) -> None:
    sending.send([cast.people["end_user"].pk], title="已批准")
    listener.status = 302
    assert webhooks.deliver() == (0, 1)
    row = WebhookDelivery.objects.get()
    assert (row.state, row.error, len(listener.heard)) == ("waiting", "对方答复 302", 1)
    assert webhooks.deliver() == (0, 0)
    listener.status = 410
    with moment.at(row.next_at):
        assert webhooks.deliver() == (0, 1)
    row.refresh_from_db()
    assert row.state == "given_up"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://intranet.example/hook", "主机 intranet.example 不在“允许推送的主机”中"),
        ("http://127.0.0.1.evil.example/", "不在“允许推送的主机”中"),
        ("http://127.0.0.1@evil.example/", "应为 http:// 或 https:// 开头"),
        ("file:///etc/passwd", "应为 http:// 或 https:// 开头"),
        ("http://[::1", "应为 http:// 或 https:// 开头"),
        ("http://127.0.0.1:port/", "应为 http:// 或 https:// 开头"),
    ],
)
def test_nothing_goes_to_a_host_that_is_not_allowed(
    target: WebhookTarget, actor: Callable[..., Any], url: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        save(actor("system_admin"), url, name="另一个")
    assert sentence in refused.value.sentence


def test_a_host_that_is_no_longer_allowed_is_not_called(
    listener: Listener, target: WebhookTarget, cast: Any, setting: Callable[..., None]
) -> None:
    sending.send([cast.people["end_user"].pk], title="已批准")
    setting(webhook_allowed_hosts=["other.example"])
    assert webhooks.deliver() == (0, 1)
    assert listener.heard == []
    assert "不在“允许推送的主机”中" in WebhookDelivery.objects.get().error


def test_the_secret_is_shown_once_and_stored_nowhere(
    listener: Listener, client_of: Callable[[str], Client], setting: Callable[..., None]
) -> None:
    setting(webhook_allowed_hosts=["127.0.0.1"])
    client = client_of("system_admin")
    url = f"http://127.0.0.1:{listener.server_port}/"
    answer = client.post(
        "/admin/channels/", {"do": "add", "name": "通讯", "url": url, "algorithm": "sm3", "is_active": "on"}
    )
    row = WebhookTarget.objects.get()
    secret = webhooks.secret_of(row)
    assert secret in answer.content.decode()
    assert secret not in client.get(f"/admin/channels/{row.pk}/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM notices_webhooktarget t")
        assert secret not in cursor.fetchone()[0]
    renewed = client.post(f"/admin/channels/{row.pk}/", {"do": "renew"}).content.decode()
    row.refresh_from_db()
    assert webhooks.secret_of(row) != secret
    assert webhooks.secret_of(row) in renewed


def test_the_test_button_says_how_it_went(
    listener: Listener, target: WebhookTarget, client_of: Callable[[str], Client]
) -> None:
    client = client_of("system_admin")
    answer = client.post(f"/admin/channels/{target.pk}/", {"do": "test"}, follow=True)
    assert "测试推送成功，对方答复 200" in answer.content.decode()
    assert json.loads(listener.heard[0][1])["kind"] == "test"
    listener.status = 500
    answer = client.post(f"/admin/channels/{target.pk}/", {"do": "test"})
    assert (answer.status_code, "测试推送没有成功：对方答复 500" in answer.content.decode()) == (422, True)
    assert WebhookDelivery.objects.latest("id").state == "given_up"
    assert client.post(f"/admin/channels/{target.pk}/", {"do": "remove"}).status_code == 302
    assert not WebhookTarget.objects.exists()


def test_only_the_system_administrator_sets_it_up(actor: Callable[..., Any], client_of: Any) -> None:
    for username in ("end_user", "security_admin"):
        with pytest.raises(Refused, match="只有系统管理员"):
            save(actor(username), "http://127.0.0.1/")
        assert client_of(username).get("/admin/channels/").status_code == 403
