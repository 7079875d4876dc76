"""Programs bring a token with each request. What guards sessions, cookies and forms has nothing to guard there."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

from govops.kernel.access.middleware import introduce
from govops.kernel.organization import steady

PREFIX = "/api/"


class TokenRequestMiddleware:
    """Answers requests of the API that carry a token at once; all others go the way of pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX) or "HTTP_AUTHORIZATION" not in request.META:
            return self.get_response(request)
        try:
            request.resolver_match, kwargs = _operation(request.path_info)
        except Resolver404:
            return self.get_response(request)
        introduce(request)
        operation = request.resolver_match.func
        response: HttpResponse = steady.answered(lambda: operation(request, **kwargs))
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


_NUMBER = re.compile(r"(?<=/)[0-9]{1,18}(?=/|$)")


def _operation(path: str) -> tuple[ResolverMatch, dict[str, Any]]:
    """What an address means, found once for all addresses that differ in their numbers only; Resolver404."""
    numbers = _NUMBER.findall(path)
    if len(path) < 200:
        match = _meaning(_NUMBER.sub("0", path))
        names = [name for name, value in match.kwargs.items() if type(value) is int]
        if len(names) == len(numbers):
            return match, match.kwargs | dict(zip(names, map(int, numbers), strict=True))
    match = resolve(path)
    return match, match.kwargs


@lru_cache(maxsize=1_000)
def _meaning(path: str) -> ResolverMatch:
    return resolve(path)
