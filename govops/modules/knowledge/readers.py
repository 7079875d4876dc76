"""Who may read: what is published is there for everybody, a draft only for those who write or review."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records import visibility
from govops.modules.knowledge.choices import READABLE
from govops.modules.knowledge.models import KnowledgeArticle


def published(actor: Actor, register: str) -> QuerySet[Any]:
    """Ids of the articles that stand open; secrecy and 知悉范围 narrow them as everywhere."""
    articles = KnowledgeArticle.objects.order_by().values_list("pk")
    if register != "knowledge_article":
        return articles.none()
    return articles.filter(state__in=READABLE)


visibility.participation.append(published)
