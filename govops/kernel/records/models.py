"""The common base of every record, and what hangs on any record.

Side tables address a record by the pair (`register`, `record_id`): readable in SQL, indexed, and free of joins.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.organization.models import Person, Unit
from govops.kernel.organization.rows import PlainRow
from govops.kernel.records.choices import NetworkZone, SecrecyLevel
from govops.kernel.search.fields import BigramVectorField

#: the columns by which rows are narrowed to what a reader may see
SEEN_BY = ("secrecy_level", "is_restricted", "applicant")


class RecordQuerySet(models.QuerySet):
    """Never loads the search vector; narrowing to what an actor may see is `records.visibility.visible`."""


class RecordManager(models.Manager.from_queryset(RecordQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> RecordQuerySet:
        return super().get_queryset().defer("search_vector")


def applicant_called(title: str) -> models.ForeignKey:
    """Whose record it is, by the name that its people use: 申请人, 报告人, 请求人. A kind of record may call it its own way."""
    return models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name=title, related_name="+", editable=False, db_index=False
    )  # fmt: skip


class Record(PlainRow):
    """One entry of a register."""

    number = models.CharField("编号", max_length=40, unique=True, editable=False)
    title = models.CharField("事项", max_length=200, editable=False)
    state = models.CharField("状态", max_length=30, editable=False, default="")
    # The three references are indexed below, newest first.
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, verbose_name="部门", related_name="+", editable=False, db_index=False
    )
    applicant = applicant_called("申请人")
    created_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="登记人", related_name="+", editable=False, db_index=False
    )  # fmt: skip
    created_at = models.DateTimeField("登记时间", default=moment.now, editable=False)
    updated_at = models.DateTimeField("更新时间", default=moment.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    secrecy_level = models.PositiveSmallIntegerField(
        "密级", choices=SecrecyLevel.choices, default=SecrecyLevel.INTERNAL
    )
    secrecy_years = models.PositiveSmallIntegerField("保密期限（年）", null=True, blank=True)
    is_restricted = models.BooleanField("限定知悉范围", default=False, editable=False)
    network_zone = models.CharField(
        "所在网络", max_length=20, choices=NetworkZone.choices, default=NetworkZone.INTRANET, editable=False
    )
    search_vector = BigramVectorField(null=True, editable=False)

    objects = RecordManager()

    class Meta:
        abstract = True
        ordering = ("-id",)
        get_latest_by = "id"
        indexes = [
            # With what visibility looks at: many rows are counted by the index alone, without a look at each.
            models.Index(fields=["state", "-id"], include=SEEN_BY, name="%(class)s_state"),
            # Unnamed, so that Django names them after each table within the database's limit.
            models.Index(fields=["unit", "-id"]),
            models.Index(fields=["applicant", "-id"]),
            models.Index(fields=["created_by", "-id"]),
            models.Index(fields=["-created_at"]),
            GinIndex(fields=["search_vector"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def named_in(self, other: Record | None, words: str = "") -> str:
        """What the title of `other` calls this one, its own words unless others are given; the number alone, where not all
        who may read `other` may know this. None: something that stands under no restriction."""
        level = max(other.secrecy_level if other else 0, SecrecyLevel.INTERNAL)
        is_open = not self.is_restricted and self.secrecy_level <= level
        return (words or str(self)) if is_open else self.number


class SideRow(PlainRow):
    """A row that hangs on some record."""

    register = models.CharField(max_length=60)
    record_id = models.BigIntegerField()

    class Meta:
        abstract = True


class NeedToKnow(SideRow):
    """知悉范围: a person or a unit that may see a restricted record."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "知悉范围"
        indexes = [models.Index(fields=["register", "record_id"], name="need_to_know_record")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(unit__isnull=False), name="need_to_know_person_or_unit"
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.unit)


class Attachment(SideRow):
    """A checked file. Its SM3 digest is part of what a signer sees."""

    name = models.CharField("文件名", max_length=150)
    path = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField("大小")
    media_type = models.CharField("类型", max_length=100)
    digest = models.CharField("SM3 摘要", max_length=64)
    uploaded_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", default=moment.now)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        indexes = [models.Index(fields=["register", "record_id"], name="attachment_record")]

    def __str__(self) -> str:
        return self.name


class Comment(SideRow):
    """A remark outside the process; never an opinion. Said once: neither changed nor taken back."""

    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="评论人", related_name="+"
    )
    text = models.TextField("内容", max_length=4000)
    is_internal = models.BooleanField("内部备注", default=False)
    mentions = models.JSONField("提到的人", default=list)
    at = models.DateTimeField("时间", default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "备注"
        ordering = ("id",)
        indexes = [models.Index(fields=["register", "record_id"], name="comment_record")]

    def __str__(self) -> str:
        return self.text[:40]


class CannedReply(models.Model):
    """常用回复: a text that its owner says often, shared with the owner's unit or not."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="canned_replies")
    title = models.CharField("名称", max_length=30)
    text = models.TextField("内容", max_length=1000)
    is_shared = models.BooleanField("本部门共用", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "常用回复"
        ordering = ("title", "id")
        constraints = [models.UniqueConstraint(fields=("owner", "title"), name="reply_title_once")]

    def __str__(self) -> str:
        return self.title


class Link(SideRow):
    """A relation to another record, with a word for it."""

    kind = models.CharField("关系", max_length=30, default="相关")
    to_register = models.CharField(max_length=60)
    to_record_id = models.BigIntegerField()
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "关联"
        indexes = [
            models.Index(fields=["register", "record_id"], name="link_from"),
            models.Index(fields=["to_register", "to_record_id"], name="link_to"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("register", "record_id", "kind", "to_register", "to_record_id"), name="link_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.to_register} {self.to_record_id}"


class Follow(SideRow):
    """关注."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="follows")
    since = models.DateTimeField(default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "关注"
        constraints = [
            models.UniqueConstraint(fields=("person", "register", "record_id"), name="follow_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.register} {self.record_id}"


class SavedView(models.Model):
    """A named filter of a list: personal, or shared with everybody who may read the register."""

    register = models.CharField(max_length=60)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_views")
    title = models.CharField("名称", max_length=30)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField("共享", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "视图"
        constraints = [models.UniqueConstraint(fields=("register", "owner", "title"), name="view_title_once")]

    def __str__(self) -> str:
        return self.title


class ColumnChoice(models.Model):
    """Which columns a person wants to see in a list."""

    register = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    columns = models.JSONField(default=list)

    class Meta:
        verbose_name = verbose_name_plural = "显示列"
        constraints = [models.UniqueConstraint(fields=("register", "person"), name="columns_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.register}"
