"""The description of the API (OpenAPI 3.1), built from the declarations: nothing here can drift from what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson

from govops.kernel.api import conversation_described, described, moves, shapes
from govops.kernel.api.problems import TITLES
from govops.kernel.processes import inbox
from govops.kernel.registers import asking, doors, site
from govops.kernel.registers.declarations import Register

Json = dict[str, Any]
_ID = {
    "name": "record_id",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
    "description": "记录 id",
}
_KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string", "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "同一个键和同样的内容只执行一次，再次请求得到同一答复；保留 7 天。",
}  # fmt: skip
_MATCH = {
    "name": "If-Match", "in": "header", "required": False, "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "description": "读取时得到的 ETag，可代替 version。",
}  # fmt: skip


@cache
def document() -> bytes:
    """The whole description as JSON, built once."""
    return orjson.dumps(_document())


def _document() -> Json:
    paths: Json = {}
    schemas: Json = dict(described.COMMON) | conversation_described.SCHEMAS
    for register in site.all_registers():
        own = _schemas(register)
        if taken := own.keys() & schemas.keys():
            raise ValueError(f"{register.code}: the API describes something else as {sorted(taken)[0]}")
        schemas |= own
        paths |= _paths(register)
    for more_schemas, more_paths in described.others:
        schemas |= more_schemas
        paths |= more_paths(_operation, record=_ID)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "电子政务运维管理平台接口",
            "version": "1",
            "description": "与页面使用同一套规则：不能在页面上做的，在接口上同样被拒绝，并给出同样的说明。时间为北京时间（ISO 8601）。",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "tags": [
            {"name": "本人"},
            *(
                {"name": r.title, "description": f"{r.name_of_form}（{'、'.join(r.cites)}）"}
                for r in site.all_registers()
            ),
        ],
        "paths": _own_paths() | paths,
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "在“个人设置—接口令牌”申请的令牌",
                }
            },
            "schemas": schemas,
            "responses": {str(status): _problem(title) for status, title in TITLES.items()},
        },
    }


def _problem(title: str) -> Json:
    return {
        "description": title,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
    }


def _operation(
    operation_id: str, summary: str, tag: str, schema: str, *, status: int = 200, parameters: list[Json] | None = None, body: Json | None = None,
    description: str = "", refusals: tuple[int, ...] = (401, 403, 404, 405, 422), headers: tuple[str, ...] = (),
) -> Json:  # fmt: skip
    success: Json = {
        "description": summary,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }
    if headers:
        success["headers"] = {name: {"schema": {"type": "string"}} for name in headers}
    made: Json = {
        "operationId": operation_id,
        "summary": summary,
        "tags": [tag],
        "parameters": parameters or [],
        "responses": {
            str(status): success,
            **{str(code): {"$ref": f"#/components/responses/{code}"} for code in refusals},
        },
    }
    if description:
        made["description"] = description
    if body is not None:
        made["requestBody"] = {
            "required": bool(body.get("required")),
            "content": {"application/json": {"schema": body}},
        }
    return made


_WRITES = (400, 401, 403, 404, 405, 409, 413, 415, 422)


def _paths(register: Register) -> Json:
    code, title, form = register.code, register.title, register.name_of_form
    name = name_of(register)
    found: Json = {
        f"/{code}": {
            "get": _operation(f"{code}_list", f"列出{title}", title, f"{name}Page", parameters=_list_parameters(register)),
            "post": _operation(
                f"{code}_create", f"新建{form}", title, name, status=201, parameters=[_KEY], refusals=_WRITES, headers=("ETag", "Location"),
                body=_input(register), description=register.guide,
            ),
        },
        f"/{code}/{{record_id}}": {
            "get": _operation(f"{code}_read", f"读取{title}", title, name, parameters=[_ID], headers=("ETag",)),
            "patch": _operation(
                f"{code}_update", f"修改{form}", title, name, parameters=[_ID, _KEY, _MATCH], refusals=(*_WRITES, 428), headers=("ETag",),
                body=_changes(register), description="只改给出的字段；须给出读取时的版本号。",
            ),
        },
        f"/{code}/{{record_id}}/history": {"get": _operation(f"{code}_history", "流转记录", title, "History", parameters=[_ID])},
        f"/{code}/{{record_id}}/moves": {
            "get": _operation(f"{code}_moves", "可办理的动作", title, "Moves", parameters=[_ID], description="不能办理的动作也列出，并说明原因。")
        },
    }  # fmt: skip
    for verb, words in moves.verbs_of(register).items():
        found[f"/{code}/{{record_id}}/{verb}"] = {
            "post": _operation(
                f"{code}_do_{verb}", words, title, "Outcome", parameters=[_ID, _KEY, _MATCH], refusals=_WRITES, headers=("ETag",),
                body=_verb_input(register, verb), description=_help(register, verb),
            )
        }  # fmt: skip
    found |= conversation_described.paths(register, _operation, record=_ID, key=_KEY, refusals=_WRITES)
    return found


def name_of(register: Register) -> str:
    """The schema's name: the model's, which is unique among registers."""
    return register.model.__name__


def _help(register: Register, verb: str) -> str:
    move = register.process.moves.get(verb) if register.process else None
    if move is None:
        return ""
    states = register.process.state_words if register.process else {}
    way = f"{'、'.join(str(states[s]) for s in move.sources)} → {states[move.target]}。"
    return f"{way}{move.help}"


def _list_parameters(register: Register) -> list[Json]:
    columns = [c.sort.lstrip("-") for c in register.all_columns if c.sort]
    sorts = list(dict.fromkeys(["id", register.order.lstrip("-"), *columns]))
    date = str(register.model._meta.get_field(register.date_field).verbose_name)  # type: ignore[union-attr]
    rows: list[tuple[str, str, Json]] = [
        ("q", "查找的词", {"type": "string", "maxLength": 200}),
        ("from", f"{date}不早于（日期）", {"type": "string", "examples": ["2026-11-01"]}),
        ("to", f"{date}不晚于（日期）", {"type": "string", "examples": ["2026-11-30"]}),
        ("me", "1 = 只看本人申请或登记的", {"enum": ["1"]}),
        ("sort", "排序字段，前加 - 为倒序", {"enum": [sign + name for name in sorts for sign in ("", "-")]}),
        ("size", "每页条数", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}),
        ("after", "下一页：上次答复的 next", {"type": "string"}),
        ("before", "上一页：上次答复的 previous", {"type": "string"}),
    ]
    made = [_query(name, words, schema) for name, words, schema in rows]
    return made + [
        _filter(register, name)
        for name in dict.fromkeys((*register.filters, *(("state",) if register.process else ())))
    ]


def _query(name: str, words: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": words}


def _filter(register: Register, name: str) -> Json:
    field: Any = register.model._meta.get_field(name)
    return {
        **_query(
            name, str(field.verbose_name), {"type": "array", "items": described.filter_item(register, name)}
        ),
        "explode": True,
    }


def _properties(found: Mapping[str, shapes.Shape]) -> Json:
    return {name: shape.schema for name, shape in found.items()}


def _input(register: Register) -> Json:
    found = shapes.shapes_of(doors.form_of(register))
    properties = _properties(found)
    if register.process and register.process.approval:
        properties["submit"] = {"type": "boolean", "title": "同时提交", "default": False}
    return {
        "type": "object", "title": register.name_of_form, "properties": properties, "additionalProperties": False,
        "required": [name for name, shape in found.items() if shape.required],
    }  # fmt: skip


def _changes(register: Register) -> Json:
    properties = _properties(shapes.shapes_of(doors.form_of(register)))
    properties["version"] = {"type": "integer", "title": "读取时的版本号", "minimum": 0}
    return {
        "type": "object",
        "title": register.name_of_form,
        "properties": properties,
        "additionalProperties": False,
    }


def _verb_input(register: Register, verb: str) -> Json:
    properties = _properties(shapes.shapes_of(asking.form_of(register, verb)))
    move = register.process.moves.get(verb) if register.process else None
    taken = asking.taken_by(register, verb) | {"version"}
    return {
        "type": "object",
        "properties": properties
        | {name: schema for name, schema in described.VERB_INPUT.items() if name in taken},
        "additionalProperties": False,
        "required": list(move.requires) if move else [],
    }


def _schemas(register: Register) -> Json:
    name = name_of(register)
    reference = {"$ref": f"#/components/schemas/{name}"}
    return {
        name: described.record(register),
        f"{name}Page": {
            "type": "object", "required": ["items", "count", "more_than", "next", "previous"],
            "properties": {"items": {"type": "array", "items": reference}, **described.PAGING},
        },
    }  # fmt: skip


def _own_paths() -> Json:
    size = _query("size", "每页条数", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50})
    page = _query("page", "第几页", {"type": "integer", "minimum": 1, "maximum": 200, "default": 1})
    words = _query(
        "q", "查找的词（一个词须全部命中）", {"type": "string", "minLength": 1, "maxLength": 200}
    ) | {"required": True}
    limit = _query("limit", "最多条数", {"type": "integer", "minimum": 1, "maximum": 200, "default": 20})
    key = {"name": "list", "in": "path", "required": True, "schema": {"enum": list(inbox.LISTS)}}
    titles = "；".join(f"{code} {title}" for code, title in inbox.LISTS.items())
    return {
        "/me": {"get": _operation("me", "令牌所属的人员与权限", "本人", "Me", refusals=(401, 405))},
        "/inbox/{list}": {
            "get": _operation(
                "inbox", "我的列表", "本人", "Inbox", parameters=[key, size, page], description=titles
            )
        },
        "/search": {
            "get": _operation(
                "search", "全文查找", "本人", "Hits", parameters=[words, limit], refusals=(401, 405, 422)
            )
        },
    }
