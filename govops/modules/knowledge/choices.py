"""The words of the knowledge base."""

from django.db import models


class ArticleState(models.TextChoices):
    DRAFT = "draft", "草稿"
    REVIEWING = "reviewing", "审核中"
    PUBLISHED = "published", "已发布"
    DUE = "due", "待复审"
    EXPIRED = "expired", "已失效"
    REFUSED = "refused", "未采用"
    CANCELLED = "cancelled", "已撤销"


#: states in which people may read and use an article
READABLE = (ArticleState.PUBLISHED, ArticleState.DUE)
