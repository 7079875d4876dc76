"""发现批次."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, OtherPage, Register, Section, View, register
from govops.modules.configuration import models
from govops.modules.configuration.actions import intake as actions
from govops.modules.configuration.choices import IntakeSource
from govops.modules.configuration.process.intake import IntakeProcess


@register
class IntakeBatches(Register):
    model = models.IntakeBatch
    process = IntakeProcess
    title = "发现批次"
    form_title = "配置发现批次"
    series = "PZFX"
    cites = ("N3§9.1",)
    icon = "scan"
    imports = False
    secrecy = False
    columns = (
        Column("title", second="number"),
        Column("source"),
        Column("found_count"),
        Column("new_count"),
        Column("merge_count"),
        Column("open_count"),
        Column("created_at", sort="created_at"),
        Column("state"),
    )
    filters = ("state", "source")
    search = ("file_name",)
    form = (
        Section("来源", "source", "file_name", "payload", "mapping", cites="N3§9.1"),
        Section("新增的配置项", "owner_unit", "network_zone", "enters_as", note="来源没有说明时按此登记"),
        Section("变更依据", "reason", "reference", note="改动在用的配置项时必填"),
    )
    shown = (Section("结果", "found_count", "new_count", "merge_count", "open_count", "applied_at"),)
    asked_when = {"mapping": f"source={IntakeSource.OTHER_CMDB}"}
    views = (View("待确认", {"state": ["preview"]}), View("我的", {"me": "1"}), View("全部"))
    empty = "还没有发现批次。请从“导入与发现”上传扫描或监控系统导出的文件。"
    guide = "读入的设备先与已有配置项核对，确认合并和冲突后再应用；应用之前不改动任何配置项。"
    new_label = "读入发现"
    chip_tones = {"preview": "amber", "applied": "green", "discarded": "muted"}

    def title_of(self, record: Any) -> str:
        return f"{record.get_source_display()}：{record.file_name or '直接提交'}"

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"owner_unit": actor.unit, "network_zone": ""}

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record, actor)

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        actions.saved(record, actor)

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        return [OtherPage("预览与合并", "git-merge", f"/m/configuration/intake/{record.pk}/")]
