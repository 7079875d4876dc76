"""Every refusal on a page becomes a sentence with the way out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access.answers import Refused

TITLES = {403: "没有权限", 404: "没有找到", 409: "现在不能办理", 422: "填写有误", 413: "内容过大"}


class RefusalMiddleware:
    """Turns `Refused` into a page; the API words its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused) and not request.path.startswith("/api/"):
            return refusal(request, exception)
        return None


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The refusal as a page: what, why, and the way out."""
    context = {
        "status": refused.status,
        "title": TITLES.get(refused.status, "不能办理"),
        "sentence": refused.sentence,
        "rule": refused.rule,
    }
    return render(request, "web/error.html", context, status=refused.status)
