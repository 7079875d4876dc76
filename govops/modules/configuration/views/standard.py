"""标准类型: what DB37/T 1434 names, what of it is here, and one button to load the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from govops.kernel.web.pages import View, page
from govops.kernel.web.views import panels
from govops.modules.configuration.actions import loading
from govops.modules.configuration.choices import ObjectClass
from govops.modules.configuration.standard import KINDS, TYPES


class StandardTypes(panels.PanelPage):
    title = "标准类型"
    subtitle = "DB37/T 1434 的六大类及其全部成员，另加服务、位置、线路、地址、证书、许可、文档、备品"
    roles = ("configuration_manager",)
    register = "item_type"
    asks = {"load": panels.AskForm}

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "资源配置"}, {"title": "标准类型"}]

    def do_load(self, data: Mapping[str, Any]) -> str:
        return loading.load_standard_types(self.actor).sentence

    def panels(self) -> Sequence[Mapping[str, Any]]:
        types, kinds = loading.missing()
        wanting = {one.code for one in types}
        rows = [
            {
                "id": kind.value,
                "cells": [
                    panels.text(kind.label),
                    panels.text("、".join(one.name for one in TYPES if one.object_class == kind)),
                    _count(sum(1 for one in TYPES if one.object_class == kind and one.code in wanting)),
                ],
            }
            for kind in ObjectClass
        ]
        rows.append(
            {
                "id": "kinds",
                "cells": [
                    panels.text("关系类型"),
                    panels.text("、".join(name for _, name, *_ in KINDS)),
                    _count(len(kinds)),
                ],
            }
        )
        table = panels.table(["大类", "标准类型", "尚缺"], rows, empty={})
        shown: list[Mapping[str, Any]] = [{"kind": "table", "title": "标准类型一览", "table": table}]
        if types or kinds:
            text = "只补上尚缺的类型和关系类型；已有的（包括改过名称、属性的）不改动。"
            shown.insert(0, self.ask("load", "载入标准类型", "载入标准类型", text=text, icon="download"))
        return shown


def _count(many: int) -> dict[str, Any]:
    return (
        {"kind": "chip", "text": f"缺 {many} 个", "tone": "amber"}
        if many
        else {"kind": "chip", "text": "齐全", "tone": "green"}
    )


page("configuration/standard/", name="configuration-standard")(cast("View", StandardTypes.as_view()))
