"""The question of `api.py` in the description of the API: its address and schema in the words of OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govops.kernel.api.described import MAYBE_MOMENT, MOMENT, TEXT, TRUTH, WHOLE, object_of

Json = dict[str, Any]
TAG = "变更"
MOST = 200

_CHANGE = object_of(id=WHOLE, number=TEXT, subject=TEXT, url=TEXT)
_ITEM = object_of(
    id=WHOLE, number=TEXT, name=TEXT, is_under_change=TRUTH, until=MAYBE_MOMENT, changes={"type": "array", "items": _CHANGE}
)  # fmt: skip
SCHEMAS: Json = {"UnderChange": object_of(at=MOMENT, items={"type": "array", "items": _ITEM})}


def paths(operation: Callable[..., Json], **_: Json) -> Json:
    """The address; `operation` is that of `kernel.api.openapi`."""
    items = {
        "name": "item", "in": "query", "required": True, "explode": True, "description": "配置项的编号或 id，可以重复",
        "schema": {"type": "array", "items": TEXT, "minItems": 1, "maxItems": MOST},
    }  # fmt: skip
    at = {
        "name": "at", "in": "query", "required": False, "schema": {**TEXT, "examples": ["2026-11-25T21:00"]},
        "description": "哪一时刻（ISO 8601，缺省北京时间），缺省现在",
    }  # fmt: skip
    return {
        "/under_change": {
            "get": operation(
                "under_change", "配置项此刻是否在变更中", TAG, "UnderChange", parameters=[items, at],
                description="用于暂停告警。已排期的变更在窗口内算，实施中的算到报告结束为止；无权查看的变更也算在内，但不列出。",
            )
        }
    }  # fmt: skip
