"""The same request sent twice is done once: `Idempotency-Key`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.api.models import IdempotencyKey
from govops.kernel.api.problems import encoded

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
LONGEST = 200
_CLAIM = (
    f"INSERT INTO {IdempotencyKey._meta.db_table} (account_id, key, request_digest, status, headers, response, register, created_at) "  # noqa: S608
    "VALUES (%s, %s, %s, 0, '{}', '', %s, %s) ON CONFLICT (account_id, key) DO NOTHING RETURNING id"
)


@dataclass(frozen=True)
class Done:
    """What a write answers."""

    payload: dict[str, Any]
    record_id: int
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def once(request: HttpRequest, *, actor: Actor, register: str, work: Callable[[], Done]) -> HttpResponse:
    """Do `work`, or give the answer that was given under the same key before.

    The key is claimed first, in the transaction of the work: a second request with it waits for the first to
    commit and then repeats its answer. A refusal changes nothing and keeps no key, so it may be tried again.
    Refused: 409 the key was used for another request, 422 the key is not one.
    """
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if not key:
        done = work()
        return encoded(orjson.dumps(done.payload), status=done.status, headers=done.headers)
    _check(key)
    account = actor.account.pk if actor.account else 0
    refusal: Refused | None = None
    with transaction.atomic():
        claimed = _claim(account, key, digest := _digest(request), register)
        if claimed is None:
            return _repeated(IdempotencyKey.objects.get(account_id=account, key=key), digest)
        try:
            done = work()
        except Refused as error:
            # The refusal stands in the audit trail, which must be committed; only the claim goes.
            refusal = error
            IdempotencyKey.objects.filter(pk=claimed).delete()
        else:
            content = orjson.dumps(done.payload)
            IdempotencyKey.objects.filter(pk=claimed).update(
                status=done.status, headers=done.headers, response=content.decode(), record_id=done.record_id
            )
    if refusal is not None:
        raise refusal
    return encoded(content, status=done.status, headers=done.headers)


def _check(key: str) -> None:
    if len(key) > LONGEST or not key.isascii() or not key.isprintable():
        raise Refused(f"{HEADER} 应为不超过 {LONGEST} 个可见的英文字符，建议使用 UUID。", status=422)


def _digest(request: HttpRequest) -> str:
    head = f"{request.method} {request.path} {request.headers.get('If-Match', '')}\n"
    return hashlib.sha256(head.encode("utf-8", "replace") + request.body).hexdigest()


def _claim(account: int, key: str, digest: str, register: str) -> int | None:
    """The new row's id; None when the key is taken (after waiting for whoever is at it)."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [account, key, digest, register, moment.now()])
        row = cursor.fetchone()
    return row[0] if row else None


def _repeated(kept: IdempotencyKey, digest: str) -> HttpResponse:
    if kept.request_digest != digest:
        raise Refused(f"这个 {HEADER} 已用于另一个请求，没有执行；新的请求请换一个键。", status=409)
    return encoded(kept.response.encode(), status=kept.status, headers={**kept.headers, REPLAYED: "true"})
