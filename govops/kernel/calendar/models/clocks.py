"""Clocks on records, and everything that ever happened to them."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from govops.kernel.calendar.models.days import WorkCalendar


class ClockEventKind(models.TextChoices):
    START = "start", "开始计时"
    PAUSE = "pause", "暂停"
    RESUME = "resume", "恢复计时"
    STOP = "stop", "停止计时"
    RECOMPUTE = "recompute", "重新计算"
    THRESHOLD = "threshold", "到达阈值"


class Clock(models.Model):
    """A budget of working time on a record, e.g. (incident, 17, "解决", 240).

    `spent_seconds` is what closed runs used, settled at each pause and stop; since then it runs from
    `running_since`. `warn_at` and `due_at` are the moments at which 75 % and 100 % of the budget are used; both are
    empty while a pause leaves them open. `warned_75_at` and `breached_at` are those moments once they have passed.
    """

    register = models.CharField("台账", max_length=60)
    record_id = models.BigIntegerField("记录")
    name = models.CharField("计时名称", max_length=40)
    calendar = models.ForeignKey(
        WorkCalendar, on_delete=models.PROTECT, verbose_name="工作日历", related_name="clocks"
    )
    budget_minutes = models.PositiveIntegerField("时限（分钟）")
    spent_seconds = models.PositiveBigIntegerField("已用（秒）", default=0)
    started_at = models.DateTimeField("开始时间")
    running_since = models.DateTimeField("本段开始时间", null=True, blank=True)
    paused_at = models.DateTimeField("暂停时间", null=True, blank=True)
    stopped_at = models.DateTimeField("停止时间", null=True, blank=True)
    warn_at = models.DateTimeField("预警时间", null=True, blank=True)
    due_at = models.DateTimeField("到期时间", null=True, blank=True)
    is_provisional = models.BooleanField("暂定", default=False)
    warned_75_at = models.DateTimeField("已预警", null=True, blank=True)
    breached_at = models.DateTimeField("已超时", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "计时"
        ordering = ("id",)
        indexes = [
            models.Index(fields=("register", "record_id"), name="clock_record"),
            models.Index(
                fields=("warn_at",),
                condition=Q(stopped_at__isnull=True, warned_75_at__isnull=True),
                name="clock_to_warn",
            ),
            models.Index(
                fields=("due_at",),
                condition=Q(stopped_at__isnull=True, breached_at__isnull=True),
                name="clock_to_breach",
            ),
            # Clocks are written as time goes by: a few pages of index say where those of a period stand.
            BrinIndex(fields=("started_at",), pages_per_range=32, autosummarize=True, name="clock_started"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("register", "record_id", "name"),
                condition=Q(stopped_at__isnull=True),
                name="clock_open_once",
            ),
            models.CheckConstraint(condition=Q(budget_minutes__gt=0), name="clock_budget_positive"),
            models.CheckConstraint(
                condition=Q(running_since__isnull=False, paused_at__isnull=True, stopped_at__isnull=True)
                | Q(running_since__isnull=True, paused_at__isnull=False, stopped_at__isnull=True)
                | Q(running_since__isnull=True, paused_at__isnull=True, stopped_at__isnull=False),
                name="clock_in_one_state",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="clock_stops_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.record_id} {self.name}"

    @property
    def budget(self) -> timedelta:
        return timedelta(minutes=self.budget_minutes)

    @property
    def spent_minutes(self) -> int:
        """Whole minutes used by closed runs; see `clocks.spent` for the present moment."""
        return self.spent_seconds // 60

    @property
    def is_running(self) -> bool:
        return self.running_since is not None

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def is_open(self) -> bool:
        return self.stopped_at is None

    @property
    def is_breached(self) -> bool:
        return self.breached_at is not None

    @property
    def state_text(self) -> str:
        """计时中, 已暂停, 已停止, each with 超时 when the budget ran out."""
        state = "已停止" if self.stopped_at else "已暂停" if self.paused_at else "计时中"
        return f"{state}（超时）" if self.breached_at else state


class ClockEvent(models.Model):
    """One line of a clock's history, never changed or deleted (see `sql`). `at` is when it took effect.

    A deadline is re-provable from the start, pause, resume and stop lines and the calendar alone; `due_before`,
    `due_after` and `budget_minutes` say what was believed at the time.
    """

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, verbose_name="计时", related_name="events")
    kind = models.CharField("事件", max_length=10, choices=ClockEventKind.choices)
    at = models.DateTimeField("发生时间")
    recorded_at = models.DateTimeField("记录时间")
    reason = models.CharField("原因", max_length=500, blank=True)
    actor_name = models.CharField("操作人", max_length=150)
    percent = models.PositiveSmallIntegerField("阈值", null=True, blank=True)
    budget_minutes = models.PositiveIntegerField("当时时限（分钟）")
    spent_seconds = models.PositiveBigIntegerField("当时已用（秒）", default=0)
    due_before = models.DateTimeField("原到期时间", null=True, blank=True)
    due_after = models.DateTimeField("新到期时间", null=True, blank=True)
    is_provisional = models.BooleanField("暂定", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "计时事件"
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="threshold", percent__isnull=False)
                | (~Q(kind="threshold") & Q(percent__isnull=True)),
                name="clock_event_percent_of_threshold",
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
