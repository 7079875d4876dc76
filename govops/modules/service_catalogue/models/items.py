"""What is offered, and who stands behind it (card B8)."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from govops.kernel.organization.models import Person, Unit
from govops.kernel.records.fields import ReferencesField, RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.service_catalogue.choices import (
    QuestionKind,
    ServiceCategory,
    ServiceIcon,
    ServiceKind,
    SupportLine,
)

QUESTIONS = (
    RowColumn("title", "问题", required=True, max_length=40),
    RowColumn("kind", "填法", required=True, choices=tuple(QuestionKind.choices)),
    RowColumn("required", "必填", choices=(("yes", "是"), ("no", "否"))),
    RowColumn("choices", "选项（用顿号分隔）", max_length=200),
    RowColumn("key", "代号（可留空）", max_length=30),
)


class SupportGroup(Record):
    """支持组: people of one line who take tickets together."""

    name = models.CharField(
        "名称", max_length=40, unique=True, error_messages={"unique": "已有同名的支持组，请换个名称。"}
    )
    line = models.CharField("支持级别", max_length=10, choices=SupportLine, default=SupportLine.FIRST)
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name="组长", related_name="+")
    members = ReferencesField("成员", to="organization.Person", help_text="组长自动列入", blank=True)
    provider = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name="所属厂商", related_name="+",
        help_text="厂商支持组填写",
    )  # fmt: skip
    phone = models.CharField("值班电话", max_length=30, blank=True)
    duty = models.TextField("职责", max_length=300, blank=True)
    is_active = models.BooleanField("启用", default=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "支持组"
        indexes = [*Record.Meta.indexes, GinIndex(fields=["members"], name="support_group_members")]

    def __str__(self) -> str:
        return self.name


class ServiceItem(Record):
    """服务目录项: one service that people may ask for. In use only under a valid agreement (R-SLA-01)."""

    name = models.CharField(
        "服务名称", max_length=40, unique=True, error_messages={"unique": "已有同名的服务项，请换个名称。"}
    )
    summary = models.CharField("服务简介", max_length=100, help_text="一句话，显示在自助服务页上")
    group = models.CharField("服务分类", max_length=20, choices=ServiceCategory)
    kind = models.CharField("受理类型", max_length=10, choices=ServiceKind, default=ServiceKind.BOTH)
    icon = models.CharField("图标", max_length=30, choices=ServiceIcon, default=ServiceIcon.HELP)
    position = models.PositiveSmallIntegerField("排序", default=100, help_text="同一分类内从小到大排列")

    goal = models.TextField("服务目标", max_length=300)
    audience = models.CharField("服务对象", max_length=100)
    content = models.TextField("服务内容", max_length=1000)
    frequency = models.CharField("服务频度", max_length=60)
    service_hours = models.CharField("服务时间", max_length=100)
    delivery = models.CharField("交付方式", max_length=100)
    deliverable = models.CharField("交付成果", max_length=200)

    form_fields = RowsField("附加问题", columns=QUESTIONS, max_rows=6, help_text="申请时另外要问的，越少越好")
    needs_approval = models.BooleanField("须经部门领导同意", default=False)
    default_category = models.CharField(
        "默认类别", max_length=20, choices=ServiceCategory, blank=True, help_text="留空同服务分类"
    )
    support_group = models.ForeignKey(
        SupportGroup, on_delete=models.PROTECT, verbose_name="受理支持组", related_name="services"
    )
    is_active = models.BooleanField("可选", default=True, editable=False)
    in_use_since = models.DateField("启用日期", null=True, editable=False)
    retired_on = models.DateField("停用日期", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "服务目录项"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["group", "position", "id"], name="service_item_tiles"),
            models.Index(fields=["position", "id"], name="service_item_position"),
        ]

    def __str__(self) -> str:
        return self.name
