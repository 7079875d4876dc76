"""The words of configuration: what we run, and how it hangs together."""

from django.db import models


class ObjectClass(models.TextChoices):
    """The six classes of managed objects of DB37/T 1434 (S5 ch. 6), and what stands around them."""

    SERVICE = "service", "服务"
    APPLICATION = "application", "应用系统"
    HOST = "host", "主机系统"
    NETWORK = "network", "网络系统"
    SECURITY = "security", "安全系统"
    DESKTOP = "desktop", "桌面系统"
    FACILITY = "facility", "基础环境"
    PLACE = "place", "位置"
    CIRCUIT = "circuit", "线路与地址"
    DOCUMENT = "document", "文档与证书"
    SPARE = "spare", "备品备件"


class ItemState(models.TextChoices):
    """The life of an item as an asset."""

    PLANNED = "planned", "采购中"
    STOCK = "stock", "在库"
    IN_USE = "in_use", "在用"
    REPAIR = "repair", "维修中"
    IDLE = "idle", "闲置"
    SCRAPPED = "scrapped", "已报废"


class EntryState(models.TextChoices):
    """How an item enters the register: bought, lying there, or long in use."""

    PLANNED = "planned", "采购中"
    STOCK = "stock", "在库"
    IN_USE = "in_use", "在用"


class TypeState(models.TextChoices):
    IN_USE = "in_use", "在用"
    RETIRED = "retired", "停用"
    ABOLISHED = "abolished", "废止"


class RelationState(models.TextChoices):
    ACTIVE = "active", "有效"
    ENDED = "ended", "已解除"


class ProposalState(models.TextChoices):
    DRAFT = "draft", "草稿"
    APPROVING = "approving", "审核中"
    APPLIED = "applied", "已生效"
    REFUSED = "refused", "未通过"
    CANCELLED = "cancelled", "已撤销"


class Importance(models.TextChoices):
    """重要程度 of an asset (N1 资产管理)."""

    VITAL = "vital", "核心"
    HIGH = "high", "重要"
    NORMAL = "normal", "一般"


class Funding(models.TextChoices):
    """The two funds (S8): what builds, and what keeps running."""

    CONSTRUCTION = "construction", "建设资金"
    OPERATION = "operation", "运维资金"


class Flow(models.IntegerChoices):
    """Which way a failure travels along a relation."""

    NONE = 0, "不传递"
    FORWARD = 1, "从源到目标"
    BACKWARD = 2, "从目标到源"
    BOTH = 3, "双向"


class Cardinality(models.TextChoices):
    MANY_TO_MANY = "many_to_many", "多对多"
    ONE_TO_MANY = "one_to_many", "一对多（目标只有一个源）"
    MANY_TO_ONE = "many_to_one", "多对一（源只有一个目标）"
    ONE_TO_ONE = "one_to_one", "一对一"


class HistoryOf(models.TextChoices):
    ITEM = "configuration_item", "配置项"
    RELATION = "item_relation", "关系"
    TYPE = "item_type", "类型"


class AffectedOrigin(models.TextChoices):
    """Who says that a ticket concerns an item, or that it does not."""

    COMPUTED = "computed", "计算"
    MANUAL = "manual", "人工标记"
    EXCLUDED = "excluded", "人工排除"


IMPORTANCE_TONES = {Importance.VITAL: "red", Importance.HIGH: "amber", Importance.NORMAL: "muted"}


class IntakeSource(models.TextChoices):
    """Where found things come from: a file of one of these forms."""

    PROMETHEUS = "prometheus", "Prometheus 服务发现（JSON）"
    NODE_EXPORTER = "node_exporter", "Prometheus 主机指标（文本）"
    SNMP_WALK = "snmp_walk", "SNMP 遍历（文本）"
    NMAP_XML = "nmap_xml", "Nmap 扫描结果（XML）"
    OTHER_CMDB = "other_cmdb", "其他配置库（JSON）"


class IntakeState(models.TextChoices):
    PREVIEW = "preview", "待确认"
    APPLIED = "applied", "已应用"
    DISCARDED = "discarded", "已放弃"


class Verdict(models.TextChoices):
    """What would become of a thing that was found."""

    NEW = "new", "新增"
    MERGE = "merge", "合并"
    SAME = "same", "未变"
    CONFLICT = "conflict", "冲突"
    REFUSED = "refused", "错误"


class Decision(models.TextChoices):
    """What a person said about it; by default what is new or can be merged is taken."""

    TAKE = "take", "应用"
    SKIP = "skip", "不应用"
