"""Webhooks as a channel: signed, retried, logged, and only to hosts that the security administrator allows."""

from __future__ import annotations

import http.client
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.db import transaction

from govops.kernel import moment, parameters
from govops.kernel.access import rights
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SYSTEM_ADMIN
from govops.kernel.audit import trail
from govops.kernel.messages import kinds, retrying, signing, summary
from govops.kernel.messages.models import Message, WebhookDelivery, WebhookTarget

PURPOSE = "webhook"
_GONE = 410


def secret_of(target: WebhookTarget) -> str:
    return signing.secret_of(PURPOSE, target.nonce)


def queue(messages: list[Message]) -> None:
    """One delivery for each message and each target that wants its kind."""
    if not messages or not parameters.value("webhook.enabled"):
        return
    targets = list(WebhookTarget.objects.filter(is_active=True))
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(target=target, message=message)
        for target in targets
        for message in messages
        if not target.kinds or message.kind in target.kinds
    )


def deliver() -> tuple[int, int]:
    """Send what is due; (delivered, failed)."""
    sent = failed = 0
    for row in retrying.due(WebhookDelivery):
        if attempt(row):
            sent += 1
        else:
            failed += 1
    return sent, failed


def attempt(row: WebhookDelivery) -> bool:
    """Try one delivery now; the row says how it went."""
    started = time.monotonic()
    row.answer, error = None, ""
    try:
        row.answer = _post(row.target, row.pk, _payload(row))
    except Refused as refused:
        error = refused.sentence
    except (OSError, http.client.HTTPException) as failure:
        error = f"连不上 {urlsplit(row.target.url).netloc}（{failure}）"
    row.took_ms = int((time.monotonic() - started) * 1000)
    if row.answer is not None and 200 <= row.answer < 300:
        retrying.succeeded(row)
        return True
    retrying.failed(row, error or f"对方答复 {row.answer}", for_good=row.answer == _GONE)
    return False


def _payload(row: WebhookDelivery) -> bytes:
    message = row.message
    if message is None:
        return orjson.dumps({"kind": "test", "title": "测试推送", "text": "收到即说明推送设置正确。"})
    told = summary.of(message)
    body: dict[str, Any] = {
        "id": message.pk, "kind": message.kind, "title": told.title, "text": told.text, "at": message.at.isoformat(),
        "person": {"employee_no": message.person.employee_no, "name": message.person.name},
        "record": {"register": message.register, "id": message.record_id, "number": told.number, "url": told.url}
        if message.record_id else None,
    }  # fmt: skip
    return orjson.dumps(body)


def _post(target: WebhookTarget, delivery: int, body: bytes) -> int:
    """POST without following redirects; the status of the answer."""
    place = urlsplit(checked_url(target.url))
    timestamp = str(int(moment.now().timestamp()))
    headers = {
        "Content-Type": "application/json", "User-Agent": "govops", "X-Govops-Delivery": str(delivery),
        "X-Govops-Timestamp": timestamp,
        "X-Govops-Signature": signing.signature(target.algorithm, secret_of(target), timestamp, body),
    }  # fmt: skip
    connection = _connection(place.scheme, place.hostname or "", place.port)
    try:
        connection.request(
            "POST", (place.path or "/") + (f"?{place.query}" if place.query else ""), body, headers
        )
        return connection.getresponse().status
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    seconds = parameters.value("webhook.timeout")
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=seconds)


def checked_url(url: str) -> str:
    """The address, if it is one and its host is allowed; Refused 422 with the way out."""
    try:
        place = urlsplit(url.strip())
        netloc = f"{place.hostname}:{place.port}" if place.port else place.hostname or ""
    except ValueError:
        netloc = ""
    if not netloc or place.scheme not in {"http", "https"} or place.username or not url.isascii():
        raise Refused(
            "“地址”应为 http:// 或 https:// 开头的完整地址，不含账号口令。", field="url", status=422
        )
    allowed = [str(host).lower() for host in parameters.value("webhook.allowed_hosts")]
    if netloc not in allowed and (place.hostname or "") not in allowed:
        raise Refused(
            f"主机 {netloc} 不在“允许推送的主机”中；请安全管理员在“运行参数”中加入后再用。",
            field="url",
            status=422,
        )
    return url.strip()


def save(
    *,
    actor: Actor,
    name: str,
    url: str,
    algorithm: str,
    wanted: list[str],
    is_active: bool,
    target: WebhookTarget | None = None,
) -> tuple[WebhookTarget, str]:
    """Register a target, or change one; (target, its secret when it is new, else "")."""
    rights.only(actor, SYSTEM_ADMIN, to="设置消息推送")
    if WebhookTarget.objects.filter(name=name.strip()).exclude(pk=target.pk if target else 0).exists():
        raise Refused(f"已有名为“{name.strip()}”的推送，请换一个名称。", field="name", status=422)
    if unknown := [code for code in wanted if kinds.find(code) is None]:
        raise Refused(f"没有“{unknown[0]}”这类消息，请重新选择。", field="wanted", status=422)
    is_new = target is None
    row = target or WebhookTarget(nonce=signing.new_nonce())
    before = _facts(row) if not is_new else None
    row.name, row.url, row.algorithm = name.strip(), checked_url(url), algorithm
    row.kinds, row.is_active = wanted, is_active
    with transaction.atomic():
        row.save()
        _record(actor, row, f"{'登记' if is_new else '修改'}消息推送“{row.name}”", before)
    return row, secret_of(row) if is_new else ""


def renew(target: WebhookTarget, *, actor: Actor) -> str:
    """A new secret; the old one is worth nothing from now on."""
    rights.only(actor, SYSTEM_ADMIN, to="更换推送密钥")
    target.nonce = signing.new_nonce()
    with transaction.atomic():
        target.save(update_fields=["nonce"])
        _record(actor, target, f"更换消息推送“{target.name}”的密钥")
    return secret_of(target)


def remove(target: WebhookTarget, *, actor: Actor) -> None:
    rights.only(actor, SYSTEM_ADMIN, to="删除消息推送")
    with transaction.atomic():
        _record(actor, target, f"删除消息推送“{target.name}”", _facts(target))
        target.delete()


def test(target: WebhookTarget, *, actor: Actor) -> WebhookDelivery:
    """Send a test now; the delivery says how it went."""
    rights.only(actor, SYSTEM_ADMIN, to="测试消息推送")
    checked_url(target.url)
    row = WebhookDelivery.objects.create(target=target)
    if not attempt(row) and row.state == WebhookDelivery.State.WAITING:
        row.state, row.done_at = WebhookDelivery.State.GIVEN_UP, moment.now()
        row.save(update_fields=["state", "done_at"])
    _record(actor, target, f"测试消息推送“{target.name}”：{row.get_state_display()}")
    return row


def _facts(row: WebhookTarget) -> dict[str, Any]:
    return {
        "名称": row.name,
        "地址": row.url,
        "算法": row.algorithm,
        "类别": row.kinds,
        "启用": row.is_active,
    }


def _record(actor: Actor, row: WebhookTarget, words: str, before: dict[str, Any] | None = None) -> None:
    trail.record(
        actor=actor, operation="parameter", register="webhook", record_id=row.pk, number=row.name, before=before,
        after=_facts(row), summary=words,
    )  # fmt: skip
