"""Workbooks between upload and result: small ones wait for a yes, large ones are carried on by a job."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.access.models import Account


class PendingImport(models.Model):
    """Kept for half an hour, for the account that uploaded it, whichever process answers next."""

    token = models.CharField(max_length=40, unique=True)
    account_id = models.BigIntegerField()
    register = models.CharField(max_length=60)
    content = models.BinaryField()
    at = models.DateTimeField(default=moment.now, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "待确认的导入"

    def __str__(self) -> str:
        return f"{self.register} {self.at}"


class Phase(models.TextChoices):
    """Where a large import stands."""

    WAITING = "waiting", "排队核对"
    TRYING = "trying", "正在核对"
    TRIED = "tried", "待确认"
    FAULTY = "faulty", "需要更正"
    CONFIRMED = "confirmed", "排队导入"
    SAVING = "saving", "正在导入"
    DONE = "done", "已导入"
    REFUSED = "refused", "未导入"
    DROPPED = "dropped", "已放弃"


#: somebody is to do, or does, something
UNDER_WAY = (Phase.WAITING, Phase.TRYING, Phase.CONFIRMED, Phase.SAVING)


class ImportRun(models.Model):
    """A large upload on its way: tried by a job, confirmed by the person, saved by a job, all of it or nothing.

    `kind` says how it is taken in (`runs.RunKind`), `subject` and `options` into what and for which reason.
    """

    token = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, blank=True)
    title = models.CharField("导入", max_length=100)
    file_name = models.CharField("文件", max_length=150, blank=True)
    content = models.BinaryField()
    #: of content, subject and options: the same upload twice is one run
    digest = models.CharField(max_length=64)
    options = models.JSONField(default=dict)
    phase = models.CharField("进度", max_length=10, choices=Phase, default=Phase.WAITING)
    step = models.CharField("正在做", max_length=60, blank=True)
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("共", default=0)
    #: (word, how many lines), in order
    counts = models.JSONField("结果", default=list)
    #: which lines are new, changed or as they were (`listing.listed`)
    lines = models.JSONField(default=dict)
    #: the first (sheet, line, sentence) of what stands in the way
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField("问题", default=0)
    sentence = models.CharField("说明", max_length=500, blank=True)
    #: what came of it
    url = models.CharField(max_length=200, blank=True)
    result = models.BinaryField("结果工作簿", null=True)
    #: (step, seconds), in order
    seconds = models.JSONField("用时", default=list)
    at = models.DateTimeField("上传时间", default=moment.now)
    ended_at = models.DateTimeField("办结时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "成批导入"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["account", "-id"], name="import_run_of"),
            models.Index(fields=["at"], name="import_run_at"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["account", "digest"], condition=Q(phase__in=UNDER_WAY), name="import_run_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.get_phase_display()}"

    @property
    def is_under_way(self) -> bool:
        return self.phase in UNDER_WAY

    @property
    def address(self) -> str:
        """The page of the run."""
        return f"/imports/{self.token}/"
