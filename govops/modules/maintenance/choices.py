"""The words of maintenance: routine operations, how often, and the states of plan, task and finding (card B12)."""

from django.db import models


class Operation(models.TextChoices):
    """例行操作四种 (N4§4.3)."""

    MONITORING = "monitoring", "监督控制"
    INSPECTION = "inspection", "定期检查"
    UPKEEP = "upkeep", "日常维护"
    GUIDANCE = "guidance", "宣传指引"


class Frequency(models.TextChoices):
    """频次; the values are those of the kernel's periods."""

    DAY = "day", "每日"
    WEEK = "week", "每周"
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季"
    YEAR = "year", "每年"


class OffDay(models.TextChoices):
    """What becomes of a task whose day is no working day."""

    AS_IS = "as_is", "照常进行"
    LATER = "later", "顺延至下一工作日"
    EARLIER = "earlier", "提前至上一工作日"
    SKIP = "skip", "当天不做"


class PlanState(models.TextChoices):
    DRAFT = "draft", "草稿"
    ACTIVE = "active", "执行中"
    PAUSED = "paused", "已暂停"
    ENDED = "ended", "已终止"


class TaskState(models.TextChoices):
    PLANNED = "planned", "已排定"
    WAITING = "waiting", "待执行"
    DONE = "done", "待复核"
    REVIEWED = "reviewed", "已复核"
    MISSED = "missed", "未执行"
    CANCELLED = "cancelled", "已取消"


#: what may still be carried out
OPEN_TASK = (TaskState.PLANNED, TaskState.WAITING)


class Outcome(models.TextChoices):
    """Whether a task kept its date; empty while its time has not come."""

    ON_TIME = "on_time", "按期完成"
    LATE = "late", "逾期完成"
    OVERDUE = "overdue", "逾期未完成"
    MISSED = "missed", "未执行"


class CheckResult(models.TextChoices):
    NORMAL = "normal", "正常"
    ABNORMAL = "abnormal", "异常"
    SKIPPED = "skipped", "未检"


class FindingState(models.TextChoices):
    OPEN = "open", "待处理"
    REPORTED = "reported", "已转事件"
    SETTLED = "settled", "已处理"
