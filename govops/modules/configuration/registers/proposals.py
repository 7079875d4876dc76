"""变更提议."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Section, View, register
from govops.modules.configuration import models
from govops.modules.configuration.actions import proposing
from govops.modules.configuration.process.proposals import ItemProposalProcess
from govops.modules.configuration.rules import proposals as rules


@register
class ItemProposals(Register):
    model = models.ItemProposal
    process = ItemProposalProcess
    title = "配置变更提议"
    form_title = "配置变更提议单"
    series = "PZTY"
    cites = ("N3§9.1",)
    icon = "git-pull-request"
    columns = (
        Column("title", second="number"),
        Column("applicant", title="提议人"),
        Column("reference"),
        Column("created_at", sort="created_at"),
        Column("state"),
    )
    filters = ("state",)
    search = ("reason", "reference", "changes")
    form = (
        Section("提议", "item", "changes", cites="N3§9.1"),
        Section("依据", "reason", "reference"),
    )
    shown = (Section("生效", "applied_at"),)
    views = (View("在审", {"state": ["approving"]}), View("我提议的", {"me": "1"}), View("全部"))
    guards = (rules.item_is_there, rules.rests_on_a_paper)
    empty = "还没有提议。受控类型的配置项，请在其页面点“提议修改”。"
    guide = "受控类型的在用配置项凭提议修改：提议人写明改什么、为什么，由另一名配置经理审核，同意后自动生效。"
    new_label = "提议修改"
    chip_tones = {"applied": "green"}

    def title_of(self, record: Any) -> str:
        fields = "、".join(str(row["field"]) for row in record.changes)
        return f"{record.item.named_in(record, record.item.name)}：修改{fields}"

    def prepare(self, record: Any, actor: Actor) -> None:
        proposing.prepare(record, actor)
