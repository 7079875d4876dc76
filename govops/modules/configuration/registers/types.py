"""类型 and 关系类型."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, OtherPage, Register, Related, Section, View, register
from govops.modules.configuration import models
from govops.modules.configuration.actions import relations as relation_actions
from govops.modules.configuration.actions import types as actions
from govops.modules.configuration.choices import TypeState
from govops.modules.configuration.process.items import ItemTypeProcess
from govops.modules.configuration.rules import relations as relation_rules
from govops.modules.configuration.rules import types as rules


@register
class ItemTypes(Register):
    model = models.ItemType
    process = ItemTypeProcess
    title = "配置项类型"
    form_title = "配置项类型"
    series = "PZLX"
    cites = ("S5§6", "N3§9.1")
    icon = "hierarchy-2"
    tree = "parent"
    secrecy = False
    columns = (
        Column("name", second="code"),
        Column("object_class"),
        Column("parent"),
        Column("marks", title="要求"),
        Column("asked", title="属性"),
        Column("edition"),
        Column("state"),
    )
    filters = ("state", "object_class", "is_controlled", "is_portable")
    search = ("name", "code", "description", "attributes")
    form = (
        Section("类型", "name", "code", "object_class", "parent", "icon", "description", cites="S5§6"),
        Section(
            "管理要求",
            "is_controlled",
            "is_portable",
            "has_media",
            note="下级类型同样适用",
            cites="S9§19",
        ),
        Section(
            "属性",
            "attributes",
            note="上级类型的属性自动继承，不必重填；每次改动生成新版本",
        ),
    )
    related = (
        Related("item_type", "parent", title="下级类型", is_quiet=True),
        Related("configuration_item", "type", title="此类配置项", is_quiet=True),
    )
    views = (View("在用", {"state": ["in_use"]}), View("受控", {"is_controlled": ["1"]}), View("全部"))
    guards = (
        rules.code_is_well_formed,
        rules.code_stays,
        rules.icon_is_known,
        rules.no_ring,
        rules.class_of_the_parent,
        rules.no_attribute_of_another_kind,
        rules.values_still_fit,
        rules.no_notebooks_made_in_intranet,
    )
    empty = "还没有类型。可先在“标准类型”中一键载入 DB37/T 1434 的六大类，再按本单位需要增改。"
    guide = "类型决定登记配置项时要填哪些属性；改动不影响已有的值，与已有值冲突的改动不予保存。"
    new_label = "新建类型"
    chip_tones = {"in_use": "green", "retired": "amber", "abolished": "muted"}

    def title_of(self, record: Any) -> str:
        return record.name

    def in_tree(self, queryset: Any) -> Any:
        """Retired types are chosen no more."""
        return queryset.filter(state=TypeState.IN_USE)

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record, actor)

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        actions.place(record, actor, created=created)

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        return [OtherPage("版本记录", "history", f"/m/configuration/history/item_type/{record.pk}/")]

    def show_marks(self, record: Any) -> str:
        marks = {"受控": record.is_controlled, "笔记本类": record.is_portable, "含存储介质": record.has_media}
        return "、".join(title for title, on in marks.items() if on) or "—"

    def show_asked(self, record: Any) -> str:
        return f"{len(record.attributes)} 项" if record.attributes else "—"


@register
class RelationKinds(Register):
    model = models.RelationKind
    title = "关系类型"
    series = "GXLX"
    cites = ("N3§9.1",)
    icon = "git-branch"
    secrecy = False
    columns = (
        Column("name", second="code"),
        Column("inverse"),
        Column("flow"),
        Column("cardinality"),
    )
    filters = ("cardinality",)
    search = ("name", "inverse", "code")
    form = (Section("关系", "name", "inverse", "code", "flow", "cardinality", cites="N3§9.1"),)
    related = (Related("item_relation", "kind", title="此类关系", is_quiet=True),)
    guards = (rules.code_is_well_formed, rules.code_stays, relation_rules.relations_still_fit)
    empty = "还没有关系类型。可先在“标准类型”中一键载入。"
    guide = "影响方向决定故障怎样沿关系传递：如“运行于”从目标（主机）传到源（系统）。"
    new_label = "新建关系类型"
    views = (View("全部"),)

    def title_of(self, record: Any) -> str:
        return f"{record.name} / {record.inverse}"

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        if not created:
            relation_actions.follow_kind(record)
