"""Comments and links in the description of the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govops.kernel.api.described import MOMENT, TEXT, TRUTH, WHOLE, object_of
from govops.kernel.records import comments, links
from govops.kernel.registers.declarations import Register

Json = dict[str, Any]
_PERSON: Json = {
    "type": "object", "properties": {"id": WHOLE, "name": TEXT}, "required": ["id", "name"], "additionalProperties": False,
}  # fmt: skip
_FILE: Json = {
    "type": "object", "properties": {"id": WHOLE, "name": TEXT, "size": WHOLE, "sm3": TEXT}, "additionalProperties": False,
    "required": ["id", "name", "size", "sm3"],
}  # fmt: skip


def _items(name: str) -> Json:
    return object_of(items={"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}})


SCHEMAS: Json = {
    "Comment": object_of(
        id=WHOLE, at=MOMENT, author={"anyOf": [_PERSON, {"type": "null"}]}, text=TEXT, is_internal=TRUTH,
        mentions={"type": "array", "items": _PERSON}, attachments={"type": "array", "items": _FILE},
    ),
    "Comments": _items("Comment"),
    "Link": object_of(
        id=WHOLE, relation=TEXT, register=TEXT, record_id=WHOLE, number=TEXT, title=TEXT, state=TEXT, state_label=TEXT, url=TEXT
    ),
    "Links": _items("Link"),
    "Said": object_of(sentence=TEXT),
}  # fmt: skip
_COMMENT: Json = {
    "type": "object", "required": ["text"], "additionalProperties": False,
    "properties": {
        "text": {"type": "string", "title": "内容", "minLength": 1, "maxLength": comments.LONGEST},
        "is_internal": {"type": "boolean", "title": "内部备注", "default": False},
        "mentions": {
            "type": "array", "title": "提到的人", "maxItems": comments.MOST_MENTIONS, "items": {"anyOf": [WHOLE, TEXT]},
            "description": "id、工号或姓名；须有权查看本单",
        },
    },
}  # fmt: skip
_LINK_ID: Json = {
    "name": "link_id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}, "description": "关联 id",
}  # fmt: skip


def paths(
    register: Register, operation: Callable[..., Json], *, record: Json, key: Json, refusals: tuple[int, ...]
) -> Json:
    """The addresses of one register; `operation`, `record` and `key` are those of `openapi`."""
    code, title = register.code, register.title
    place = f"/{code}/{{record_id}}"
    body: Json = {
        "type": "object", "required": ["number"], "additionalProperties": False,
        "properties": {
            "number": {"type": "string", "title": "对方编号", "minLength": 1, "maxLength": 40},
            "relation": {"enum": links.words(), "title": "本单的"},
        },
    }  # fmt: skip
    return {
        f"{place}/comments": {
            "get": operation(f"{code}_comments", "读取备注", title, "Comments", parameters=[record]),
            "post": operation(
                f"{code}_comment", "添加备注", title, "Comment", status=201, parameters=[record, key], refusals=refusals, body=_COMMENT,
            ),
        },
        f"{place}/links": {
            "get": operation(f"{code}_links", "读取关联", title, "Links", parameters=[record]),
            "post": operation(
                f"{code}_link", "添加关联", title, "Link", status=201, parameters=[record, key], refusals=refusals, body=body,
            ),
        },
        f"{place}/links/{{link_id}}": {
            "delete": operation(
                f"{code}_unlink", "解除关联", title, "Said", parameters=[record, _LINK_ID, key], refusals=refusals,
            ),
        },
    }  # fmt: skip
