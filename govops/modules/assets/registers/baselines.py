"""配置基线."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Section, View, register
from govops.kernel.registers.declarations import OtherPage
from govops.modules.assets import models, process
from govops.modules.assets.actions import baselines as actions
from govops.modules.assets.rules import baselines as rules


@register
class Baselines(Register):
    model = models.Baseline
    process = process.BaselineProcess
    title = "配置基线"
    form_title = "配置基线登记表"
    series = "PZJX"
    cites = ("N3§9.1",)
    icon = "versions"
    imports = False
    columns = (
        Column("title", second="number"),
        Column("occasion", second="reference"),
        Column("taken_at", sort="taken_at"),
        Column("item_count", second="relation_count"),
        Column("applicant", title="签署人"),
        Column("state"),
    )
    filters = ("state", "occasion", "scope")
    search = ("name", "reference", "note")
    date_field = "taken_at"
    form = (
        Section("基线", "name", "occasion", "reference", "taken_at"),
        Section("范围", "scope", "type", "owner_unit", "location"),
        Section("说明", "note"),
    )
    shown = (Section("内容", "item_count", "relation_count", "digest"),)
    asked_when = {"type": "scope=type", "owner_unit": "scope=unit", "location": "scope=location"}
    views = (
        View("年度基线", {"occasion": "yearly"}),
        View("发布前基线", {"occasion": "release"}),
        View("待批准", {"state": ["draft", "approving"]}),
        View("全部"),
    )
    guards = (rules.scope_is_told, rules.not_in_the_future, rules.release_is_named)
    empty = "还没有配置基线。每年一次、重大发布前各取一次，请点“取基线”。"
    guide = "取基线时，范围内的配置项和关系连同 SM3 摘要一并定格，此后不能更改；任意两条基线或基线与现状可以比较。"
    new_label = "取基线"
    chip_tones = {"draft": "amber", "approved": "green"}

    def title_of(self, record: Any) -> str:
        return record.name

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        return [OtherPage("与现状比较", "arrows-exchange", f"/m/assets/baselines/{record.pk}/")]

    def prepare(self, record: Any, actor: Actor) -> None:
        if record.pk is None:
            actions.take(record)

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        if created:
            actions.keep_rows(record)
