"""What Django itself refuses, in our words: an unknown address, a stale form's token, a bad request, a fault of ours."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

_WORDS = {
    400: ("请求有误", "浏览器送来的内容不完整或不合规范，请返回刷新页面后再试。"),
    403: ("没有权限", "您没有查看此内容的权限；如工作需要，请由本单位提出申请。"),
    404: ("没有找到", "没有这个页面，可能地址有误或内容已被移走。请从左侧菜单进入。"),
    500: (
        "系统出了差错",
        "差错已经记录，没有保存的内容请先留底。请稍后再试；若仍不行，请告知服务台并提供下面的编号。",
    ),
}
_TOO_LARGE = "所填内容过多，超出一次能够接收的大小，没有保存。请返回精简后再试；较长的材料请作为附件上传。"
_STALE = "页面停留过久，或浏览器没有接受 Cookie，为安全起见没有办理。请返回刷新页面后重新提交。"


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _said(request, 413, title="内容过多", sentence=_TOO_LARGE)
    return _said(request, 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _said(request, 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _said(request, 404)


def fault(request: HttpRequest) -> HttpResponse:
    return _said(request, 500)


def stale_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token does not fit the session (`CSRF_FAILURE_VIEW`)."""
    return _said(request, 403, title="页面已过期", sentence=_STALE)


def _said(request: HttpRequest, status: int, *, title: str = "", sentence: str = "") -> HttpResponse:
    """A page, or problem+json for programs. Nothing here asks the database: it may be the database that failed."""
    own_title, own_sentence = _WORDS.get(status, ("", ""))
    title, sentence = title or own_title, sentence or own_sentence
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": title, "status": status, "detail": sentence}
        return JsonResponse(
            body,
            status=status,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )
    context = {
        "status": status,
        "title": title,
        "sentence": sentence,
        "request_id": getattr(request, "request_id", "") if status == 500 else "",
        "csrf_token": "",
    }
    return HttpResponse(render_to_string("web/error.html", context), status=status)
