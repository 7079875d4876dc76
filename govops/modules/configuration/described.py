"""The questions of `api.py` in the description of the API: addresses and schemas in the words of OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govops.kernel.api.described import MOMENT, TEXT, TRUTH, WHOLE, object_of

Json = dict[str, Any]
TAG = "配置项"


def _list(of: Json | str) -> Json:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{of}"} if isinstance(of, str) else of}


_MAYBE: Json = {"anyOf": [WHOLE, {"type": "null"}]}
_NAMED: Json = {
    "id": WHOLE, "number": TEXT, "name": TEXT, "type": TEXT, "object_class": TEXT, "importance": TEXT, "url": TEXT,
}  # fmt: skip
_WAY: Json = {"depth": WHOLE, "path": _list("ImpactStep"), "words": TEXT}

SCHEMAS: Json = {
    "ImpactItem": object_of(**_NAMED),
    "ImpactStep": object_of(relation=TEXT, item_id=_MAYBE, name=TEXT),
    "ImpactLine": object_of(**_NAMED, **_WAY),
    "CauseLine": object_of(**_NAMED, **_WAY, is_enough=TRUTH, has_tickets=TRUTH, is_changing=TRUTH),
    "ImpactAnswer": object_of(
        at=MOMENT, starts=_list("ImpactItem"), items=_list("ImpactLine"), total=WHOLE, hidden=WHOLE, weakened=_list("ImpactItem"),
        units=_list(object_of(id=WHOLE, name=TEXT, items=WHOLE, people=WHOLE)), people=WHOLE,
        custodians=_list(object_of(id=WHOLE, name=TEXT)),
        tickets=_list(object_of(register=TEXT, record_id=WHOLE, number=TEXT, title=TEXT, item_id=WHOLE, url=TEXT)),
    ),
    "CausesAnswer": object_of(
        at=MOMENT, symptoms=_list("ImpactItem"), items=_list("CauseLine"), total=WHOLE, hidden=WHOLE
    ),
    "AsOfAnswer": object_of(
        at=MOMENT, id=WHOLE, number=TEXT, was_there=TRUTH, facts=_list(object_of(name=TEXT, title=TEXT, value=TEXT)),
        relations=_list(
            object_of(
                id=WHOLE, relation=TEXT, direction={"enum": ["out", "in"]}, item_id=_MAYBE, name=TEXT, group=TEXT, needed=WHOLE
            )
        ),
    ),
    "DifferencesOfRecords": object_of(
        counts=object_of(added=WHOLE, removed=WHOLE, changed=WHOLE), is_cut=TRUTH,
        records=_list(
            object_of(
                id=WHOLE, number=TEXT, title=TEXT, how={"enum": ["added", "removed", "changed"]},
                changes=_list(object_of(title=TEXT, before=TEXT, after=TEXT)), reason=TEXT, reference=TEXT, url=TEXT,
            )
        ),
    ),
    "DifferencesAnswer": object_of(
        since=MOMENT, until=MOMENT, items={"$ref": "#/components/schemas/DifferencesOfRecords"},
        relations={"$ref": "#/components/schemas/DifferencesOfRecords"},
    ),
}  # fmt: skip


def _day(name: str, words: str) -> Json:
    schema = {"type": "string", "format": "date", "examples": ["2026-11-01"]}
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": words}


def paths(operation: Callable[..., Json], *, record: Json) -> Json:
    """The addresses; `operation` and `record` are those of `kernel.api.openapi`."""
    standing = {
        "name": "standing", "in": "query", "required": False, "explode": True, "schema": {"type": "array", "items": WHOLE, "maxItems": 200},
        "description": "已知不受影响的配置项 id，影响不经过它们",
    }  # fmt: skip
    at = "/configuration_item/{record_id}"
    return {
        f"{at}/impact": {
            "get": operation(
                "configuration_item_impact", "影响分析：它失效影响谁", TAG, "ImpactAnswer", parameters=[record, standing],
                description="计冗余；每项给出经过（path，由该项到起因）。items 至多 300 项，服务在前；total 是全部；hidden 是无权查看的项数。",
            )
        },
        f"{at}/causes": {
            "get": operation(
                "configuration_item_causes", "原因分析：它不正常可能因为谁", TAG, "CausesAnswer", parameters=[record],
                description="is_enough：单独失效就足以引起；正在变更、有未了结单据的在前。",
            )
        },
        f"{at}/as_of": {
            "get": operation(
                "configuration_item_as_of", "某日结束时的样子", TAG, "AsOfAnswer", parameters=[record, _day("on", "哪一天，缺省今天")]
            )
        },
        "/configuration_differences": {
            "get": operation(
                "configuration_differences", "两日之间的差异", TAG, "DifferencesAnswer",
                parameters=[_day("since", "从，缺省 until 前三十天"), _day("until", "到，缺省今天")],
                refusals=(401, 403, 405, 422),
            )
        },
    }  # fmt: skip
