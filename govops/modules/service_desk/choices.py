"""The words of the service desk: what may be chosen, and the states of each record (cards B1, B2, B9)."""

from django.db import models

# --- what every ticket has -------------------------------------------------------------------------------------------


class Channel(models.TextChoices):
    """来源 (GB/T 28827.1 §7.3)."""

    PHONE = "phone", "电话"
    WEB = "web", "网站"
    MAIL = "mail", "邮件"
    ON_SITE = "on_site", "现场"
    INSTANT_MESSAGE = "instant_message", "即时消息"
    MONITORING = "monitoring", "监控"


class PendingReason(models.TextChoices):
    USER = "user", "等待用户答复"
    VENDOR = "vendor", "等待厂商"
    PARTS = "parts", "等待备件"
    CHANGE = "change", "等待变更窗口"
    APPOINTMENT = "appointment", "已与用户约定时间"


class ClosureCode(models.TextChoices):
    """关闭码: how it ended."""

    FIXED = "fixed", "已彻底解决"
    WORKAROUND = "workaround", "临时措施恢复"
    ANSWERED = "answered", "已答复咨询"
    DONE = "done", "已按请求办理"
    NOT_A_FAULT = "not_a_fault", "经查非故障"
    NOT_REPRODUCED = "not_reproduced", "未能重现"
    BY_THE_VENDOR = "by_the_vendor", "厂商处理"


class ConfirmedBy(models.TextChoices):
    """How the reporter's confirmation came about (R-SVC-01)."""

    REPORTER = "reporter", "报告人确认"
    PHONE = "phone", "电话确认"
    EXPIRY = "expiry", "超期自动确认"


class Satisfaction(models.TextChoices):
    """五级满意度."""

    VERY_SATISFIED = "very_satisfied", "非常满意"
    SATISFIED = "satisfied", "满意"
    ACCEPTABLE = "acceptable", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"
    VERY_DISSATISFIED = "very_dissatisfied", "非常不满意"


#: what calls for a call-back (R-SAT-01)
UNHAPPY = frozenset({Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED})


class ClockName(models.TextChoices):
    """The clocks of a ticket, by the names they carry in the calendar."""

    RESPOND = "响应", "响应"
    ON_SITE = "到场", "到场"
    RESOLVE = "解决", "解决"


# --- 事件 (B2) --------------------------------------------------------------------------------------------------------


class IncidentState(models.TextChoices):
    NEW = "new", "待受理"
    TRIAGED = "triaged", "待派单"
    ASSIGNED = "assigned", "已派单"
    IN_PROGRESS = "in_progress", "处理中"
    PENDING = "pending", "挂起"
    RESOLVED = "resolved", "已解决"
    CONFIRMED = "confirmed", "已确认"
    CLOSED = "closed", "已关闭"
    MERGED = "merged", "已并入"
    WITHDRAWN = "withdrawn", "已撤回"


class RootCause(models.TextChoices):
    """根因分类."""

    HARDWARE = "hardware", "硬件故障"
    SOFTWARE = "software", "软件缺陷"
    CONFIGURATION = "configuration", "配置不当"
    CAPACITY = "capacity", "容量不足"
    NETWORK = "network", "线路与网络"
    POWER = "power", "供电与环境"
    CHANGE = "change", "变更引起"
    OPERATION = "operation", "操作失误"
    SECURITY = "security", "恶意代码或攻击"
    EXTERNAL = "external", "外部原因"
    UNKNOWN = "unknown", "未查明"


class MajorIncidentState(models.TextChoices):
    DECLARED = "declared", "处置中"
    RESTORED = "restored", "已恢复待评审"
    REVIEWED = "reviewed", "已评审"
    STOOD_DOWN = "stood_down", "已降级"


class UpdateKind(models.TextChoices):
    PROGRESS = "progress", "进展"
    DECISION = "decision", "决定"
    MEASURE = "measure", "处置措施"
    NOTIFICATION = "notification", "通报"


# --- 服务请求 (B1) ----------------------------------------------------------------------------------------------------


class RequestState(models.TextChoices):
    DRAFT = "draft", "草稿"
    APPROVING = "approving", "审批中"
    REFUSED = "refused", "未批准"
    ACCEPTED = "accepted", "待派单"
    ASSIGNED = "assigned", "已派单"
    IN_PROGRESS = "in_progress", "办理中"
    PENDING = "pending", "挂起"
    FULFILLED = "fulfilled", "已办结"
    CONFIRMED = "confirmed", "已确认"
    CLOSED = "closed", "已关闭"
    CANCELLED = "cancelled", "已撤销"


# --- 升级与回访 -------------------------------------------------------------------------------------------------------


class EscalationLevel(models.TextChoices):
    WARNING = "warning", "将超时"
    BREACH = "breach", "已超时"


class CallBackState(models.TextChoices):
    DUE = "due", "待回访"
    DONE = "done", "已回访"
    UNREACHED = "unreached", "未能联系"


class CallBackOutcome(models.TextChoices):
    SETTLED = "settled", "用户已谅解"
    REDONE = "redone", "已重新处理"
    IMPROVEMENT = "improvement", "转改进事项"
    UNCHANGED = "unchanged", "用户仍不满意"
