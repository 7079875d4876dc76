"""Programs bring a token with each request. What guards sessions, cookies and forms has nothing to guard there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

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
            request.resolver_match = match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        introduce(request)
        response: HttpResponse = steady.answered(lambda: match.func(request, *match.args, **match.kwargs))
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response
