"""What a system's version consists of: changes, packages with their digests, where its source lies."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from govops.kernel.records.fields import RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.configuration.public import ConfigurationItem
from govops.modules.release.choices import ChangeKind, VersionState

CHANGES = (
    RowColumn("kind", "类别", required=True, choices=tuple(ChangeKind.choices)),
    RowColumn("content", "内容", required=True, max_length=200),
    RowColumn("reference", "单号", max_length=40),
)
PACKAGES = (
    RowColumn("name", "文件名", required=True, max_length=150),
    RowColumn("digest", "SHA-256 校验值", max_length=64),
)


class SoftwareVersion(Record):
    """软件版本 of an application: x.y.z, frozen once it is final (定版)."""

    system = models.ForeignKey(
        ConfigurationItem,
        on_delete=models.PROTECT,
        verbose_name="系统",
        related_name="software_versions",
        help_text="应用系统类配置项",
    )
    version_number = models.CharField("版本号", max_length=40, help_text="主版本.次版本.修订号，如 3.2.1")
    release_notes = models.TextField(
        "发布说明", max_length=2000, help_text="写给使用者：变了什么，要注意什么"
    )
    change_list = RowsField("变更清单", columns=CHANGES, max_rows=100)
    packages = RowsField(
        "安装包",
        columns=PACKAGES,
        max_rows=50,
        help_text="附件中有同名文件的自动计算并核对；太大不上传的填校验值",
    )
    source_location = models.CharField(
        "源码库位置", max_length=200, blank=True, help_text="代码库地址、分支和标签"
    )
    media = models.CharField("介质", max_length=100, blank=True, help_text="光盘或移动介质的编号、存放处")
    package_words = models.CharField("校验情况", max_length=200, blank=True, editable=False)
    finalized_at = models.DateTimeField("定版时间", null=True, editable=False)
    sort_key = models.CharField("排序", max_length=80, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "软件版本"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["system", "-sort_key"], name="software_version_system"),
            models.Index(fields=["version_number", "id"], name="software_version_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "version_number"],
                condition=~Q(state=VersionState.WITHDRAWN),
                name="software_version_once",
            )
        ]

    def __str__(self) -> str:
        return self.version_number
