"""The words of problem management."""

from django.db import models


class ProblemState(models.TextChoices):
    REGISTERED = "registered", "已登记"
    CLASSIFIED = "classified", "已分类"
    INVESTIGATING = "investigating", "调查中"
    KNOWN_ERROR = "known_error", "已知错误"
    RESOLVED = "resolved", "已解决"
    REVIEWED = "reviewed", "已评审"
    CLOSED = "closed", "已关闭"
    CANCELLED = "cancelled", "已撤销"


#: somebody still looks for the cause or for a lasting cure
OPEN = (
    ProblemState.REGISTERED,
    ProblemState.CLASSIFIED,
    ProblemState.INVESTIGATING,
    ProblemState.KNOWN_ERROR,
)


class CauseKind(models.TextChoices):
    HARDWARE = "hardware", "硬件故障"
    SOFTWARE = "software", "软件缺陷"
    CONFIGURATION = "configuration", "配置不当"
    CAPACITY = "capacity", "容量不足"
    DESIGN = "design", "设计缺陷"
    OPERATION = "operation", "操作不当"
    ENVIRONMENT = "environment", "环境设施"
    SUPPLIER = "supplier", "外部供方"
    OTHER = "other", "其他"


class SuggestionState(models.TextChoices):
    WAITING = "waiting", "待处理"
    ADOPTED = "adopted", "已立问题"
    DISMISSED = "dismissed", "不立问题"
