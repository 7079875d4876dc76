"""The knowledge base through the year: written, reviewed, read, renewed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from govops.demo.history.articles import ARTICLES, ArticleRow
from govops.demo.history.world import NEVER, Story, World
from govops.kernel import moment
from govops.modules.knowledge.actions import vote, watch
from govops.modules.knowledge.models import ArticleUse, KnowledgeArticle

REVIEWERS = ("problem_manager", "incident_manager")
#: who reads and says what he thinks
READERS = (
    "end_user", "zouwei", "app_liaison", "oa_admin", "drafter", "maoyiming", "jinzeyu", "contract_officer", "registry_clerk",
    "portal_editor", "archivist", "panruolin", "zhangxiaohe", "changhongyu", "supervisor_officer", "budget_officer",
)  # fmt: skip
DOUBTS = (
    "第三步的菜单名称和我电脑上的不一样。",
    "按步骤做了还是不行，希望写明要带哪根线。",
    "我的机型没有这个选项。",
)
STILL_WAITING = 2  #: so many of the last are drafts or under review today


def tell(world: World) -> None:
    """Begin the life of every article in its week."""
    for index, row in enumerate(ARTICLES):
        day = world.first + timedelta(days=min(14 * row.week + index % 5, (world.today - world.first).days))
        is_late = index >= len(ARTICLES) - STILL_WAITING
        at = world.at(world.last_working_days(3)[1] if is_late else day, 10 + index % 6, 5 * index % 60)
        world.begin(_article(world, row, at, index, is_late=is_late))


def _article(world: World, row: ArticleRow, at: Any, index: int, *, is_late: bool) -> Story:
    yield at
    data = {
        "subject": row.subject, "category": row.category, "system": row.system, "keywords": row.keywords, "symptom": row.symptom,
        "cause": row.cause, "solution": row.solution,
    }  # fmt: skip
    article = world.create("knowledge_article", data, by=row.author)
    if is_late and index % 2:
        yield NEVER
    yield world.soon(30, 200)
    article = world.perform(article, "submit", by=row.author)
    if is_late:
        yield NEVER
    yield world.soon(60, 700)
    reviewer = next(name for name in REVIEWERS if name != row.author)
    world.perform(article, "approve", by=reviewer, opinion="内容准确，同意发布。")


def today(world: World) -> None:
    """Uses and votes up to now, and what the nightly job would have found."""
    articles = {article.subject: article for article in KnowledgeArticle.objects.filter(state="published")}
    uses = []
    for row in ARTICLES:
        article = articles.get(row.subject)
        if article is None:
            continue
        votes = min(len(READERS), max(1, row.uses // 10))
        for place in range(votes):
            reader = READERS[(place * 3 + row.week) % len(READERS)]
            is_helpful = (place + row.week) % 9 != 8
            words = "" if is_helpful else world.pick(DOUBTS)
            vote(article, is_helpful=is_helpful, words=words, actor=world.actor(reader))
        span = max(1, int((world.now - article.published_at).total_seconds()))
        uses += [
            ArticleUse(article=article, at=world.now - timedelta(seconds=world.chance.randrange(span)))
            for _ in range(row.uses)
        ]
        KnowledgeArticle.objects.filter(pk=article.pk).update(uses=row.uses + votes)
    ArticleUse.objects.bulk_create(uses)
    with moment.at(world.now):
        watch()
