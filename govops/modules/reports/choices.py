"""The words of service reports (card B10)."""

from django.db import models


class ReportKind(models.TextChoices):
    """The values are the kinds of period."""

    WEEK = "week", "周报"
    MONTH = "month", "月报"
    QUARTER = "quarter", "季报"
    YEAR = "year", "年报"


FREQUENCY = {
    ReportKind.WEEK: "每周一次", ReportKind.MONTH: "每月一次", ReportKind.QUARTER: "每季一次", ReportKind.YEAR: "每年一次",
}  # fmt: skip


class ReportState(models.TextChoices):
    DRAFT = "draft", "草稿"
    APPROVING = "approving", "审批中"
    APPROVED = "approved", "待分发"
    REFUSED = "refused", "未批准"
    DISTRIBUTED = "distributed", "已分发"
    ARCHIVED = "archived", "已归档"
    CANCELLED = "cancelled", "已撤销"


#: the sections in the order of ISO/IEC 20000-1 §6.2; the keys are the names of the record's fields
SECTIONS = {
    "overview": "概况",
    "performance": "服务级别绩效",
    "majors": "重大事件",
    "workload": "工作量特征",
    "causes": "超标原因",
    "trends": "趋势",
    "satisfaction": "满意度与投诉",
    "problems": "问题与改进",
    "next_steps": "下期重点",
}

#: the roles that read the live figures: those that may read every record behind them, or the figures would be too small.
#: 运维管理委员会 reads the reports, whose data are whole and frozen.
READERS = (
    "service_level_manager", "incident_manager", "problem_manager", "service_desk", "info_center", "it_lead",
)  # fmt: skip
