"""资产盘点单 and 盘点差异单."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Related, Section, View, register
from govops.kernel.registers.declarations import OtherPage
from govops.kernel.registers.foresight import Foresight
from govops.modules.assets import models, process
from govops.modules.assets.choices import LineResult, StocktakeKind, StocktakeState
from govops.modules.assets.rules import common
from govops.modules.assets.rules import stocktakes as rules


@register
class Stocktakes(Register):
    model = models.Stocktake
    process = process.StocktakeProcess
    title = "资产盘点"
    form_title = "资产盘点单"
    series = "ZCPD"
    cites = ("S6§3", "N3§9.1")
    icon = "clipboard-check"
    columns = (
        Column("title", second="number"),
        Column("kind"),
        Column("owner_unit", title="范围", second="location"),
        Column("begins_on", title="计划", second="ends_on"),
        Column("expected_count"),
        Column("state"),
    )
    filters = ("state", "kind", "owner_unit")
    search = ("name", "note", "conclusion")
    form = (
        Section("盘点", "kind", "name", "begins_on", "ends_on", "counters"),
        Section(
            "范围", "types", "owner_unit", "location", "share", note="三项同时满足；都不填即全部实物资产。"
        ),
        Section("说明", "note"),
    )
    shown = (
        Section("结果", "started_at", "counted_at", "closed_at", "expected_count", "results", "conclusion"),
    )
    asked_when = {"share": "kind=spot"}
    views = (
        View("进行中", {"state": ["planned", "counting", "resolving"]}),
        View("全面盘点", {"kind": "full"}),
        View("抽查", {"kind": "spot"}),
        View("全部"),
    )
    related = (Related("stocktake_difference", "stocktake", "差异", is_quiet=True),)
    guards = (rules.ends_after_it_begins,)
    empty = "还没有盘点。每年全面盘点一次、每半年抽查一次，请点“新建盘点”。"
    guide = "开始时账面定格；扫码、手机或工作簿清点；差异逐项处理并由第二人复核，全部处理完才能关闭。"
    new_label = "新建盘点"
    chip_tones = {"planned": "muted", "counting": "accent", "resolving": "amber", "closed": "green"}

    def title_of(self, record: Any) -> str:
        return f"{record.name}（{StocktakeKind(record.kind).label}）"

    def prepare(self, record: Any, actor: Actor) -> None:
        if record.kind == StocktakeKind.FULL:
            record.share = 100

    def initial(self, actor: Actor) -> dict[str, Any]:
        today = moment.today()
        return {"begins_on": today, "counters": [actor.person.pk] if actor.person else []}

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        if record.state in {StocktakeState.PLANNED, StocktakeState.CANCELLED}:
            return []
        address = f"/m/assets/stocktakes/{record.pk}/"
        title = "清点" if record.state == StocktakeState.COUNTING else "盘点明细"
        return [
            OtherPage(title, "scan", address),
            OtherPage("盘点报告", "report", f"{address}report/"),
        ]


@register
class StocktakeDifferences(Register):
    model = models.StocktakeDifference
    process = process.StocktakeDifferenceProcess
    title = "盘点差异"
    form_title = "盘点差异单"
    series = "PDCY"
    cites = ("S6§3",)
    icon = "arrows-exchange"
    by_hand = imports = False
    columns = (
        Column("title", second="number"),
        Column("kind"),
        Column("expected", second="seen"),
        Column("decision"),
        Column("stocktake"),
        Column("state"),
    )
    filters = ("state", "kind", "decision", "stocktake")
    search = ("expected", "seen", "explanation")
    form = (
        Section("差异", "stocktake", "kind", "expected", "seen"),
        Section(
            "处理", "decision", "item", "location", "custodian", "explanation",
            note="更正台账以盘点单编号为依据。",
        ),
    )  # fmt: skip
    shown = (Section("结果", "resolved_at"),)
    asked_when = {"location": "decision=correct", "custodian": "decision=correct"}
    views = (
        View("未处理", {"state": ["open", "approving", "refused"]}),
        View("盘亏", {"kind": "missing"}),
        View("盘盈", {"kind": "surplus"}),
        View("全部"),
    )
    guards = (common.made_by_the_program, rules.decision_fits)
    empty = "没有盘点差异。清点完毕时自动产生。"
    guide = "查清原因，点“填写处理意见”，再提交第二人复核；复核通过后台账随即更正。"
    chip_tones = {"open": "amber", "approving": "accent", "resolved": "green", "refused": "red"}

    bulk = ("decide",)

    def foresee(self, records: Sequence[Any], actor: Actor) -> Foresight | None:
        """The items that the titles name, read together."""
        prefetch_related_objects(records, "item")
        return None

    def title_of(self, record: Any) -> str:
        thing = record.expected
        if record.item:
            thing = record.item.named_in(record, f"{record.item.number} {record.item.name}")
        return f"{LineResult(record.kind).label}：{thing}"
