"""Articles: published, read, used, judged, renewed, ended."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from govops.kernel import moment, parameters
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.access.answers import Refused
from govops.kernel.messages import sending
from govops.kernel.messages.kinds import MessageKind, Word, declare
from govops.kernel.norms import judging
from govops.kernel.norms.obligations import all_obligations
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import links
from govops.kernel.records.models import Link, Record
from govops.kernel.registers import doors, site
from govops.modules.knowledge.choices import READABLE, ArticleState
from govops.modules.knowledge.models import ArticleUse, ArticleVote, KnowledgeArticle
from govops.modules.knowledge.parameters import REVIEW_DAYS, VALID_MONTHS

REGISTER = "knowledge_article"
declare(
    MessageKind(
        code="article_unhelpful", name="条目没有帮助", when="读者认为知识条目没有帮助，告知作者和审核人", title="有读者认为“{条目}”没有帮助", text="{说明}",
        words=(Word("条目", "条目名称", "打印机卡纸怎么办"), Word("说明", "读者怎么说", "第 3 步找不到按钮。")),
    )
)  # fmt: skip
MADE_FROM = links.Relation("整理自", "整理为知识")
REVISES = links.Relation("修订自", "后续版本")
links.declare(MADE_FROM, REVISES)
#: what a new edition begins with
COPIED = ("subject", "category", "system", "keywords", "symptom", "cause", "solution", "source_number", "valid_months", "secrecy_level", "secrecy_years")  # fmt: skip


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_term(article: Any) -> date:
    """Where the article's term ends that begins today."""
    return months_later(moment.today(), article.valid_months or int(parameters.value(VALID_MONTHS.key)))


def prepare(article: Any) -> None:
    """A new edition counts on from the former one."""
    number = article.former_number = article.former_number.strip()
    article.former = KnowledgeArticle.objects.filter(number=number).first() if number else None
    article.edition = article.former.edition + 1 if article.former else 1


def link_former(article: Any, actor: Actor) -> None:
    """A new edition and the former one name each other."""
    if article.former_id is None:
        return
    ends = {
        "register": REGISTER,
        "record_id": article.pk,
        "to_register": REGISTER,
        "to_record_id": article.former_id,
    }
    if not Link.objects.filter(kind=REVISES.word, **ends).exists():
        links.add(article, article.former, kind=REVISES.word, actor=actor)


# --- life ------------------------------------------------------------------------------------------------------------


def publish(article: Any, deed: Deed) -> None:
    """发布: the former edition ends."""
    article.published_at = article.reviewed_at = deed.at
    article.reviewer = deed.actor.person
    article.valid_to = end_of_term(article)
    former = article.former
    if former is not None and former.state in READABLE:
        article.uses = former.uses
        data = {"opinion": f"由第 {article.edition} 版 {article.number} 替代"}
        engine.perform(REGISTER, former.pk, "supersede", actor=SYSTEM, data=data)


def confirm(article: Any, deed: Deed) -> None:
    """复审通过: it holds for another term, counted from today unless told."""
    today = timezone.localtime(deed.at).date()
    if article.valid_to is None or article.valid_to == _term_before(article):
        article.valid_to = end_of_term(article)
    article.reviewed_at, article.reviewer = deed.at, deed.actor.person
    judging.after_commit(today, obligations=[one for one in all_obligations() if one.register == REGISTER])


def _term_before(article: Any) -> date | None:
    """The end of the term as it was before the deed."""
    return KnowledgeArticle.objects.values_list("valid_to", flat=True).get(pk=article.pk)


def end(article: Any, deed: Deed) -> None:
    article.ended_at = deed.at


def revise(article: Any, deed: Deed) -> None:
    """修订: a draft of the next edition in the hands of whoever asked; readers keep the present one meanwhile."""
    if article.is_restricted:
        raise Refused("限定知悉范围的条目请另建新条目，不能直接修订。")
    data = {name: getattr(article, name) for name in COPIED} | {"former_number": article.number}
    doors.create(site.get(REGISTER), data, actor=deed.actor)


def watch() -> tuple[int, int]:
    """Hand over for review what soon ends, and end what was not reviewed; answers how many of each."""
    soon = moment.today() + timedelta(days=int(parameters.value(REVIEW_DAYS.key)))
    due = lapsed = 0
    for article in KnowledgeArticle.objects.filter(state__in=READABLE, valid_to__lte=soon).order_by("id"):
        if article.valid_to < moment.today():
            engine.perform(REGISTER, article.pk, "lapse", actor=SYSTEM)
            lapsed += 1
        elif article.state == ArticleState.PUBLISHED:
            engine.perform(REGISTER, article.pk, "mark_due", actor=SYSTEM)
            due += 1
    return due, lapsed


# --- use -------------------------------------------------------------------------------------------------------------


def count_use(article_id: int, *, actor: Actor = SYSTEM, register: str = "", record_id: int | None = None) -> None:  # fmt: skip
    """One more use of the article; for the same record and person only once."""
    if record_id is not None and ArticleUse.objects.filter(
        article=article_id, register=register, record_id=record_id
    ):
        return
    ArticleUse.objects.create(article_id=article_id, person=actor.person, register=register, record_id=record_id)  # fmt: skip
    KnowledgeArticle.objects.filter(pk=article_id).update(uses=F("uses") + 1)


def vote(article: KnowledgeArticle, *, is_helpful: bool, words: str, actor: Actor) -> str:
    """A reader's opinion, the later one counts; a first 有帮助 is a use, and 没帮助 goes to the author. Answers a sentence."""
    if actor.person is None:
        raise Refused("请以本人账户登录后评价。", status=403)
    if not article.is_readable_on(moment.today()):
        raise Refused("此条目未发布或已失效，不能评价。")
    words = "".join(" " if ch < " " else ch for ch in words).strip()
    if len(words) > 200:
        raise Refused("说明不能超过 200 个字，请缩短。", field="words", status=422)
    before = ArticleVote.objects.filter(article=article, person=actor.person).first()
    ArticleVote.objects.update_or_create(
        article=article, person=actor.person, defaults={"is_helpful": is_helpful, "words": words, "at": moment.now()}
    )  # fmt: skip
    votes = ArticleVote.objects.filter(article=article)
    helpful = votes.filter(is_helpful=True).count()
    KnowledgeArticle.objects.filter(pk=article.pk).update(helpful=helpful, unhelpful=votes.count() - helpful)
    if is_helpful:
        if before is None:
            count_use(article.pk, actor=actor)
        return "谢谢，很高兴帮到您。"
    _tell_author(article, words)
    return "谢谢，已转给作者改进。问题还没解决的话，可以直接报修。"


def _tell_author(article: KnowledgeArticle, words: str) -> None:
    to = [pk for pk in (article.applicant_id, article.reviewer_id) if pk]
    values = {"条目": article.subject, "说明": words}
    sending.tell("article_unhelpful", to, values, register=REGISTER, record_id=article.pk)


# --- from a record ---------------------------------------------------------------------------------------------------


def draft_from(
    *, register: str, record_id: int, title: str, symptom: str, solution: str, actor: Actor, category: str = "", system: str = "", cause: str = "",
) -> KnowledgeArticle:  # fmt: skip
    """A draft written from a solved record, as secret as the record and linked to it.

    Refused when `actor` may not see the record or not write articles, or when the record is for named people only.
    """
    source: Record = doors.get(site.get(register), record_id, actor=actor)
    if source.is_restricted:
        raise Refused("来源单据限定了知悉范围，不能整理为知识。")
    data = {
        "subject": title[:80], "category": category or "consulting", "system": (system or site.get(register).title)[:40],
        "symptom": symptom[:1000] or title, "cause": cause[:1000], "solution": solution[:6000], "source_number": source.number,
        "secrecy_level": source.secrecy_level, "secrecy_years": source.secrecy_years,
    }  # fmt: skip
    article: Any = doors.create(site.get(REGISTER), data, actor=actor)
    links.add(article, source, kind=MADE_FROM.word, actor=actor)
    return article
