"""How service reports look."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, OtherPage, Register, Section, View, register
from govops.modules.reports import actions, models, process, rules
from govops.modules.reports.choices import SECTIONS, ReportKind
from govops.modules.reports.periods import before, of


@register
class ServiceReports(Register):
    model = models.ServiceReport
    process = process.ServiceReportProcess
    title = "服务报告"
    form_title = "信息化运维服务报告"
    series = "FWBG"
    cites = ("N3§6.2", "N2§9.3")
    icon = "report-analytics"
    imports = False
    columns = (
        Column("title", second="number"),
        Column("kind"),
        Column("first", title="期间", second="last", sort="first"),
        Column("applicant"),
        Column("state"),
    )
    filters = ("state", "kind")
    search = tuple(SECTIONS)
    date_field = "first"
    form = (
        Section("报告", "kind", "first", "purpose", "readers", "frequency", "data_source", cites="N3§6.2"),
        Section("正文", *SECTIONS),
    )
    shown = (Section("办理", "last", "gathered_at", "distribution", "distributed_at", "archived_at"),)
    views = (
        View("在办", {"state": ["draft", "approving", "approved"]}),
        View("已分发", {"state": ["distributed", "archived"]}),
        View("全部"),
    )
    guards = (rules.period_has_begun, rules.only_one_a_period)
    empty = "还没有服务报告。在“服务指标”选好期间，点“生成报告”；月报、季报、年报期满后也会自动起草。"
    guide = "数据和文字由系统起草，文字可改；负责人审核、领导批准后分发给读者传阅。"
    new_label = "编制报告"
    chip_tones = {"draft": "muted", "approving": "amber", "approved": "amber", "distributed": "green", "archived": "muted", "refused": "red", "cancelled": "muted"}  # fmt: skip

    def title_of(self, record: Any) -> str:
        return f"{record.period_words}信息化运维服务{record.get_kind_display()}"

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        return [OtherPage("看报告", "report-analytics", f"/m/reports/{record.pk}/")]

    def initial(self, actor: Actor) -> dict[str, Any]:
        last = before(ReportKind.MONTH, of("month", moment.today()))
        return {"kind": ReportKind.MONTH.value, "first": last.first}

    def prepare(self, record: Any, actor: Actor) -> None:
        """A new report comes with its data and its first words; the mark of the data stands as it is."""
        actions.settle_period(record)
        if not record.tells_its_period:
            actions.gather(record)
        record.data_source = actions.source_words(record)
