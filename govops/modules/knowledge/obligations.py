"""Every article is looked at again in the month in which its term ends (GB/T 28827.1 7.5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from govops.kernel.norms.obligations import Evidence, Obligation, Period, declare
from govops.kernel.organization.models import Person
from govops.modules.knowledge.choices import READABLE
from govops.modules.knowledge.models import KnowledgeArticle
from govops.modules.knowledge.seats import REVIEWER


def ending(day: date) -> Iterable[tuple[int, str]]:
    """The published articles whose term ends in the month of that day."""
    month = Period.of("month", day)
    rows = KnowledgeArticle.objects.filter(
        state__in=READABLE, valid_to__gte=month.first, valid_to__lte=month.last
    )
    return rows.order_by("id").values_list("id", "subject")


def reviewed(article_id: int, period: Period) -> Evidence | None:
    """It was confirmed, or taken back by a person, or replaced by a new edition within the month."""
    first = timezone.make_aware(datetime.combine(period.first, time()))
    after = timezone.make_aware(datetime.combine(period.last + timedelta(days=1), time()))
    found = KnowledgeArticle.objects.filter(
        Q(reviewed_at__gte=first, reviewed_at__lt=after, valid_to__gt=period.last)
        | Q(ended_at__gte=first, ended_at__lt=after, valid_to__gte=TruncDate("ended_at")),
        pk=article_id,
    ).first()
    if found is None:
        return None
    at = found.ended_at or found.reviewed_at
    words = "已失效" if found.ended_at else f"复审通过，有效期至 {found.valid_to}"
    return Evidence("knowledge_article", found.pk, found.number, words, at)


def responsible(article_id: int, day: date) -> Iterable[Person]:
    return REVIEWER.holders(KnowledgeArticle.objects.get(pk=article_id))


declare(
    Obligation(
        id="N2§7.5-review", title="知识复审", cites="N2§7.5", every="month", register="knowledge_article",
        subjects=ending, evidence=reviewed, responsible=responsible, url=lambda pk: f"/r/knowledge_article/{pk}/",
    ),
)  # fmt: skip
