"""Calendars, their weekly hours, their years and their odd days."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from govops.kernel.calendar import spans


class DayKind(models.TextChoices):
    OFF = "off", "休"
    WORK = "work", "班"


class YearStatus(models.TextChoices):
    UNPUBLISHED = "unpublished", "未发布"
    TENTATIVE = "tentative", "预排"
    APPROVED = "approved", "已核定"


class Weekday(models.IntegerChoices):
    MONDAY = 0, "星期一"
    TUESDAY = 1, "星期二"
    WEDNESDAY = 2, "星期三"
    THURSDAY = 3, "星期四"
    FRIDAY = 4, "星期五"
    SATURDAY = 5, "星期六"
    SUNDAY = 6, "星期日"


class WorkCalendar(models.Model):
    """A named pattern of working time. One is the default; 7×24 services use one that observes no holidays."""

    code = models.CharField("编码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=50)
    is_default = models.BooleanField("默认日历", default=False)
    observes_holidays = models.BooleanField("执行法定节假日", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(
                fields=("is_default",), condition=Q(is_default=True), name="calendar_one_default"
            )
        ]

    def __str__(self) -> str:
        return self.name


class WeeklySegment(models.Model):
    """Hours worked on a weekday, several rows a day (lunch break).

    Valid from `valid_from` to `valid_to` inclusive. Where patterns overlap, the one that begins later holds
    (夏令作息 interrupts the ordinary hours and gives way to them again). `ends` 00:00 is midnight at the day's end.
    """

    calendar = models.ForeignKey(
        WorkCalendar, on_delete=models.CASCADE, verbose_name="工作日历", related_name="segments"
    )
    weekday = models.PositiveSmallIntegerField("星期", choices=Weekday.choices)
    starts = models.TimeField("开始")
    ends = models.TimeField("结束")
    valid_from = models.DateField("生效日期", default=date(2000, 1, 1))
    valid_to = models.DateField("失效日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "作息时间段"
        ordering = ("calendar", "valid_from", "weekday", "starts")
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="segment_weekday_known"),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")) | Q(ends="00:00"), name="segment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="segment_validity_ordered",
            ),
            models.UniqueConstraint(
                fields=("calendar", "weekday", "valid_from", "starts"), name="segment_starts_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"

    @property
    def span(self) -> spans.Span:
        return spans.span_of(self.starts, self.ends)


class CalendarYear(models.Model):
    """How far a year of a calendar is settled, and by which notice."""

    calendar = models.ForeignKey(
        WorkCalendar, on_delete=models.CASCADE, verbose_name="工作日历", related_name="years"
    )
    year = models.PositiveSmallIntegerField("年度")
    status = models.CharField(
        "状态", max_length=12, choices=YearStatus.choices, default=YearStatus.UNPUBLISHED
    )
    source = models.CharField("数据来源", max_length=500, blank=True)
    notice_no = models.CharField("通知文号", max_length=200, blank=True)
    published_by = models.ForeignKey(
        "organization.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="核定人",
        related_name="+",
    )
    published_by_name = models.CharField("核定人姓名", max_length=50, blank=True)
    published_at = models.DateTimeField("核定时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度日历"
        ordering = ("calendar", "year")
        constraints = [
            models.UniqueConstraint(fields=("calendar", "year"), name="calendar_year_once"),
            models.CheckConstraint(
                condition=~Q(status="approved") | (~Q(notice_no="") & Q(published_at__isnull=False)),
                name="calendar_year_approved_by_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.year}年（{self.get_status_display()}）"


class DayOverride(models.Model):
    """A date that differs from the weekly pattern. Never edited: a change retires the row and adds another.

    `segments` is null for the ordinary hours, or `[["08:30", "12:00"], …]` on a working day.
    `notice_year` is the year of the notice, which may differ from the date's (2018-12-29 stands in that of 2019).
    """

    calendar = models.ForeignKey(
        WorkCalendar, on_delete=models.CASCADE, verbose_name="工作日历", related_name="overrides"
    )
    date = models.DateField("日期")
    kind = models.CharField("类型", max_length=4, choices=DayKind.choices)
    name = models.CharField("名称", max_length=60)
    segments = models.JSONField("当日作息", null=True, blank=True)
    notice_year = models.PositiveSmallIntegerField("通知年度")
    source_notice = models.CharField("依据", max_length=500, blank=True)
    created_at = models.DateTimeField("登记时间")
    retired_at = models.DateTimeField("失效时间", null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="被其取代",
        related_name="supersedes",
    )

    class Meta:
        verbose_name = verbose_name_plural = "特殊日期"
        ordering = ("calendar", "date", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("calendar", "date"),
                condition=Q(retired_at__isnull=True),
                name="override_once_per_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="work") | Q(kind="off", segments__isnull=True),
                name="override_off_has_no_hours",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | Q(retired_at__isnull=False),
                name="override_superseded_is_retired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()} {self.name}"

    def clean(self) -> None:
        if self.segments is None:
            return
        try:
            spans.parse(self.segments)
        except ValueError as error:
            raise ValidationError({"segments": str(error)}) from error
