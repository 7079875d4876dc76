"""Who calls: a bearer token, nothing else (a session would let a foreign page act through a browser)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from govops.kernel.access import table, tokens
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused, require
from govops.kernel.registers.declarations import Register

LONGEST = 200


class Bearer(HttpBearer):
    """Turns the token into an actor; a wrong, expired or revoked one is refused with its sentence (401)."""

    def __call__(self, request: HttpRequest) -> Any:
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        return self.authenticate(request, token) if scheme.lower() == self.openapi_scheme else None

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        if not token.strip() or len(token) > LONGEST:
            raise Refused("令牌无效，请核对后重试，或在“个人设置—接口令牌”重新申请。", status=401)
        actor = tokens.actor_of(token.strip(), address=request.address, request_id=request.request_id)  # type: ignore[attr-defined]
        if actor.is_administrator:
            raise Refused("管理员只能通过操作界面履职，不能使用接口。", rule="R-USR-04", status=403)
        if actor.person is None:
            raise Refused("该令牌所属账户没有对应的人员，不能使用接口。", status=401)
        return actor


def session_reader(request: HttpRequest) -> Any:
    """A logged-in person: enough to read the description of the API, and only that."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def actor_of(request: HttpRequest) -> Actor:
    """The actor that `Bearer` found."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def require_right(actor: Actor, operation: str, register: Register) -> None:
    """403 unless both the token's scopes and the account's roles hold the operation on the register."""
    require(table.token_may(actor, operation, register.code, title=register.title), status=403)
    require(table.may(actor, operation, register.code, title=register.title), status=403)
