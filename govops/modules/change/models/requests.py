"""变更单 (card B5): why, what, how, when, by whom, and what became of it."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from govops.kernel.organization.models import Person
from govops.kernel.records.fields import ReferencesField, RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.change import choices
from govops.modules.change.choices import CHANGING, RESERVED, ChangeKind, ChangeState, Result, RiskLevel
from govops.modules.change.models.standards import StandardChange

CONFLICTS = (
    RowColumn("kind", "类别", choices=tuple(choices.ConflictKind.choices)),
    RowColumn("words", "情况", max_length=300),
    RowColumn("way", "经过", max_length=500),
    RowColumn("number", "单号", max_length=40),
    RowColumn("level", "程度", choices=(("hard", "不得安排"), ("warn", "须说明"))),
)
ITEM_CHECKS = (
    RowColumn("item", "配置项编号", required=True, max_length=40),
    RowColumn("outcome", "核对结果", required=True, choices=tuple(choices.ItemOutcome.choices)),
    RowColumn("reason", "说明", max_length=200),
)
MOST_ITEMS = 200


def _person(
    title: str, *, asked: bool = False, help_text: str = "", is_indexed: bool = False
) -> models.ForeignKey:
    return models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name=title, related_name="+", editable=asked,
        help_text=help_text, db_index=is_indexed,
    )  # fmt: skip


class ChangeRequest(Record):
    """A change of what is running. `items` are what it touches; the graph of configuration tells what else feels it."""

    subject = models.CharField("变更名称", max_length=100)
    kind = models.CharField("变更类型", max_length=20, choices=ChangeKind, default=ChangeKind.NORMAL)
    template = models.ForeignKey(
        StandardChange, on_delete=models.PROTECT, null=True, blank=True, verbose_name="标准变更模板", related_name="uses",
        help_text="标准变更须选用已批准的模板",
    )  # fmt: skip
    reason = models.TextField("变更原因", max_length=1000)
    source_kind = models.CharField(
        "变更来源", max_length=20, choices=choices.Source, default=choices.Source.DEMAND
    )
    source_number = models.CharField(
        "来源单号", max_length=40, blank=True, help_text="来自事件、问题、服务请求的填其编号，保存后互相关联"
    )
    items = ReferencesField("受影响配置项", to="configuration.ConfigurationItem")

    reach = models.CharField("影响范围", max_length=20, choices=choices.Reach, default=choices.Reach.UNIT)
    redundancy = models.CharField(
        "冗余情况", max_length=20, choices=choices.Redundancy, default=choices.Redundancy.NONE
    )
    rehearsal = models.CharField(
        "测试情况", max_length=20, choices=choices.Rehearsal, default=choices.Rehearsal.PART
    )
    back_out_time = models.CharField(
        "回退用时", max_length=20, choices=choices.BackOutTime, default=choices.BackOutTime.HOURS
    )
    timing = models.CharField("实施时段", max_length=20, choices=choices.Timing, default=choices.Timing.IDLE)
    experience = models.CharField(
        "实施经验", max_length=20, choices=choices.Experience, default=choices.Experience.ONCE
    )
    sensitivity = models.CharField(
        "安全保密", max_length=20, choices=choices.Sensitivity, default=choices.Sensitivity.NONE
    )
    risk_score = models.PositiveSmallIntegerField("风险得分", default=0, editable=False)
    risk_level = models.CharField(
        "风险等级", max_length=10, choices=RiskLevel, default=RiskLevel.LOW, editable=False
    )
    risk_words = models.CharField("风险说明", max_length=300, blank=True, editable=False)

    plan = models.TextField(
        "实施方案", max_length=5000, blank=True, help_text="步骤、分工、每步用时和确认方法"
    )
    test_plan = models.TextField(
        "测试方案", max_length=2000, blank=True, help_text="实施前在哪里测、实施后怎样确认"
    )
    backout_plan = models.TextField(
        "回退方案", max_length=2000, blank=True, help_text="什么情况下中止、怎样恢复原状、需要多久"
    )
    planned_from = models.DateTimeField("计划开始")
    planned_to = models.DateTimeField("计划结束")
    conflict_words = models.TextField(
        "冲突处理说明",
        max_length=500,
        blank=True,
        help_text="窗口与其他变更相关、无人值班等，写明已知悉和怎样处理",
    )
    needs_stop = models.BooleanField("需要停机", default=False)
    stop_units = ReferencesField("停机通知范围", to="organization.Unit")
    stop_words = models.CharField(
        "停机通知内容", max_length=200, blank=True, help_text="哪些业务停用、多久、期间怎么办"
    )
    implementer = _person("实施人", asked=True, help_text="实施人不得审批、不得验证本单", is_indexed=True)
    verifier = _person("验证人", asked=True, help_text="与实施人不是同一人", is_indexed=True)

    impact_words = models.CharField("影响分析", max_length=100, blank=True, editable=False)
    impact_at = models.DateTimeField("影响分析时间", null=True, editable=False)
    known_conflicts = RowsField("窗口冲突", columns=CONFLICTS, editable=False)
    impact_services = models.TextField("对服务的影响", max_length=1000, blank=True)
    impact_users = models.TextField("对用户的影响", max_length=1000, blank=True)
    impact_security = models.TextField("对安全的影响", max_length=1000, blank=True)
    impact_cost = models.TextField("费用", max_length=500, blank=True, help_text="没有费用请写“无”")
    assessed_level = models.CharField("评估风险等级", max_length=10, choices=RiskLevel, blank=True)
    assessment = models.TextField("评估意见", max_length=1000, blank=True)
    assessor = _person("评估人")
    assessed_at = models.DateTimeField("评估时间", null=True, editable=False)

    authorised_by = _person("口头授权人", asked=True)
    authorised_at = models.DateTimeField("口头授权时间", null=True, blank=True)
    authorised_words = models.CharField(
        "授权方式和内容", max_length=300, blank=True, help_text="电话、当面还是即时消息，原话大意"
    )
    paper_due_at = models.DateTimeField("补单期限", null=True, editable=False)
    paper_at = models.DateTimeField("补单时间", null=True, editable=False)
    is_paper_late = models.BooleanField("补单逾期", default=False, editable=False)

    approved_at = models.DateTimeField("批准时间", null=True, editable=False)
    scheduled_at = models.DateTimeField("排期时间", null=True, editable=False)
    schedule_words = models.CharField("排期说明", max_length=300, blank=True)
    started_at = models.DateTimeField("实际开始", null=True, editable=False)
    finished_at = models.DateTimeField("实际结束", null=True, editable=False)
    implementation = models.TextField(
        "实施记录", max_length=3000, blank=True, help_text="做了什么、何时、有无偏离方案"
    )
    test_result = models.TextField("测试结果", max_length=1000, blank=True)
    result = models.CharField("结果", max_length=20, choices=Result, blank=True)
    rollback_reason = models.TextField("回退原因", max_length=500, blank=True)
    verification = models.TextField("验证结论", max_length=1000, blank=True)
    item_checks = RowsField(
        "配置核对",
        columns=ITEM_CHECKS,
        max_rows=MOST_ITEMS,
        help_text="每个受影响配置项一行；没有变动的写明原因",
    )
    verified_at = models.DateTimeField("验证时间", null=True, editable=False)
    review = models.TextField("回顾结论", max_length=1000, blank=True)
    reviewer = _person("回顾人")
    reviewed_at = models.DateTimeField("回顾时间", null=True, editable=False)
    closed_at = models.DateTimeField("关闭时间", null=True, editable=False)
    stop_told_at = models.DateTimeField("停机通知时间", null=True, editable=False)
    stop_reminded_at = models.DateTimeField("停机提醒时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "变更单"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["kind", "-id"], name="change_kind"),
            models.Index(fields=["risk_level", "-id"], name="change_risk"),
            models.Index(fields=["result", "-id"], name="change_result"),
            models.Index(fields=["source_kind", "-id"], name="change_source"),
            models.Index(
                fields=["source_number"], condition=~Q(source_number=""), name="change_source_number"
            ),
            models.Index(fields=["planned_from", "id"], name="change_planned"),
            models.Index(fields=["template", "-id"], name="change_template"),
            models.Index(fields=["finished_at"], name="change_finished"),
            models.Index(fields=["-id"], condition=Q(is_paper_late=True), name="change_paper_late"),
            models.Index(
                fields=["paper_due_at"], condition=Q(paper_due_at__isnull=False), name="change_paper_due"
            ),
            models.Index(fields=["planned_from"], condition=Q(state__in=[*RESERVED]), name="change_reserved"),
            GinIndex(fields=["items"], name="change_items"),
            GinIndex(fields=["items"], condition=Q(state__in=[*CHANGING]), name="change_items_now"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(implementer__isnull=True)
                | ~Q(implementer=models.F("verifier"))
                | Q(verifier__isnull=True),
                name="change_implementer_is_not_verifier",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def has_begun(self) -> bool:
        return self.started_at is not None

    @property
    def is_unapproved(self) -> bool:
        """Implemented, and (as yet) nobody has approved it."""
        return self.has_begun and self.approved_at is None

    @property
    def owes_its_paper(self) -> bool:
        """An emergency whose paper has not been submitted."""
        return self.paper_due_at is not None and self.paper_at is None and self.state in PAPER_OWED

    @property
    def level(self) -> str:
        """The risk as assessed, else as reckoned from the answers."""
        return self.assessed_level or self.risk_level


PAPER_OWED = (
    ChangeState.IMPLEMENTING,
    ChangeState.IMPLEMENTED,
    ChangeState.ROLLED_BACK,
    ChangeState.RETURNED,
)
