"""Counting requests: how many, how they ended, how long they took, by route name."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

REQUESTS = Counter("govops_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram(
    "govops_request_seconds",
    "Time to answer a request",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class MetricsMiddleware:
    """Stands first, so that what the other middlewares refuse is counted too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        route = _route(request)
        # Labels come from our own URL table and a fixed list: a stranger cannot make the set grow.
        method = request.method if request.method in _METHODS else "other"
        REQUESTS.labels(route, method, f"{response.status_code // 100}xx").inc()
        SECONDS.labels(route).observe(time.perf_counter() - begun)
        return response


def _route(request: HttpRequest) -> str:
    if request.path.startswith(settings.STATIC_URL):
        return "static"
    match = request.resolver_match
    if match is None:
        return "unmatched"
    return match.view_name or match.route or "unnamed"
