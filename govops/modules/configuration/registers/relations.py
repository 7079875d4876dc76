"""关系."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, OtherPage, Register, Section, View, register
from govops.kernel.registers.foresight import Foresight
from govops.modules.configuration import models
from govops.modules.configuration.actions import relations as actions
from govops.modules.configuration.actions.remembering import remember_all, remember_saved
from govops.modules.configuration.process.relations import RelationProcess
from govops.modules.configuration.rules import relations as rules
from govops.modules.configuration.rules.foresight import RelationForesight


@register
class ItemRelations(Register):
    model = models.ItemRelation
    process = RelationProcess
    title = "配置项关系"
    form_title = "配置项关系登记表"
    series = "PZGX"
    cites = ("N3§9.1",)
    icon = "topology-star-3"
    secrecy = False
    columns = (
        Column("source", second="number"),
        Column("kind"),
        Column("target"),
        Column("redundancy", title="冗余"),
        Column("note"),
        Column("state"),
    )
    filters = ("state", "kind")
    search = ("note", "group")
    form = (
        Section("关系", "source", "kind", "target", cites="N3§9.1"),
        Section("冗余与说明", "group", "needed", "note"),
        Section("变更依据", "reason", "reference", note="任一端在用时必填", is_asked_only=True),
    )
    shown = (Section("解除", "ended_at"),)
    views = (View("有效", {"state": ["active"]}), View("已解除", {"state": ["ended"]}), View("全部"))
    guards = (
        rules.ends_stay,
        rules.two_ends,
        rules.once_only,
        rules.as_many_as_allowed,
        rules.no_ring_of_containment,
        rules.group_is_big_enough,
        rules.relation_says_why,
    )
    empty = "还没有关系。请在配置项页面点“建立关系”，说明它运行于、依赖、连接什么。"
    guide = "从“源”读到“目标”：业务系统 运行于 服务器。关系只解除，不删除，过去的样子随时可查。"
    new_label = "建立关系"
    chip_tones = {"active": "green", "ended": "muted"}

    def title_of(self, record: Any) -> str:
        return actions.title_of(record)

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record, actor)

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        remember_saved(record, actor)

    def saved_together(self, records: Sequence[Any], actor: Actor, *, created: bool) -> None:
        remember_all(records, actor)

    def foresee(self, records: Sequence[Any], actor: Actor) -> Foresight:
        return RelationForesight(records)

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        return [OtherPage("历史", "history", f"/m/configuration/history/item_relation/{record.pk}/")]

    def show_redundancy(self, record: Any) -> str:
        return f"{record.group}（至少 {record.needed}）" if record.group else "—"
