"""Schemas of what the API answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from govops.kernel.access import table
from govops.kernel.api import writing
from govops.kernel.processes.models import ItemKind
from govops.kernel.records.fields import ChoicesField, ReferencesField, RowsField
from govops.kernel.registers.declarations import Register

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
MAYBE_TEXT: Json = {"type": ["string", "null"]}
WHOLE: Json = {"type": "integer"}
TRUTH: Json = {"type": "boolean"}
MOMENT: Json = {"type": "string", "format": "date-time"}
MAYBE_MOMENT: Json = {"anyOf": [MOMENT, {"type": "null"}]}
REFERENCE: Json = {"$ref": "#/components/schemas/Reference"}
MAYBE_REFERENCE: Json = {"anyOf": [REFERENCE, {"type": "null"}]}


#: what modules answer besides their registers: schemas, and what makes their addresses (see `openapi`)
Paths = Callable[..., Json]
others: list[tuple[Json, Paths]] = []


def also_described(schemas: Json, paths: Paths) -> None:
    """Describe the addresses of a module: `paths(operation, record=…)` as that of `conversation_described`."""
    others.append((schemas, paths))


def object_of(**properties: Json) -> Json:
    """An object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(item: Json) -> Json:
    return {"type": "array", "items": item}


PAGING: Json = {
    "count": {**WHOLE, "title": "条数", "description": "最多数到 10000，检索时 200"},
    "more_than": {**TRUTH, "title": "实际更多"},
    "next": {**TEXT, "title": "下一页位置", "description": "空表示没有"},
    "previous": {**TEXT, "title": "上一页位置", "description": "空表示没有"},
}
VERB_INPUT: Json = {
    "opinion": {"title": "意见", "type": ["string", "null"], "maxLength": 2000},
    "people": {"title": "人员", "type": ["array", "null"], "maxItems": 200, "items": {"anyOf": [{"type": "integer"}, TEXT]}, "description": "转办、加签一人；传阅可多人。id、工号或姓名"},
    "to_step": {"title": "退回到", "type": ["string", "null"], "maxLength": 40, "description": "环节代码；空 = 申请人"},
    "version": {"title": "读取时的版本号", "type": "integer", "minimum": 0},
    "signature": {"title": "SM2 签名值", "type": ["string", "null"], "maxLength": 512},
    "key_id": {"title": "签名密钥", "type": ["integer", "null"], "minimum": 1},
    "digest": {"title": "所见内容的 SM3 摘要", "type": ["string", "null"], "maxLength": 64},
}  # fmt: skip

_RUN = {
    "register": TEXT, "register_title": TEXT, "record_id": WHOLE, "number": TEXT, "title": TEXT, "state": TEXT, "state_label": TEXT,
    "unit": TEXT, "applicant": TEXT, "started_at": MOMENT, "finished_at": MAYBE_MOMENT, "url": TEXT,
}  # fmt: skip
_ITEM = _RUN | {
    "kind": {"enum": ItemKind.values}, "kind_label": TEXT, "step": TEXT, "step_title": TEXT, "person": TEXT, "given_by": TEXT, "note": TEXT,
    "arrived_at": MOMENT, "due_at": MAYBE_MOMENT, "is_provisional": TRUTH, "done_at": MAYBE_MOMENT,
}  # fmt: skip
_OFFER = object_of(
    verb=TEXT, title=TEXT, allowed=TRUTH, reason=TEXT, rule=TEXT, opinion={"enum": ["none", "optional", "required"]}, people=TEXT, signed=TRUTH,
    asks=_list(object_of(name=TEXT, title=TEXT, required=TRUTH)), url=TEXT,
)  # fmt: skip
_SIGNATURE = object_of(digest=TEXT, key=TEXT, value=TEXT)
_ACT = object_of(
    id=WHOLE, at=MOMENT, verb=TEXT, title=TEXT, step=TEXT, step_title=TEXT, person=TEXT, unit=TEXT, opinion=TEXT, details=TEXT, round=WHOLE,
    is_decision=TRUTH, from_state=TEXT, to_state=TEXT, signature={"anyOf": [_SIGNATURE, {"type": "null"}]},
)  # fmt: skip
_STEP = object_of(
    title=TEXT, state={"enum": ["done", "current", "future", "refused"]}, who=TEXT, when=MAYBE_MOMENT
)

COMMON: Json = {
    "ProblemDetails": {
        "type": "object",
        "title": "拒绝或错误（RFC 9457）",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": WHOLE,
            "detail": {**TEXT, "description": "与页面相同的说明：为什么，怎么办"},
            "errors": {"type": "object", "additionalProperties": _list(TEXT), "description": "字段 → 说明，一次说全；不属于某一字段的记在 __all__ 下"},
            "rule": {**TEXT, "description": "依据的规则编号"},
        },
    },
    "Outcome": object_of(
        sentence={**TEXT, "title": "办理结果"},
        record=object_of(id=WHOLE, register=TEXT, number=TEXT, title=TEXT, state=TEXT, state_label=TEXT, version=WHOLE, updated_at=MOMENT),
    ),
    "Reference": object_of(id=WHOLE, name=TEXT),
    "Me": object_of(
        username=TEXT, person=MAYBE_REFERENCE, unit=MAYBE_REFERENCE, roles=_list(object_of(code=TEXT, title=TEXT)), scopes=_list(TEXT),
        registers=_list(object_of(code=TEXT, title=TEXT, operations=_list({"enum": list(table.OPERATIONS)}))),
    ),
    "Inbox": object_of(
        title=TEXT, items=_list({"anyOf": [object_of(**_ITEM), object_of(**_RUN)]}), count=WHOLE, more_than=TRUTH, next_page={"type": ["integer", "null"]}
    ),
    "Hits": object_of(
        items=_list(object_of(register=TEXT, register_title=TEXT, id=WHOLE, number=TEXT, title=TEXT, created_at=MOMENT, url=TEXT))
    ),
    "History": object_of(items=_list(_ACT)),
    "Moves": object_of(
        state=TEXT, state_label=TEXT, step=TEXT, moves=_list(_OFFER), next=TEXT, to_steps=_list(object_of(key=TEXT, title=TEXT)), steps=_list(_STEP)
    ),
}  # fmt: skip


def record(register: Register) -> Json:
    """The schema of a record as `writing` answers it."""
    properties: Json = {"id": WHOLE, "register": {"const": register.code}}
    for name in writing.names_of(register):
        properties |= _field(register, name)
    required = list(properties)
    if register.secrecy:
        properties["known_to"] = {**_list(REFERENCE), "title": "知悉范围"}
    return {"type": "object", "title": register.title, "properties": properties, "required": required}


def _field(register: Register, name: str) -> Json:
    field: Any = register.model._meta.get_field(name)
    title = {"title": str(field.verbose_name)}
    if isinstance(field, models.ForeignKey):
        return {name: {**title, **(MAYBE_REFERENCE if field.null else {"allOf": [REFERENCE]})}}
    if isinstance(field, ReferencesField):
        return {name: {**title, **_list(REFERENCE)}}
    if isinstance(field, ChoicesField):
        return {name: {**title, **_list({"enum": list(field.labels)})}, f"{name}_label": _list(TEXT)}
    if isinstance(field, RowsField):
        return {name: {**title, **_list({"type": "object"})}}
    if name == "state" or field.flatchoices:
        return {name: {**title, **_choice(register, name)}, f"{name}_label": TEXT}
    return {name: {**title, **_simple(field)}}


def _choice(register: Register, name: str) -> Json:
    field: Any = register.model._meta.get_field(name)
    if name == "state":
        pairs = list(register.process.states.choices) if register.process else []
    else:
        pairs = list(field.flatchoices)
    if not pairs:
        return dict(TEXT)
    values = [value for value, _ in pairs]
    return {
        "enum": [
            *values,
            *([None] if field.null else []),
            *([""] if field.blank and "" not in values else []),
        ],
        "x-labels": "；".join(f"{value} {label}" for value, label in pairs),
    }


def _simple(field: Any) -> Json:
    for kinds, schema in (
        (models.BooleanField, TRUTH),
        (models.IntegerField, WHOLE),
        (models.FloatField, {"type": "number"}),
        (models.DateTimeField, MOMENT),
        (models.DateField, {"type": "string", "format": "date"}),
        (models.JSONField, {}),
    ):
        if isinstance(field, kinds):
            return {"anyOf": [schema, {"type": "null"}]} if field.null and schema else dict(schema)
    return dict(MAYBE_TEXT if field.null else TEXT)


def filter_item(register: Register, name: str) -> Json:
    """What a filter of the list takes."""
    field: Any = register.model._meta.get_field(name)
    if isinstance(field, models.BooleanField):
        return {"enum": ["1", "0"]}
    if isinstance(field, models.ForeignKey):
        return {"type": "integer", "minimum": 1}
    if name == "state" or field.flatchoices:
        found = _choice(register, name)
        return (
            {"enum": [value for value in found["enum"] if value not in ("", None)]}
            if "enum" in found
            else dict(TEXT)
        )
    return dict(TEXT)
