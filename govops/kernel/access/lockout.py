"""Too many wrong passwords lock the account for a while. `axes` counts; the figures are parameters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.utils import reset
from django.http import HttpRequest, HttpResponse

from govops.kernel import parameters


def failure_limit(request: HttpRequest | None, credentials: dict[str, Any] | None) -> int:
    return parameters.value("auth.max_failed_logins")


def cool_off(request: HttpRequest | None) -> timedelta:
    return timedelta(minutes=parameters.value("auth.lock_minutes"))


def keep_page(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The login page itself says that the account is locked; nothing to replace."""
    return response or HttpResponse(sentence(), status=429)


def is_locked(request: HttpRequest, username: str) -> bool:
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def unlock(username: str) -> None:
    """Forget the failures of an account."""
    reset(username=username)


def attempts_left(request: HttpRequest, username: str) -> int:
    """How many more wrong passwords until the account is locked."""
    failures = AxesProxyHandler.get_failures(request, {"username": username})
    return max(0, failure_limit(request, None) - failures)


def sentence() -> str:
    limit, minutes = parameters.value("auth.max_failed_logins"), parameters.value("auth.lock_minutes")
    return f"连续 {limit} 次口令错误，账户锁定 {minutes} 分钟。请稍后再试；如忘记口令，请联系系统管理员重置。"
