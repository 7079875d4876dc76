"""What must be true of an article: answers with reasons, nothing changed here."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.modules.knowledge.choices import READABLE, ArticleState
from govops.modules.knowledge.models import KnowledgeArticle


def term_lies_ahead(article: Any, deed: Deed) -> Answer:
    today = timezone.localtime(deed.at).date()
    if article.valid_to is None or today <= article.valid_to <= today.replace(year=today.year + 5, day=1):
        return Allowed()
    return Denied("“有效期至”不能早于今天、不能超过五年，请核对；不改即从今天起顺延一期。", field="valid_to")


def solution_tells_how(article: Any, deed: Deed) -> Answer:
    """An article without a way to act is none."""
    if len(article.solution.strip()) >= 10:
        return Allowed()
    return Denied("“解决方法”过于简单，请写明具体步骤，让别人照着做就能解决。", field="solution")


def subject_is_new(article: Any, deed: Deed) -> Answer:
    """Another article of the same name about the same system is revised, not written again."""
    others = KnowledgeArticle.objects.filter(
        subject=article.subject.strip(), system=article.system.strip(),
        state__in=(ArticleState.REVIEWING, ArticleState.PUBLISHED, ArticleState.DUE),
    ).exclude(pk__in=[pk for pk in (article.pk, article.former_id) if pk])  # fmt: skip
    other = others.first()
    if other is None:
        return Allowed()
    return Denied(
        f"“{article.system}”已有同名条目 {other.number}，请在该条目上修订，不要另写一条。", field="subject"
    )


def former_is_known(article: Any, deed: Deed) -> Answer:
    """What is revised is published, and not this article itself."""
    if not article.former_number or article.state not in (ArticleState.DRAFT, ArticleState.REVIEWING):
        return Allowed()
    former = article.former
    if former is None or former.pk == article.pk:
        return Denied(f"没有编号为“{article.former_number}”的知识条目，请核对。", field="former_number")
    if former.state not in READABLE:
        return Denied(f"{former.number} 不是已发布的条目，不能修订；请另写新条目。", field="former_number")
    return Allowed()


def is_not_being_revised(article: Any, deed: Deed) -> Answer:
    """One new edition at a time."""
    open_states = (ArticleState.DRAFT, ArticleState.REVIEWING)
    draft = KnowledgeArticle.objects.filter(former=article, state__in=open_states).first()
    if draft is None:
        return Allowed()
    return Denied(f"{draft.author or ''}正在修订此条目（{draft.number}），请等新版发布或与其联系。")


def writes_articles(article: Any, deed: Deed) -> Answer:
    """运维人员（有知识条目写权限）."""
    from govops.kernel.access import table

    if deed.actor.person is None:
        return Denied("请以本人账户登录办理。")
    return table.may(deed.actor, "write", "knowledge_article", title="知识条目")
