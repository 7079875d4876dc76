"""资产交接单."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Section, View, register
from govops.modules.assets import models, process
from govops.modules.assets.actions import hand_overs as actions
from govops.modules.assets.choices import HandOverKind
from govops.modules.assets.rules import common
from govops.modules.assets.rules import hand_overs as rules
from govops.modules.assets.rules.common import items_of
from govops.modules.assets.things import title_words


@register
class HandOvers(Register):
    model = models.HandOver
    process = process.HandOverProcess
    title = "资产交接"
    form_title = "资产交接单"
    series = "ZCJJ"
    cites = ("N1§资产管理",)
    icon = "transfer"
    columns = (
        Column("title", second="number"),
        Column("kind"),
        Column("giver"),
        Column("receiver"),
        Column("created_at", title="填单日期", sort="created_at"),
        Column("state"),
    )
    filters = ("state", "kind", "giver", "receiver", "to_unit", "has_controlled")
    search = ("giver", "receiver", "reason", "things", "repairer")
    form = (
        Section(
            "交接",
            "kind",
            "items",
            "reason",
            note="可一次交接多项；双方签字后，台账逐项变更，有一项不能办理则全部不办。",
        ),
        Section("双方", "giver", "receiver", "to_unit"),
        Section("去向", "to_location", "to_zone", "repairer", "back_by"),
    )
    shown = (Section("签字与清单", "giver_words", "manager_words", "receiver_words", "done_at", "things"),)
    asked_when = {
        "to_zone": "kind=issue|transfer",
        "repairer": "kind=repair",
        "back_by": "kind=repair",
    }
    views = (
        View("待签字", {"state": ["draft", "handed"]}),
        View("领用", {"kind": "issue"}),
        View("送修", {"kind": "repair"}),
        View("我登记的", {"me": "1"}),
        View("全部"),
    )
    guards = (
        common.some_items_are_named,
        rules.two_people,
        rules.items_can_go,
        rules.giver_answers_for_them,
        rules.issue_says_where,
        rules.repair_says_where,
        common.not_in_an_open_form,
    )
    empty = "还没有交接单。资产领用、调拨、归还、送修时，请点“填写交接单”。"
    guide = "移交人、接收人先后签字；接收签字后台账随即变更责任人、部门和位置，并以本单编号为依据。"
    new_label = "填写交接单"
    chip_tones = {"handed": "amber", "done": "green"}

    def title_of(self, record: Any) -> str:
        return f"{HandOverKind(record.kind).label} {title_words(record, items_of(record))}，{record.giver.name}→{record.receiver.name}"

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"giver": actor.person}

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record)
