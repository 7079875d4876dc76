"""问题, 已知错误 and 立问题提示."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Section, View, register
from govops.modules.problem import actions, models, process, rules


@register
class Problems(Register):
    model = models.Problem
    process = process.ProblemProcess
    title = "问题"
    form_title = "问题单"
    series = "WT"
    cites = ("S5§3.4", "N3§8.2", "N2§9.5")
    icon = "bug"
    columns = (
        Column("subject", second="number"),
        Column("category", second="system"),
        Column("level", title="优先级"),
        Column("handler"),
        Column("occurred", title="来源事件"),
        Column("created_at", sort="created_at"),
        Column("state"),
    )
    filters = ("state", "priority", "category", "handler", "cause_kind")
    search = (
        "subject",
        "description",
        "system",
        "items",
        "scope",
        "root_cause",
        "workaround",
        "permanent_fix",
        "change_number",
    )
    form = (
        Section(
            "问题",
            "subject",
            "description",
            "category",
            "service",
            "system",
            "items",
            "scope",
            "sources",
            cites="S5§3.4",
        ),
        Section("优先级与负责人", "impact", "urgency", "handler", cites="N3§8.2"),
    )
    shown = (
        Section("判定", "priority"),
        Section("根因", "cause_kind", "root_cause", "workaround", "known_at"),
        Section("解决", "permanent_fix", "change_number", "resolved_at", "article_number"),
        Section("评审与关闭", "review_conclusion", "reviewed_by", "reviewed_at", "closed_at"),
    )
    views = (
        View("在办", {"state": ["registered", "classified", "investigating", "known_error"]}),
        View("已知错误", {"state": ["known_error"]}),
        View("待评审", {"state": ["resolved"]}),
        View("我登记的", {"me": "1"}),
        View("全部"),
    )
    empty = "还没有问题。同类事件反复发生、原因不明时，请点“登记问题”，或在“立问题提示”中一键立问题。"
    guide = "事件恢复服务，问题根治原因：先分类定优先级，再查根因；暂时不能根治的列为已知错误并写明规避措施。"
    new_label = "登记问题"
    chip_tones = {
        "registered": "amber", "classified": "accent", "investigating": "accent", "known_error": "red", "resolved": "green",
        "reviewed": "green", "closed": "muted",
    }  # fmt: skip

    def title_of(self, record: Any) -> str:
        return record.subject

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record, actor)

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        actions.link_sources(record, actor)

    def show_level(self, record: Any) -> dict[str, Any]:
        tone = {"P1": "red", "P2": "amber"}.get(record.priority, "muted")
        return {"kind": "chip", "text": record.get_priority_display(), "tone": tone}

    def show_occurred(self, record: Any) -> str:
        return f"{len(record.sources)} 起" if record.sources else "—"


@register
class ProblemSuggestions(Register):
    model = models.ProblemSuggestion
    process = process.ProblemSuggestionProcess
    title = "立问题提示"
    series = "WTTS"
    cites = ("N21§重复问题", "S5§3.4")
    icon = "bulb"
    imports = False
    columns = (
        Column("title", second="number"),
        Column("category"),
        Column("count", sort="count"),
        Column("created_at", title="提示时间", sort="created_at"),
        Column("state"),
    )
    filters = ("state", "category")
    search = ("system", "item", "service", "incidents", "reason")
    form = (Section("重复的事件", "category", "item", "system", "service", "count", "days", "incidents"),)
    shown = (Section("处理", "problem", "reason", "decided_at"),)
    views = (View("待处理", {"state": ["waiting"]}), View("已立问题", {"state": ["adopted"]}), View("全部"))
    guards = (rules.recurs_often_enough,)
    empty = "没有提示。同一配置项、系统（设备）或服务的同类事件 30 天内达到 3 起时，每天自动提示。"
    guide = "认为背后有共同原因的，点“立问题”，所列事件随即关联；不立的须写明原因。"
    chip_tones = {"waiting": "amber", "adopted": "green", "dismissed": "muted"}

    def title_of(self, record: Any) -> str:
        return f"{record.about}：{record.days} 天内 {record.count} 起同类事件"
