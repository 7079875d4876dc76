"""Answers of the API: JSON, and refusals as application/problem+json (RFC 9457) with the sentences of the pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError

from govops.kernel.access.answers import Refused

logger = logging.getLogger(__name__)

#: HTTP status → title of the problem
TITLES = {
    400: "请求有误",
    401: "未通过认证",
    403: "没有权限",
    404: "没有找到",
    405: "不支持此方法",
    409: "现在不能办理",
    413: "请求过大",
    415: "格式不支持",
    422: "内容有误",
    428: "缺少版本号",
    500: "系统出错",
}
NO_TOKEN = "请在请求头 Authorization 中提供令牌（Bearer …）；令牌可在“个人设置—接口令牌”申请。"  # noqa: S105
NOT_FOUND = "没有这个接口地址，请对照 /api/v1/openapi.json 核对。"


NOTHING_ELSE = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}


def answer(payload: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """`payload` as JSON."""
    return encoded(orjson.dumps(payload), status=status, headers=headers)


def encoded(content: bytes, *, status: int, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """JSON that is encoded already; a browser that shows it as a page may load nothing for it."""
    return HttpResponse(
        content, status=status, content_type="application/json", headers={**NOTHING_ELSE, **(headers or {})}
    )


def problem(
    status: int,
    detail: str,
    *,
    errors: Mapping[str, list[str]] | None = None,
    rule: str = "",
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A refusal. `errors`: field → sentences; `rule`: the R-… it rests on; `type` is about:blank, the sentence says it all."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(status, "不能办理"),
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = {
            str(name): [str(sentence) for sentence in sentences] for name, sentences in errors.items()
        }
    if rule:
        body["rule"] = rule
    return HttpResponse(
        orjson.dumps(body),
        status=status,
        content_type="application/problem+json",
        headers={**NOTHING_ELSE, **(headers or {})},
    )


def refused(refusal: Refused) -> HttpResponse:
    headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else None
    return problem(
        refusal.status, refusal.sentence, errors=refusal.errors, rule=refusal.rule, headers=headers
    )


def not_found(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any address that no operation has."""
    return problem(404, NOT_FOUND)


not_found.csrf_exempt = True  # type: ignore[attr-defined]


def not_allowed(response: HttpResponse) -> HttpResponse:
    allowed = response.headers.get("Allow", "")
    return problem(405, f"此地址不支持这个请求方法，可用：{allowed}。", headers={"Allow": allowed})


def too_large() -> HttpResponse:
    return problem(413, "请求内容超过 1 MB，请减少内容后重试；附件请在页面上传。")


def handle_all(api: NinjaAPI) -> None:
    """Every exception of an operation ends as a problem; what we did not foresee is logged."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refused: lambda request, error: refused(error),
        AuthenticationError: _no_token,
        RequestDataTooBig: lambda request, error: too_large(),
        IntegrityError: _clash,
        DataError: _out_of_range,
        Exception: _unforeseen,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _no_token(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(401, NO_TOKEN, headers={"WWW-Authenticate": "Bearer"})


def _clash(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.warning("接口写入与现有数据冲突：%s %s", request.method, request.path, exc_info=error)
    return problem(409, "与刚刚保存的数据冲突（例如编号重复），没有保存；请重新读取后核对再试。")


def _out_of_range(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.warning("接口收到数据库不接受的值：%s %s", request.method, request.path, exc_info=error)
    return problem(422, "有的值超出了允许的范围，没有保存；请核对数字和日期。")


def _unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("接口出错：%s %s", request.method, request.path, exc_info=error)
    return problem(500, "系统出错，操作没有执行；请稍后再试，仍不成功请联系信息中心。")
