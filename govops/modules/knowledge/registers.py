"""知识条目."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Section, View, register
from govops.modules.knowledge import actions, models, process, readers, rules
from govops.modules.knowledge.choices import ArticleState

__all__ = ["KnowledgeArticles", "readers"]


@register
class KnowledgeArticles(Register):
    model = models.KnowledgeArticle
    process = process.KnowledgeArticleProcess
    title = "知识条目"
    series = "ZSK"
    cites = ("N2§7.5",)
    icon = "book-2"
    columns = (
        Column("subject", second="number"),
        Column("category", second="system"),
        Column("applicant"),
        Column("uses", sort="uses"),
        Column("opinion", title="评价"),
        Column("term", title="有效期至"),
        Column("state"),
    )
    filters = ("state", "category", "system")
    search = ("subject", "keywords", "system", "symptom", "cause", "solution", "source_number")
    form = (
        Section("条目", "subject", "category", "system", "keywords"),
        Section("内容", "symptom", "cause", "solution", cites="N2§7.5"),
        Section("来源与期限", "source_number", "former_number", "valid_months"),
    )
    shown = (
        Section("发布与复审", "edition", "valid_to", "reviewer", "published_at", "reviewed_at", "ended_at"),
        Section("使用", "uses", "helpful", "unhelpful"),
    )
    views = (
        View("已发布", {"state": ["published", "due"]}),
        View("待复审", {"state": ["due"]}),
        View("审核中", {"state": ["reviewing"]}),
        View("我写的", {"me": "1"}),
        View("全部"),
    )
    guards = (rules.solution_tells_how, rules.former_is_known, rules.subject_is_new)
    empty = "还没有知识条目。解决了常见问题，请点“写知识”记下来，下次就不必再问。"
    guide = "用用户的说法写标题，一步一行写解决方法；审核通过后发布，期满前复审，不复审即失效。"
    new_label = "写知识"
    chip_tones = {"reviewing": "accent", "published": "green", "due": "amber", "expired": "muted", "refused": "red"}  # fmt: skip

    def title_of(self, record: Any) -> str:
        return record.subject

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record)

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        actions.link_former(record, actor)

    def show_opinion(self, record: Any) -> str:
        return f"{record.helpful} 有帮助　{record.unhelpful} 没帮助" if record.helpful + record.unhelpful else "—"  # fmt: skip

    def show_term(self, record: Any) -> dict[str, Any]:
        """The end of the term; amber when that is past or waits for review."""
        if record.valid_to is None:
            return {"text": "—"}
        over = record.state == ArticleState.DUE or (
            record.state == ArticleState.PUBLISHED and record.valid_to < moment.today()
        )
        text = record.valid_to.isoformat()
        return {"kind": "chip", "text": text, "tone": "amber"} if over else {"text": text}
