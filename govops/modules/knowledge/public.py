"""What other modules and bridges may use of the knowledge base."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.kernel.search.resembling import resembling, tokens
from govops.modules.knowledge.actions import count_use, draft_from
from govops.modules.knowledge.choices import READABLE
from govops.modules.knowledge.models import KnowledgeArticle

REGISTER = "knowledge_article"
_CANDIDATES = 30


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article that may answer: `url` is its reading page, `uses` how often it did."""

    id: int
    title: str
    summary: str
    url: str
    uses: int


def readable(actor: Actor) -> QuerySet[KnowledgeArticle]:
    """The published articles within their term that `actor` may see."""
    articles = KnowledgeArticle.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=moment.today()), state__in=READABLE
    )
    return visible(articles, actor, register=REGISTER)


def suggest(text: str, *, actor: Actor, limit: int = 5) -> list[Suggestion]:
    """The articles most like a sentence, those whose title says it first, then the most used. At most two queries."""
    words = tokens(text)
    if not words:
        return []
    found = resembling(readable(actor), text).only("subject", "keywords", "solution", "uses")[:_CANDIDATES]
    ranked = sorted(found, key=lambda article: _likeness(article, words), reverse=True)
    return [suggestion_of(article) for article in ranked[:limit]]


def suggestion_of(article: KnowledgeArticle) -> Suggestion:
    return Suggestion(article.pk, article.subject, article.summary, url_of(article.pk), article.uses)


def url_of(article_id: int) -> str:
    """The article's reading page."""
    return f"/m/knowledge/{article_id}/"


def _likeness(article: KnowledgeArticle, words: list[str]) -> tuple[float, int]:
    """How much of the text the article tells, what its title tells counting double; then how often it was used."""
    named = f"{article.subject} {article.keywords}".lower()
    in_title = sum(word in named for word in words)
    return (article.shared + in_title) / len(words), article.uses  # type: ignore[attr-defined]


__all__ = [
    "KnowledgeArticle",
    "Suggestion",
    "count_use",
    "draft_from",
    "readable",
    "suggest",
    "suggestion_of",
    "url_of",
]
