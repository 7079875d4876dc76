"""The plans that every bureau begins with (norms.md B12: daily, weekly, monthly, quarterly, yearly; B6: patches and upgrades), to be loaded and adapted."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.registers import doors, site
from govops.modules.maintenance.choices import Frequency, OffDay, Operation
from govops.modules.maintenance.models import MaintenancePlan

Check = tuple[str, str, str, str, str, str]

_DAILY: tuple[Check, ...] = (
    ("核心网络设备运行状态", "查看指示灯和日志", "无告警", "", "", ""),
    ("服务器 CPU 使用率", "监控平台峰值", "", "0", "80", "%"),
    ("服务器内存使用率", "监控平台峰值", "", "0", "85", "%"),
    ("磁盘使用率", "逐卷查看", "", "0", "80", "%"),
    ("业务系统登录与首页", "以测试账户登录", "3 秒内打开", "", "", ""),
    ("昨日备份结果", "查看备份日志", "全部成功", "", "", ""),
    ("防病毒与入侵告警", "查看管理端", "无未处理告警", "", "", ""),
)
_WEEKLY: tuple[Check, ...] = (
    ("安全设备策略命中与告警", "查看管理端一周汇总", "无未处理的高危告警", "", "", ""),
    ("特权账户登录记录", "对照值班与变更单", "均有单据可对", "", "", ""),
    ("增量备份完整性", "抽一份核对校验值", "校验一致", "", "", ""),
    ("时钟同步偏差", "逐台查看", "", "", "1", "秒"),
    ("证书与许可剩余天数", "查看到期清单", "", "30", "", "天"),
)
_PATCHING: tuple[Check, ...] = (
    ("厂商公告与漏洞通报", "逐条对照在用版本", "均已登记处置意见", "", "", ""),
    ("高危漏洞未修补数", "漏洞扫描结果", "", "", "0", "个"),
    ("中危漏洞未修补数", "漏洞扫描结果", "", "", "5", "个"),
    ("系统补丁滞后", "与厂商最新补丁比较", "", "", "30", "天"),
    ("应用版本滞后", "对照版本总览", "与生产基线一致", "", "", ""),
    ("待实施的升级", "逐项列出变更单号", "均已提交变更单", "", "", ""),
)
_MONTHLY: tuple[Check, ...] = (
    ("系统日志审查", "逐台查看近一月错误", "无未解释的错误", "", "", ""),
    ("账户与权限抽查", "抽查十个账户", "与批准一致", "", "", ""),
    ("补丁与病毒库", "对照发布清单", "", "0", "7", "天"),
    ("存储容量余量", "按近三月增长推算", "", "20", "", "%"),
    ("数据库表空间", "逐库查看", "", "0", "80", "%"),
    ("链路带宽峰值", "查看流量图", "", "0", "70", "%"),
    ("冗余部件", "查看电源、风扇、磁盘", "均在位且正常", "", "", ""),
)
_QUARTERLY: tuple[Check, ...] = (
    ("设备除尘与紧固", "停机窗口内进行", "无积尘、无松动", "", "", ""),
    ("UPS 放电试验", "按厂家规程", "", "15", "", "分钟"),
    ("主备切换演练", "切换并回切", "业务不中断", "", "", ""),
    ("备份恢复抽验", "恢复到测试环境", "数据一致", "", "", ""),
    ("线缆与标签", "逐柜核对", "与台账一致", "", "", ""),
)
_YEARLY: tuple[Check, ...] = (
    ("设备健康评分", "按厂家工具", "", "80", "100", "分"),
    ("性能基线比对", "与上年同期比较", "下降不超过一成", "", "", ""),
    ("保修与服务期", "对照合同", "", "90", "", "天"),
    ("安全加固核查", "对照基线逐项", "无高风险项", "", "", ""),
    ("容量规划", "推算未来一年", "有余量或有扩容计划", "", "", ""),
    ("更新改造建议", "形成书面意见", "已提交", "", "", ""),
)

#: template → name, operation, checks, and when
STANDARD: dict[str, dict[str, Any]] = {
    "daily": {
        "name": "系统日常巡检", "operation": Operation.MONITORING, "checklist": _DAILY, "frequency": Frequency.DAY,
        "off_day": OffDay.SKIP, "scope": "核心网络、服务器和业务系统",
    },
    "weekly": {
        "name": "每周安全与备份检查", "operation": Operation.INSPECTION, "checklist": _WEEKLY, "frequency": Frequency.WEEK, "day_number": 1,
        "days_allowed": 2, "scope": "网络安全设备、备份系统和特权账户",
    },
    "patching": {
        "name": "月度补丁与升级评估", "operation": Operation.UPKEEP, "checklist": _PATCHING, "frequency": Frequency.MONTH, "day_number": 15,
        "days_allowed": 5, "scope": "全部在用主机、网络、安全设备和应用系统", "needs_evidence": True,
    },
    "monthly": {
        "name": "系统全面巡检", "operation": Operation.INSPECTION, "checklist": _MONTHLY, "frequency": Frequency.MONTH,
        "day_number": 5, "days_allowed": 3, "scope": "全部在用主机、网络、安全和应用系统",
    },
    "quarterly": {
        "name": "季度预防性维护", "operation": Operation.UPKEEP, "checklist": _QUARTERLY, "frequency": Frequency.QUARTER,
        "month_number": 2, "day_number": 15, "days_allowed": 5, "scope": "机房基础环境、主机和存储", "needs_evidence": True,
    },
    "yearly": {
        "name": "年度健康评估", "operation": Operation.INSPECTION, "checklist": _YEARLY, "frequency": Frequency.YEAR,
        "month_number": 11, "day_number": 10, "days_allowed": 10, "scope": "全部在用信息系统和设备", "needs_evidence": True,
    },
}  # fmt: skip


def load(actor: Actor) -> int:
    """载入标准计划 as drafts; what was loaded before stays as it is. Answers how many are new."""
    known = set(MaintenancePlan.objects.exclude(template="").values_list("template", flat=True))
    new = [code for code in STANDARD if code not in known]
    for code in new:
        told = STANDARD[code]
        data = {
            **told,
            "checklist": [_row(check) for check in told["checklist"]],
            "valid_from": moment.today(),
        }
        doors.create(site.get("maintenance_plan"), data, actor=actor)
    return len(new)


def template_of(plan: Any) -> str:
    """Which standard plan a new plan is, by its name; empty when it is none or stands already."""
    code = next((code for code, told in STANDARD.items() if told["name"] == plan.name), "")
    return "" if MaintenancePlan.objects.filter(template=code).exists() else code


def _row(check: Check) -> dict[str, str]:
    return dict(zip(("check", "method", "standard", "low", "high", "unit"), check, strict=True))
