"""What is known: articles, their uses and what readers thought of them (card B4)."""

from __future__ import annotations

import re
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from govops.kernel import moment
from govops.kernel.organization.models import Person
from govops.kernel.records.models import Record, applicant_called
from govops.modules.knowledge.choices import READABLE
from govops.modules.service_catalogue.public import ServiceCategory

_MARKS = re.compile(r"^\s*(?:\d{1,2}[.．、)）]|[-•])\s*", re.MULTILINE)


class KnowledgeArticle(Record):
    """知识条目. Its author is the applicant; a new edition is a new record that takes the place of the former."""

    applicant = applicant_called("作者")
    subject = models.CharField(
        "标题", max_length=80, help_text="用户会怎么说，就怎么写，如：打印机卡纸怎么办"
    )
    category = models.CharField("分类", max_length=20, choices=ServiceCategory)
    system = models.CharField("适用系统", max_length=40, help_text="如：综合办公系统、打印机、内网终端")
    keywords = models.CharField(
        "关键词", max_length=100, blank=True, help_text="用户可能用到的其他说法，空格分隔"
    )
    symptom = models.TextField("现象", max_length=1000)
    cause = models.TextField("原因", max_length=1000, blank=True)
    solution = models.TextField("解决方法", max_length=6000, help_text="一步一行，以“1.”“2.”开头即显示为步骤")
    source_number = models.CharField("来源单号", max_length=40, blank=True)
    former_number = models.CharField(
        "修订自", max_length=40, blank=True, help_text="修订已有条目时填其编号；新版发布后替代前一版"
    )
    valid_months = models.PositiveSmallIntegerField(
        "有效期（月）", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="自发布之日起；留空按系统参数",
    )  # fmt: skip

    valid_to = models.DateField("有效期至", null=True, blank=True)
    edition = models.PositiveSmallIntegerField("版本", default=1, editable=False)
    former = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, verbose_name="前一版本", related_name="later", editable=False
    )  # fmt: skip
    reviewer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="审核人", related_name="+", editable=False
    )
    published_at = models.DateTimeField("发布时间", null=True, editable=False)
    reviewed_at = models.DateTimeField("复审时间", null=True, editable=False)
    ended_at = models.DateTimeField("失效时间", null=True, editable=False)
    uses = models.PositiveIntegerField("引用次数", default=0, editable=False)
    helpful = models.PositiveIntegerField("有帮助", default=0, editable=False)
    unhelpful = models.PositiveIntegerField("没帮助", default=0, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "知识条目"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["category", "system", "id"], name="article_place"),
            models.Index(fields=["uses", "id"], name="article_uses"),
            models.Index(
                fields=["valid_to"], condition=models.Q(state__in=READABLE), name="article_readable_until"
            ),
            models.Index(fields=["source_number"], name="article_source"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def author(self) -> Person | None:
        return self.applicant

    @property
    def summary(self) -> str:
        """The solution in one line, without the marks of its steps."""
        return " ".join(_MARKS.sub("", self.solution).split())[:120]

    def is_readable_on(self, day: date) -> bool:
        """Published and not past its term."""
        return self.state in READABLE and (self.valid_to is None or self.valid_to >= day)


class ArticleUse(models.Model):
    """Once that an article helped to answer somebody: with the record it was used for, where there is one."""

    article = models.ForeignKey(KnowledgeArticle, on_delete=models.CASCADE, related_name="used")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    register = models.CharField(max_length=60, blank=True)
    record_id = models.BigIntegerField(null=True)
    at = models.DateTimeField("时间", default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "知识引用"
        indexes = [models.Index(fields=["article", "-at"], name="article_use_time")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.at:%Y-%m-%d}"


class ArticleVote(models.Model):
    """What a reader thought; one vote each, which may be changed."""

    article = models.ForeignKey(KnowledgeArticle, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    is_helpful = models.BooleanField("有帮助")
    words = models.CharField("哪里不清楚", max_length=200, blank=True)
    at = models.DateTimeField("时间", default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "知识评价"
        constraints = [models.UniqueConstraint(fields=("article", "person"), name="vote_once")]

    def __str__(self) -> str:
        return f"{self.article_id} {'有帮助' if self.is_helpful else '没帮助'}"
