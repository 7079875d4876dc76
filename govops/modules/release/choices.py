"""The words of release and version control (card B6)."""

from django.db import models


class VersionState(models.TextChoices):
    DRAFT = "draft", "编制中"
    FINAL = "final", "已定版"
    WITHDRAWN = "withdrawn", "已停用"


class ChangeKind(models.TextChoices):
    """What one line of a version's change list does."""

    ADDED = "added", "新增"
    CHANGED = "changed", "调整"
    FIXED = "fixed", "修复"
    SECURITY = "security", "安全"
    REMOVED = "removed", "移除"


class ReleaseKind(models.TextChoices):
    """升级 is the UpgradeRequest of the card."""

    UPGRADE = "upgrade", "升级"
    FIRST = "first", "首次上线"
    PATCH = "patch", "补丁"
    CONFIGURATION = "configuration", "配置发布"


class ReleaseState(models.TextChoices):
    PLANNING = "planning", "规划中"
    APPROVING = "approving", "审批中"
    APPROVED = "approved", "已批准"
    TESTING = "testing", "验收测试"
    DEPLOYING = "deploying", "部署中"
    VERIFIED = "verified", "已验证"
    CLOSED = "closed", "已关闭"
    ROLLED_BACK = "rolled_back", "已回退"
    REFUSED = "refused", "未批准"
    CANCELLED = "cancelled", "已撤销"


#: a release that is not done with its items
OPEN_RELEASE = (
    ReleaseState.APPROVING,
    ReleaseState.APPROVED,
    ReleaseState.TESTING,
    ReleaseState.DEPLOYING,
    ReleaseState.VERIFIED,
)
#: deployed, whatever came of it
DECIDED_RELEASE = (ReleaseState.VERIFIED, ReleaseState.CLOSED, ReleaseState.ROLLED_BACK)


class TestResult(models.TextChoices):
    PASSED = "passed", "通过"
    CONDITIONAL = "conditional", "有条件通过"
    FAILED = "failed", "未通过"


class ReleaseResult(models.TextChoices):
    """结果."""

    SUCCESS = "success", "成功"
    PARTIAL = "partial", "部分成功"
    FAILED = "failed", "失败"
    ROLLED_BACK = "rolled_back", "回退"


class Environment(models.TextChoices):
    DEVELOPMENT = "development", "开发"
    TEST = "test", "测试"
    STAGING = "staging", "预发"
    PRODUCTION = "production", "生产"


class DeploymentResult(models.TextChoices):
    SUCCESS = "success", "成功"
    FAILED = "failed", "失败"
    ROLLED_BACK = "rolled_back", "回退"


class DeploymentState(models.TextChoices):
    RECORDED = "recorded", "已登记"


class BackupResult(models.TextChoices):
    SUCCESS = "success", "成功"
    FAILED = "failed", "失败"


class CmdbUpdate(models.TextChoices):
    """What became of the item's version after a deployment."""

    NONE = "none", "无需更新"
    DONE = "done", "已更新"
    PROPOSED = "proposed", "已提议，待审核"
    FAILED = "failed", "未能更新"
