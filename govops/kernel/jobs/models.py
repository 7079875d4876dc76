"""What has been run, and what is due: rows about jobs, kept beside procrastinate's own queue."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class JobRun(models.Model):
    """One attempt at one job. `sentence` is what a person reads: the result, or why it failed."""

    class Trigger(models.TextChoices):
        SCHEDULE = "schedule", "定时"
        DEFERRED = "deferred", "业务触发"
        MANUAL = "manual", "手动"

    class Result(models.TextChoices):
        RUNNING = "running", "运行中"
        OK = "ok", "成功"
        FAILED = "failed", "失败"

    name = models.CharField("作业", max_length=120)
    trigger = models.CharField("触发方式", max_length=10, choices=Trigger.choices)
    arguments = models.JSONField("参数", default=dict)
    attempt = models.PositiveSmallIntegerField("第几次尝试", default=1)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("结束时间", null=True)
    result = models.CharField("结果", max_length=10, choices=Result.choices, default=Result.RUNNING)
    sentence = models.TextField("说明", default="", blank=True)

    class Meta:
        verbose_name = "作业运行记录"
        verbose_name_plural = verbose_name
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["name", "-id"], name="jobrun_name_latest")]

    def __str__(self) -> str:
        return f"{self.name} {self.get_result_display()}"


class JobSchedule(models.Model):
    """The last scheduled moment of each job that was handed to the queue: each is handed over once."""

    name = models.CharField("作业", max_length=120, unique=True)
    handed_over = models.DateTimeField("已交付的计划时间")

    class Meta:
        verbose_name = "作业计划"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return self.name
