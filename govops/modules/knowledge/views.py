"""The pages of readers: the way in by system and search, and one article to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.registers import doors, site
from govops.kernel.search.highlight import highlight
from govops.kernel.search.queries import matching
from govops.kernel.web.cells import state_chip
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, go, toast
from govops.modules.knowledge import actions, public
from govops.modules.knowledge.choices import ArticleState
from govops.modules.knowledge.models import ArticleVote, KnowledgeArticle
from govops.modules.knowledge.prose import blocks
from govops.modules.service_catalogue.public import CATEGORY_ICONS, ServiceCategory

CRUMBS = [{"title": "知识库", "url": "/m/knowledge/"}]
_SHOWN = ("id", "subject", "category", "system", "uses", "published_at")
_MOST = 500
_HITS = 30
_TOP = 8


@page("knowledge/", name="knowledge")
def index(request: HttpRequest) -> HttpResponse:
    """知识库: search, or the shelves by system, the most used and the newest."""
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()[:200]
    chosen = request.GET.get("category", "")
    if chosen and chosen not in ServiceCategory.values:
        raise Refused("没有这个分类，请从页面上选择。", status=404)
    articles = list(public.readable(actor).only(*_SHOWN).order_by("-uses", "-id")[:_MOST])
    context = {
        "title": "知识库",
        "crumbs": [{"title": "知识库"}],
        "text": text,
        "hits": list(_hits(text, actor)) if text else [],
        "shelves": _shelves(articles, chosen),
        "chosen": ServiceCategory(chosen).label if chosen else "",
        "top": [article for article in articles if article.uses][:_TOP],
        "newest": sorted(articles, key=lambda one: one.published_at or moment.now(), reverse=True)[:_TOP],
        "count": len(articles),
        "may_write": bool(table.may(actor, "write", public.REGISTER)),
    }
    return render(request, "knowledge/index.html", context)


def _hits(text: str, actor: Actor) -> Iterator[dict[str, Any]]:
    """What holds every word as typed, the most used first; then what is merely alike."""
    rows = public.readable(actor).only("id", "subject", "solution", "uses")
    exact = list(matching(rows, text).order_by("-uses", "-id")[:_HITS])
    known = {article.pk for article in exact}
    alike = [one for one in public.suggest(text, actor=actor, limit=_HITS) if one.id not in known]
    found = [*(public.suggestion_of(article) for article in exact), *alike][:_HITS]
    for one in found:
        yield {
            "url": one.url,
            "uses": one.uses,
            "title": highlight(one.title, text),
            "summary": highlight(one.summary, text),
        }


def _shelves(articles: list[KnowledgeArticle], chosen: str) -> list[dict[str, Any]]:
    """The articles by category, and within it by system; the categories in their own order."""
    shelves = []
    for category in ServiceCategory:
        if chosen and category != chosen:
            continue
        systems: dict[str, list[KnowledgeArticle]] = {}
        for article in articles:
            if article.category == category:
                systems.setdefault(article.system, []).append(article)
        if systems or chosen:
            shelves.append(
                {
                    "title": category.label,
                    "icon": CATEGORY_ICONS[category],
                    "url": f"/m/knowledge/?category={category.value}",
                    "count": sum(len(rows) for rows in systems.values()),
                    "systems": [{"title": name, "articles": rows} for name, rows in sorted(systems.items())],
                }
            )
    return shelves


@page("knowledge/<int:pk>/", name="knowledge-article")
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """One article, to be read."""
    actor = actor_of(request)
    found: Any = doors.get(site.get(public.REGISTER), pk, actor=actor)
    is_readable = found.is_readable_on(moment.today())
    mine = ArticleVote.objects.filter(article=found, person=actor.person).first() if actor.person else None
    context = {
        "title": found.subject,
        "crumbs": [
            *CRUMBS,
            {"title": found.get_category_display(), "url": f"/m/knowledge/?category={found.category}"},
            {"title": found.number},
        ],
        "article": found,
        "state": state_chip(site.get(public.REGISTER), found),
        "parts": [
            {"title": title, "blocks": list(blocks(words))}
            for title, words in (("现象", found.symptom), ("原因", found.cause), ("解决方法", found.solution))
            if words.strip()
        ],
        "is_readable": is_readable,
        "not_readable": "" if is_readable else _why_not(found),
        "vote": mine,
        "related": _related(found, actor),
        "record_url": _record_url(found, actor),
        "page_secrecy": SecrecyLevel(found.secrecy_level).label,
        "page_secrecy_tone": "red" if found.secrecy_level >= SecrecyLevel.CONFIDENTIAL else "",
    }
    return render(request, "knowledge/article.html", context)


def _record_url(found: KnowledgeArticle, actor: Actor) -> str:
    """The article's place in the register, for those who write or keep it."""
    mine = actor.person is not None and actor.person.pk == found.applicant_id
    is_staff = table.scope_of(actor, "write", public.REGISTER) == "all"
    return f"/r/{public.REGISTER}/{found.pk}/" if mine or is_staff else ""


def _why_not(found: KnowledgeArticle) -> str:
    if found.state == ArticleState.EXPIRED:
        return "此条目已失效，内容可能不再适用，请查找新的条目。"
    if found.state in (ArticleState.PUBLISHED, ArticleState.DUE):
        return "此条目已过有效期，等待复审，内容仅供参考。"
    return "此条目尚未发布，内容仅供审核。"


def _related(found: KnowledgeArticle, actor: Actor) -> list[KnowledgeArticle]:
    """Others about the same system, the most used first."""
    others = public.readable(actor).filter(category=found.category, system=found.system).exclude(pk=found.pk)
    return list(others.only("id", "subject", "uses").order_by("-uses", "-id")[:6])


@page("knowledge/<int:pk>/vote/", name="knowledge-vote")
@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """有帮助 or 没帮助, with a word why."""
    actor = actor_of(request)
    found: Any = doors.get(site.get(public.REGISTER), pk, actor=actor)
    choice = request.POST.get("helpful", "")
    if choice not in {"1", "0"}:
        raise Refused("请选择“有帮助”或“没帮助”。", field="helpful", status=422)
    sentence = actions.vote(found, is_helpful=choice == "1", words=request.POST.get("words", ""), actor=actor)
    toast(request, sentence)
    return go(request, public.url_of(pk))
