"""部署记录: what was put where, when, by whom, and what stood there before. Written once."""

from __future__ import annotations

from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.records.models import Record
from govops.modules.configuration.public import ConfigurationItem
from govops.modules.release.choices import CmdbUpdate, DeploymentResult, Environment
from govops.modules.release.models.releases import Release
from govops.modules.release.models.versions import SoftwareVersion


class Deployment(Record):
    """A version in an environment of a system."""

    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, blank=True, verbose_name="发布单", related_name="deployments",
        help_text="生产环境必填",
    )  # fmt: skip
    system = models.ForeignKey(
        ConfigurationItem,
        on_delete=models.PROTECT,
        verbose_name="系统",
        related_name="deployments",
        db_index=False,
    )
    environment = models.CharField("环境", max_length=20, choices=Environment, default=Environment.TEST)
    item = models.ForeignKey(
        ConfigurationItem, on_delete=models.PROTECT, null=True, blank=True, verbose_name="部署到", related_name="+", db_index=False,
        help_text="该环境自己的配置项；生产环境留空即系统本身",
    )  # fmt: skip
    target = models.ForeignKey(
        SoftwareVersion, on_delete=models.PROTECT, verbose_name="版本", related_name="deployments"
    )
    deployed_at = models.DateTimeField("部署时间")
    deployer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="部署人", related_name="+", help_text="留空即本人",
    )  # fmt: skip
    result = models.CharField(
        "结果", max_length=20, choices=DeploymentResult, default=DeploymentResult.SUCCESS
    )
    words = models.TextField("部署情况", max_length=1000, blank=True)

    version_before = models.CharField("部署前版本", max_length=60, blank=True, editable=False)
    version_after = models.CharField("部署后版本", max_length=60, blank=True, editable=False)
    cmdb_update = models.CharField(
        "配置库", max_length=20, choices=CmdbUpdate, default=CmdbUpdate.NONE, editable=False
    )
    cmdb_words = models.CharField("配置库更新情况", max_length=200, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "部署记录"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["system", "environment", "-deployed_at"], name="deployment_where"),
            models.Index(fields=["deployed_at", "id"], name="deployment_time"),
            models.Index(fields=["environment", "-id"], name="deployment_environment"),
            models.Index(fields=["item", "-deployed_at"], name="deployment_item"),
        ]
