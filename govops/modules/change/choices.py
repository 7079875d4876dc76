"""The words of change management."""

from django.db import models


class ChangeKind(models.TextChoices):
    STANDARD = "standard", "标准变更"
    NORMAL = "normal", "一般变更"
    MAJOR = "major", "重大变更"
    EMERGENCY = "emergency", "紧急变更"


class ChangeState(models.TextChoices):
    DRAFT = "draft", "草稿"
    RETURNED = "returned", "待补充"
    APPROVING = "approving", "审批中"
    APPROVED = "approved", "已批准"
    SCHEDULED = "scheduled", "已排期"
    IMPLEMENTING = "implementing", "实施中"
    IMPLEMENTED = "implemented", "待验证"
    ROLLED_BACK = "rolled_back", "已回退"
    VERIFIED = "verified", "已验证"
    REVIEWED = "reviewed", "已回顾"
    CLOSED = "closed", "已关闭"
    REFUSED = "refused", "未批准"
    CANCELLED = "cancelled", "已取消"


S = ChangeState
#: somebody still has something to do with it
OPEN = (
    S.DRAFT, S.RETURNED, S.APPROVING, S.APPROVED, S.SCHEDULED, S.IMPLEMENTING, S.IMPLEMENTED, S.ROLLED_BACK, S.VERIFIED, S.REVIEWED,
)  # fmt: skip
#: the window is reserved: nobody else may change the same items then
RESERVED = (S.APPROVED, S.SCHEDULED, S.IMPLEMENTING)
#: the window is asked for, and may still be moved
ASKED = (S.RETURNED, S.APPROVING)
#: the items are being changed while the window lasts
CHANGING = (S.SCHEDULED, S.IMPLEMENTING)
#: what the calendar shows
ON_THE_CALENDAR = (
    S.APPROVING, S.APPROVED, S.SCHEDULED, S.IMPLEMENTING, S.IMPLEMENTED, S.ROLLED_BACK, S.VERIFIED, S.REVIEWED, S.CLOSED,
)  # fmt: skip
#: the implementation is over
DONE = (S.IMPLEMENTED, S.ROLLED_BACK, S.VERIFIED, S.REVIEWED, S.CLOSED)


class Source(models.TextChoices):
    """What the change comes from (card B5)."""

    INCIDENT = "incident", "事件"
    PROBLEM = "problem", "问题"
    REQUEST = "service_request", "服务请求"
    DEMAND = "demand", "需求"
    PROJECT = "project", "项目"
    SECURITY = "security", "安全整改"
    OTHER = "other", "其他"


class Result(models.TextChoices):
    SUCCESS = "success", "成功"
    PARTIAL = "partial", "部分成功"
    FAILED = "failed", "失败"
    ROLLED_BACK = "rolled_back", "回退"
    CANCELLED = "cancelled", "取消"


#: N2 9.7: what did not reach its aim
UNSUCCESSFUL = (Result.PARTIAL, Result.FAILED, Result.ROLLED_BACK)
#: what whoever implements may report
REPORTED = (Result.SUCCESS, Result.PARTIAL, Result.FAILED)


class RiskLevel(models.TextChoices):
    LOW = "low", "低"
    MEDIUM = "medium", "中"
    HIGH = "high", "高"


class Reach(models.TextChoices):
    """影响范围."""

    NOBODY = "nobody", "用户无感"
    UNIT = "unit", "个别部门"
    SEVERAL = "several", "多个部门"
    EVERYBODY = "everybody", "全单位或对外服务"


class Redundancy(models.TextChoices):
    FULL = "full", "有冗余，可不停机切换"
    PART = "part", "有冗余，切换时短暂中断"
    NONE = "none", "没有冗余，须停机"


class Rehearsal(models.TextChoices):
    DONE = "done", "已在测试环境完整演练"
    PART = "part", "只验证了部分步骤"
    NONE = "none", "没有测试"


class BackOutTime(models.TextChoices):
    QUICK = "quick", "30 分钟以内"
    HOURS = "hours", "30 分钟至 4 小时"
    LONG = "long", "4 小时以上或难以回退"


class Timing(models.TextChoices):
    IDLE = "idle", "非工作时间"
    WORKING = "working", "工作时间"
    PEAK = "peak", "业务高峰或敏感时期"


class Experience(models.TextChoices):
    OFTEN = "often", "做过多次"
    ONCE = "once", "做过一次"
    NEVER = "never", "第一次做"


class Sensitivity(models.TextChoices):
    NONE = "none", "不涉及安全策略和敏感数据"
    DATA = "data", "涉及敏感或重要数据"
    PROTECTION = "protection", "改动安全边界、密码或保密设施"


class ItemOutcome(models.TextChoices):
    """配置核对: what became of the description of an item."""

    UPDATED = "updated", "已更新配置"
    UNCHANGED = "unchanged", "本项无配置变动"


class ConflictKind(models.TextChoices):
    FREEZE = "freeze", "冻结期"
    SAME_ITEM = "same_item", "同一配置项"
    DEPENDANT = "dependant", "相关配置项"
    REDUNDANCY = "redundancy", "冗余不足"
    NO_DUTY = "no_duty", "无人值班"
    UNKNOWN = "unknown", "无法判断"


class Separation(models.TextChoices):
    """How far R-CHG-04 keeps people apart (norms.md §3.4)."""

    PAIRS = "pairs", "申请≠批准，批准≠实施，实施≠验证"
    ALL = "all", "申请、批准、实施、验证四者各不相同"


class FreezeState(models.TextChoices):
    ACTIVE = "active", "有效"
    LIFTED = "lifted", "已解除"


class FreezeScope(models.TextChoices):
    ALL = "all", "全部配置项"
    ZONES = "zones", "指定网络"
    TYPES = "types", "指定类型"


class StandardState(models.TextChoices):
    DRAFT = "draft", "草稿"
    APPROVING = "approving", "审批中"
    IN_FORCE = "in_force", "可用"
    RETIRED = "retired", "已停用"
    REFUSED = "refused", "未批准"
    CANCELLED = "cancelled", "已撤销"


class MeetingState(models.TextChoices):
    CALLED = "called", "待召开"
    MINUTED = "minuted", "已形成纪要"
    CANCELLED = "cancelled", "已取消"


class MeetingView(models.TextChoices):
    """What the sitting thinks of a change; the decision itself is each member's own."""

    AGREED = "agreed", "建议同意"
    CONDITIONAL = "conditional", "有条件同意"
    RETURNED = "returned", "退回完善"
    REFUSED = "refused", "建议不同意"
    ADJOURNED = "adjourned", "下次再议"
