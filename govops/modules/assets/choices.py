"""The words of assets: hand-overs, stocktakes, baselines, scrapping."""

from django.db import models

# --- 资产交接单 -------------------------------------------------------------------------------------------------------


class HandOverKind(models.TextChoices):
    ISSUE = "issue", "领用"
    TRANSFER = "transfer", "调拨"
    RETURN = "return", "归还退库"
    REPAIR = "repair", "送修"
    REPAIRED = "repaired", "修复返还"


class HandOverState(models.TextChoices):
    DRAFT = "draft", "草稿"
    HANDED = "handed", "待接收"
    DONE = "done", "已交接"
    CANCELLED = "cancelled", "已撤销"


# --- 盘点 ------------------------------------------------------------------------------------------------------------


class StocktakeKind(models.TextChoices):
    FULL = "full", "全面盘点"
    SPOT = "spot", "抽查"


class StocktakeState(models.TextChoices):
    PLANNED = "planned", "待开始"
    COUNTING = "counting", "盘点中"
    RESOLVING = "resolving", "差异处理"
    CLOSED = "closed", "已关闭"
    CANCELLED = "cancelled", "已撤销"


class LineResult(models.TextChoices):
    """What the count of one item showed, against the ledger as it stood at the start."""

    WAITING = "", "未盘"
    FOUND = "found", "账实相符"
    MISSING = "missing", "盘亏"
    SURPLUS = "surplus", "盘盈"
    WRONG_PLACE = "wrong_place", "位置不符"
    WRONG_CUSTODIAN = "wrong_custodian", "责任人不符"
    WRONG_BOTH = "wrong_both", "位置、责任人均不符"


class CountedBy(models.TextChoices):
    """How it was counted."""

    SCAN = "scan", "扫码或输入"
    CAMERA = "camera", "手机扫码"
    SHEET = "sheet", "工作簿"


class Decision(models.TextChoices):
    """What becomes of a difference."""

    PENDING = "pending", "待查"
    CORRECT = "correct", "更正台账"
    LOST = "lost", "报失"
    KEEP = "keep", "台账无误，不更正"


class DifferenceState(models.TextChoices):
    OPEN = "open", "待处理"
    APPROVING = "approving", "待复核"
    RESOLVED = "resolved", "已处理"
    REFUSED = "refused", "复核未通过"


# --- 配置基线 ---------------------------------------------------------------------------------------------------------


class BaselineOccasion(models.TextChoices):
    YEARLY = "yearly", "年度基线"
    RELEASE = "release", "发布前基线"
    OTHER = "other", "其他"


class BaselineScope(models.TextChoices):
    ALL = "all", "全部配置项"
    TYPE = "type", "按类型"
    UNIT = "unit", "按责任部门"
    LOCATION = "location", "按位置"


class BaselineState(models.TextChoices):
    DRAFT = "draft", "待签署"
    APPROVING = "approving", "审批中"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    CANCELLED = "cancelled", "已撤销"


# --- 报废单 ----------------------------------------------------------------------------------------------------------


class ScrapReason(models.TextChoices):
    WORN = "worn", "超过使用年限"
    BROKEN = "broken", "损坏无法修复"
    OBSOLETE = "obsolete", "技术淘汰"
    LOST = "lost", "盘亏核销"
    OTHER = "other", "其他"


class WipeMethod(models.TextChoices):
    """How media are cleared (S9§24, norms.md G4)."""

    NONE = "none", "无存储介质"
    OVERWRITE = "overwrite", "覆写"
    DEGAUSS = "degauss", "消磁"
    SHRED = "shred", "物理粉碎"


class ScrapState(models.TextChoices):
    DRAFT = "draft", "草稿"
    APPROVING = "approving", "审批中"
    SCRAPPED = "scrapped", "已报废"
    REFUSED = "refused", "未批准"
    CANCELLED = "cancelled", "已撤销"


# --- 到期 ------------------------------------------------------------------------------------------------------------


class ExpiryKind(models.TextChoices):
    WARRANTY = "warranty", "保修"
    CONTRACT = "contract", "合同"
    VALIDITY = "validity", "证书与许可"
