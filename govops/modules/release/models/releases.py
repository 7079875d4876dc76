"""发布单: which version replaces which, by which change, when, by whom, and how it went; the backups it rests on."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.records.fields import ReferencesField, RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.configuration.public import ConfigurationItem
from govops.modules.release.choices import BackupResult, ReleaseKind, ReleaseResult, TestResult
from govops.modules.release.models.versions import SoftwareVersion

PROBLEMS = (
    RowColumn("number", "问题单号", required=True, max_length=40),
    RowColumn("words", "如何解决", max_length=200),
)


def _person(title: str, words: str = "") -> models.ForeignKey:
    return models.ForeignKey(
        Person, on_delete=models.PROTECT, verbose_name=title, related_name="+", help_text=words
    )


class Release(Record):
    """One version of one system on its way into production."""

    subject = models.CharField("发布名称", max_length=100)
    kind = models.CharField("类型", max_length=20, choices=ReleaseKind, default=ReleaseKind.UPGRADE)
    system = models.ForeignKey(
        ConfigurationItem, on_delete=models.PROTECT, verbose_name="系统", related_name="releases"
    )
    current_version = models.CharField(
        "当前版本", max_length=60, blank=True, help_text="留空按配置库登记的版本"
    )
    target = models.ForeignKey(
        SoftwareVersion,
        on_delete=models.PROTECT,
        verbose_name="目标版本",
        related_name="releases",
        help_text="已定版的版本",
    )
    items = ReferencesField(
        "受影响配置项",
        to="configuration.ConfigurationItem",
        help_text="除系统本身以外，一并改动的主机、数据库等",
    )
    change_number = models.CharField("变更单号", max_length=40, help_text="已批准的变更单（R-REL-01）")
    problems = RowsField("关联问题", columns=PROBLEMS, max_rows=20)

    plan = models.TextField("部署方案", max_length=4000, help_text="步骤、顺序、每步多久、谁来做")
    backout_plan = models.TextField("回退方案", max_length=2000, help_text="什么情况下回退，怎样回退，要多久")
    backout_point = models.CharField("回退点", max_length=200, help_text="回退所依的备份、快照或版本")
    acceptance_criteria = models.TextField("验收准则", max_length=2000, help_text="部署前商定：怎样算成功")
    test_report = models.CharField(
        "测试报告", max_length=200, blank=True, help_text="报告编号或附件名（R-REL-01）"
    )
    test_result = models.CharField("测试结论", max_length=20, choices=TestResult, blank=True)
    security_test_report = models.CharField(
        "安全测试报告", max_length=200, blank=True, help_text="报告编号或附件名"
    )
    security_test_result = models.CharField("安全测试结论", max_length=20, choices=TestResult, blank=True)

    planned_from = models.DateTimeField("部署窗口起")
    planned_to = models.DateTimeField("部署窗口止")
    deployer = _person("部署人")
    verifier = _person("验证人", "验证人不能是部署人")

    acceptance_result = models.CharField("验收测试结论", max_length=20, choices=TestResult, blank=True)
    acceptance_words = models.TextField(
        "验收测试情况", max_length=1000, blank=True, help_text="在受控测试环境逐条对照验收准则"
    )
    started_at = models.DateTimeField("开始部署", null=True, editable=False)
    deployed_at = models.DateTimeField("完成部署", null=True, editable=False)
    is_on_time = models.BooleanField("按时完成", null=True, editable=False)
    result = models.CharField("结果", max_length=20, choices=ReleaseResult, blank=True)
    verification = models.TextField("验证情况", max_length=1000, blank=True)
    verified_at = models.DateTimeField("验证时间", null=True, editable=False)
    rollback_reason = models.TextField(
        "回退原因", max_length=1000, blank=True, help_text="失败现象、已查明的原因、下一步"
    )
    conclusion = models.TextField("总结", max_length=1000, blank=True)
    closed_at = models.DateTimeField("关闭时间", null=True, editable=False)
    cmdb_updated = models.BooleanField("配置库已更新", default=False, editable=False)

    baseline = models.JSONField("部署前基线", default=list, editable=False)
    baseline_digest = models.CharField("基线摘要（SM3）", max_length=64, blank=True, editable=False)
    baseline_at = models.DateTimeField("基线时间", null=True, editable=False)
    after = models.JSONField("部署后", default=list, editable=False)
    after_at = models.DateTimeField("部署后核对时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "发布单"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["system", "-id"], name="release_system"),
            models.Index(fields=["planned_from", "id"], name="release_planned"),
            models.Index(fields=["kind", "-id"], name="release_kind"),
            models.Index(fields=["result", "-id"], name="release_result"),
            models.Index(fields=["change_number"], name="release_change"),
            GinIndex(fields=["items"], name="release_items"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def item_ids(self) -> list[int]:
        """The system and what is changed with it, each once."""
        return list(dict.fromkeys([self.system_id, *self.items]))


class BackupConfirmation(Record):
    """备份确认: that a backup was made before this release, and where it lies (R-REL-02)."""

    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, verbose_name="发布单", related_name="backups"
    )
    finished_at = models.DateTimeField("备份完成时间")
    content = models.CharField("备份内容", max_length=200, help_text="数据库、程序、配置，哪几套")
    location = models.CharField("存放位置", max_length=200)
    result = models.CharField("备份结果", max_length=20, choices=BackupResult, default=BackupResult.SUCCESS)
    evidence = models.CharField("验证依据", max_length=200, help_text="日志、校验值或恢复抽验的情况")

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "备份确认"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["finished_at", "id"], name="backup_confirmation_time"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.content}"
