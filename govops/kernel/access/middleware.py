"""Every request has an actor; nobody gets in without one except where a path is declared public."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.functional import SimpleLazyObject

from govops.kernel.access import sessions, witness
from govops.kernel.access.actor import Actor, actor_for
from govops.kernel.access.addresses import client_address

#: why somebody finds himself at the login page, as `?why=` says it
REASONS = {
    "idle": "您较长时间没有操作，为安全起见已自动退出，请重新登录。",
    "ended": "您的登录已失效：账户被停用、口令已修改或在别处退出。请重新登录；如不能登录请联系系统管理员。",
}
PASSWORD_PATH = "/me/password/"  # noqa: S105 - a path
LOGOUT_PATH = "/logout/"


def introduce(request: HttpRequest) -> None:
    """Give the request its name in the trail and the address that it comes from."""
    request.request_id = uuid4().hex[:16]  # type: ignore[attr-defined]
    request.address = client_address(request)  # type: ignore[attr-defined]


class ActorMiddleware:
    """Sets `request.actor` (lazy: one query for account, person and unit, one for grants), `address`, `request_id`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        introduce(request)
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        response = (None if _is_public(request.path) else _barred(request)) or self.get_response(request)
        response.headers["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


def _actor(request: HttpRequest) -> Actor:
    facts = {"address": request.address, "request_id": request.request_id}  # type: ignore[attr-defined]
    account = request.user
    if not account.is_authenticated:
        return Actor(**facts)
    granted = getattr(account, "granted", None)  # read with the account
    return actor_for(account, **facts, roles=None if granted is None else frozenset(granted))


def _is_public(path: str) -> bool:
    return path.startswith(tuple(settings.PUBLIC_PATHS))


def _barred(request: HttpRequest) -> HttpResponse | None:
    """Where the request is sent instead, or None if it may pass."""
    was_known = SESSION_KEY in request.session
    if not request.user.is_authenticated:
        return to_login(request, why="ended" if was_known else "")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if sessions.is_idle(request, actor):
        witness.tell(
            actor=actor,
            operation="logout",
            register="account",
            record_id=request.user.pk,
            summary="长时间无操作，自动退出",
        )
        logout(request)
        return to_login(request, why="idle")
    if request.path not in {PASSWORD_PATH, LOGOUT_PATH} and sessions.must_change_password(request.user):
        return _sent(request, PASSWORD_PATH)
    return None


def to_login(request: HttpRequest, *, why: str = "") -> HttpResponse:
    """To the login page and back afterwards; 401 for a fragment (the page then goes there itself)."""
    query = QueryDict(mutable=True)
    if request.method == "GET" and not request.headers.get("HX-Request") and request.path != "/":
        query["next"] = request.get_full_path()
    if why:
        query["why"] = why
    url = settings.LOGIN_URL + (f"?{urlencode(query.dict())}" if query else "")
    if request.headers.get("HX-Request"):
        return HttpResponse("请重新登录。", status=401, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _sent(request: HttpRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=200, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
