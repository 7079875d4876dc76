"""Reading what a program sent: one JSON object of at most 1 MB, clean enough for the doors behind."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from django.http import HttpRequest

from govops.kernel.access.answers import Refused

LIMIT = 1_000_000
#: how deep a body may nest; no form is deeper than three, and the parser's own limit depends on the caller's stack
_DEEPEST = 100
_TYPES = ("application/json", "application/merge-patch+json")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
#: without these no text of a body can be unstorable and no number beyond all bounds: escapes of NUL and of lone halves, the
#: first byte of such a half, the zeros of wider encodings, exponents, and more digits than a number can have
_TO_LOOK_AT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])|[\xed\x00]|[0-9][eE]|[0-9]{300}")


def too_large(request: HttpRequest) -> bool:
    """Whether the announced length is beyond LIMIT; asked before a byte is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) > LIMIT


def read(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body; an empty body is an empty object. Refused: 400 malformed, 415 another type."""
    raw = request.body
    if not raw:
        return {}
    if request.content_type not in _TYPES:
        raise Refused("请求内容须为 JSON，请将 Content-Type 设为 application/json。", status=415)
    # The standard parser, not orjson: it is never the bottleneck, and bodies come from strangers.
    if _depth(raw) > _DEEPEST:
        raise Refused("JSON 嵌套过深，请核对请求内容。", status=400)
    try:
        body = json.loads(raw, parse_constant=_no_constant)
    except RecursionError:
        raise Refused("JSON 嵌套过深，请核对请求内容。", status=400) from None
    except ValueError as error:
        where = (
            f"（第 {error.lineno} 行第 {error.colno} 列）" if isinstance(error, json.JSONDecodeError) else ""
        )
        raise Refused(f"请求内容不是正确的 JSON{where}，请核对后重试。", status=400) from None
    if not isinstance(body, dict):
        raise Refused('请求内容应为一个 JSON 对象，如 {"字段": "值"}。', status=400)
    if _TO_LOOK_AT.search(raw):
        _check(body)
    return body


def _depth(raw: bytes) -> int:
    """At least how deep the brackets nest; those in texts count too, which no honest body notices."""
    if raw.count(b"[") + raw.count(b"{") <= _DEEPEST:
        return 0
    deep = deepest = 0
    for sign in raw:
        if sign in b"[{":
            deep += 1
            deepest = max(deepest, deep)
        elif sign in b"]}":
            deep -= 1
    return deepest


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _check(body: dict[str, Any]) -> None:
    """Text that the database cannot hold, and numbers that are none, are refused wherever they stand."""
    waiting: list[tuple[str, Any]] = [(name, [name, value]) for name, value in body.items()]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, str):
            if _UNSTORABLE.search(value):
                raise Refused(
                    f"“{_shown(place)}”含有不能保存的字符（空字符或残缺字符），请删去后重试。",
                    field=_shown(place),
                    status=422,
                )
        elif isinstance(value, float) and not math.isfinite(value):
            raise Refused(f"“{_shown(place)}”的数值过大，请核对。", field=_shown(place), status=422)
        elif isinstance(value, list):
            waiting += [(place, one) for one in value]
        elif isinstance(value, dict):
            waiting += [(place, one) for pair in value.items() for one in pair]


def _shown(place: str) -> str:
    """A field's name fit to be shown again."""
    return place[:60].encode("utf-8", "replace").decode().replace("\x00", "?")
