"""资产报废申请单."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Section, View, register
from govops.modules.assets import models, process
from govops.modules.assets.actions import scrapping as actions
from govops.modules.assets.choices import ScrapReason
from govops.modules.assets.rules import common
from govops.modules.assets.rules import scrapping as rules
from govops.modules.assets.rules.common import items_of
from govops.modules.assets.things import money, title_words


@register
class ScrapRequests(Register):
    model = models.ScrapRequest
    process = process.ScrapRequestProcess
    title = "资产报废"
    form_title = "资产报废申请单"
    series = "ZCBF"
    cites = ("S9§24",)
    icon = "trash"
    columns = (
        Column("title", second="number"),
        Column("kind"),
        Column("applicant"),
        Column("original_value"),
        Column("created_at", title="申请日期", sort="created_at"),
        Column("state"),
    )
    filters = ("state", "kind", "has_media", "is_classified")
    search = ("reason", "appraisal", "things", "applicant")
    form = (
        Section("报废资产", "items", "kind", "reason", "appraisal"),
        Section(
            "存储介质", "wipe_method", "wiped_by", "wiped_on", "wipe_note", cites="S9§24",
            note="含存储介质的资产，先彻底清除数据再申请报废；清除人不得参与审批，保密办核准。",
        ),
    )  # fmt: skip
    shown = (
        Section(
            "金额与清单", "original_value", "net_value", "has_media", "is_classified", "scrapped_at", "things"
        ),
    )
    views = (
        View("在办", {"state": ["draft", "approving"]}),
        View("含存储介质", {"has_media": "1"}),
        View("已报废", {"state": ["scrapped"]}),
        View("我申请的", {"me": "1"}),
        View("全部"),
    )
    guards = (
        common.some_items_are_named,
        rules.not_scrapped_yet,
        rules.nothing_is_open,
        common.not_in_an_open_form,
    )
    empty = "还没有报废申请。资产无法继续使用时，请点“填写报废单”。"
    guide = "有未了结单据或介质未清除的资产不能报废。批准后，清单内的资产随即转为“已报废”。"
    new_label = "填写报废单"
    chip_tones = {"scrapped": "muted", "refused": "red"}

    def title_of(self, record: Any) -> str:
        return f"{ScrapReason(record.kind).label}报废：{title_words(record, items_of(record))}"

    def show_original_value(self, record: Any) -> str:
        return money(record.original_value)

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record)
