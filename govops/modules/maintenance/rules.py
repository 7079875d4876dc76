"""What must be true of plans, filled-in checklists and findings: answers with reasons, nothing changed here."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import attachments
from govops.kernel.records.comments import FILES
from govops.kernel.records.models import Attachment, Comment
from govops.modules.maintenance.choices import CheckResult, Frequency, OffDay

#: frequency → the greatest month and day that may be named
_LIMITS = {
    Frequency.WEEK: (0, 7),
    Frequency.MONTH: (0, 31),
    Frequency.QUARTER: (3, 31),
    Frequency.YEAR: (12, 31),
}


def number_in(text: object, unit: str = "") -> float | None:
    """A reading as a number, written with its unit or without; None for words."""
    plain = str(text).strip()
    try:
        return float(plain.removesuffix(unit).rstrip("%％"))
    except ValueError:
        return None


def with_unit(text: str, unit: str) -> str:
    """A reading as it stands on the record: “74.2%”; words are left as they are."""
    number = number_in(text, unit)
    return text if number is None or not unit else f"{text.strip().removesuffix(unit).strip()}{unit}"


def limits_of(check: dict[str, Any]) -> tuple[float | None, float | None]:
    return number_in(check.get("low", "")), number_in(check.get("high", ""))


def standard_of(check: dict[str, Any]) -> str:
    """What a check should be, in words: its limits with the unit, and what was written."""
    low, high = limits_of(check)
    unit = check.get("unit", "")
    span = ""
    if low is not None and high is not None:
        span = f"{low:g}～{high:g}{unit}"
    elif low is not None or high is not None:
        span = f"≥ {low:g}{unit}" if low is not None else f"≤ {high:g}{unit}"
    return "，".join(filter(None, (span, check.get("standard", ""))))[:160]


def is_outside(check: dict[str, Any], value: float) -> bool:
    low, high = limits_of(check)
    return (low is not None and value < low) or (high is not None and value > high)


# --- plans -----------------------------------------------------------------------------------------------------------


def days_fit_the_frequency(plan: Any, deed: Deed) -> Answer:
    """A week has seven days, a quarter three months; a daily plan names none."""
    most_months, most_days = _LIMITS.get(plan.frequency, (0, 0))
    if most_days and not 1 <= (plan.day_number or 0) <= most_days:
        return Denied(f"“第几天”应在 1 至 {most_days} 之间。", field="day_number")
    if most_months and not 1 <= (plan.month_number or 0) <= most_months:
        return Denied(f"“第几个月”应在 1 至 {most_months} 之间。", field="month_number")
    if plan.frequency == Frequency.DAY and plan.off_day not in (OffDay.AS_IS, OffDay.SKIP):
        return Denied("每日的计划遇休息日只能“照常进行”或“当天不做”。", field="off_day")
    return Allowed()


def validity_is_in_order(plan: Any, deed: Deed) -> Answer:
    if plan.valid_to is None or plan.valid_to >= plan.valid_from:
        return Allowed()
    return Denied("“失效日期”早于“生效日期”，请改正。", field="valid_to")


def checks_can_be_judged(plan: Any, deed: Deed) -> Answer:
    """Each check once; limits are numbers in order."""
    seen: set[str] = set()
    for line, check in enumerate(plan.checklist, start=1):
        if check["check"] in seen:
            return Denied(f"“检查项清单”第 {line} 行与前面重复：{check['check']}。", field="checklist")
        seen.add(check["check"])
        low, high = limits_of(check)
        for name, title, number in (("low", "下限", low), ("high", "上限", high)):
            if check.get(name) and number is None:
                return Denied(f"“检查项清单”第 {line} 行的“{title}”应为数字。", field="checklist")
        if low is not None and high is not None and low > high:
            return Denied(f"“检查项清单”第 {line} 行的“下限”大于“上限”。", field="checklist")
    return Allowed()


def reviewer_is_another(record: Any, deed: Deed) -> Answer:
    """执行人 ≠ 复核人."""
    if record.executor_id is None or record.executor_id != record.reviewer_id:
        return Allowed()
    return Denied("执行人不能复核自己的作业，请另选“复核人”。", field="reviewer")


def plan_is_complete(plan: Any, deed: Deed) -> Answer:
    """What is looked at, by whom, and who checks it."""
    if plan.executor_id is None:
        return Denied("请指定“执行人”后再启用。")
    if plan.reviewer_id is None:
        return Denied("请指定“复核人”后再启用。")
    if not plan.checklist:
        return Denied("“检查项清单”还是空的，请至少写明一项检查再启用。")
    if not plan.items and not plan.scope.strip():
        return Denied("请选择“维护对象”，或在“对象说明”中写明。")
    return Allowed()


def plan_still_holds(plan: Any, deed: Deed) -> Answer:
    if plan.valid_to is None or plan.valid_to >= timezone.localtime(deed.at).date():
        return Allowed()
    return Denied("计划的“失效日期”已过，请先修改日期。")


# --- tasks -----------------------------------------------------------------------------------------------------------


def results_are_complete(task: Any, deed: Deed) -> Answer:
    """Every check of the list was judged; a reading with limits is a number, and its judgement follows it."""
    rows = {row["check"]: row for row in task.results}
    for check in task.checklist:
        row = rows.pop(check["check"], None)
        if row is None or not row.get("result"):
            return Denied(
                f"检查项“{check['check']}”没有填写结果；确实未检的请选“未检”并说明原因。", field="results"
            )
        fault = _fault_of(check, row)
        if fault:
            return Denied(fault, field="results")
    if rows:
        return Denied(f"检查项清单里没有“{next(iter(rows))}”，请删去或写入完成情况。", field="results")
    return Allowed()


def _fault_of(check: dict[str, Any], row: dict[str, Any]) -> str:
    name, result = check["check"], row["result"]
    if result != CheckResult.NORMAL and len(row.get("remark", "").strip()) < 2:
        return f"检查项“{name}”不正常或未检，请写明“情况说明”。"
    if limits_of(check) == (None, None) or result == CheckResult.SKIPPED:
        return ""
    unit = check.get("unit", "")
    value = number_in(row.get("value", ""), unit)
    if value is None:
        return f"检查项“{name}”的“实测值”应为数字（标准 {standard_of(check)}）。"
    if is_outside(check, value) and result == CheckResult.NORMAL:
        return f"检查项“{name}”实测 {value:g}{unit}，超出标准 {standard_of(check)}，应判“异常”并写明情况。"
    return ""


def evidence_is_there(task: Any, deed: Deed) -> Answer:
    """A file on the task, or with a remark of whoever carries it out: the task itself is not his to edit."""
    if not task.plan.needs_evidence or attachments.of("maintenance_task", task.pk):
        return Allowed()
    remarks = Comment.objects.filter(register="maintenance_task", record_id=task.pk, author=task.executor_id)
    files = Attachment.objects.filter(register=FILES, record_id__in=remarks.values("pk"), removed_at=None)
    if files.exists():
        return Allowed()
    return Denied("本计划要求附执行记录，请先在备注中添加文件或照片并发送，再填报结果。")


def reviewed_by_another(task: Any, deed: Deed) -> Answer:
    if deed.actor.person is not None and deed.actor.person.pk == task.executor_id:
        return Denied("不能复核自己执行的作业，请由复核人办理。")
    return Allowed()


def is_over(task: Any, deed: Deed) -> Answer:
    """Its time and its period have both passed."""
    if task.due_at <= deed.at and task.period_last < timezone.localtime(deed.at).date():
        return Allowed()
    return Denied("本周期还没有结束，仍可执行。")


def settled_with_a_conclusion(finding: Any, deed: Deed) -> Answer:
    if len(finding.conclusion.strip()) >= 4:
        return Allowed()
    return Denied("请写明“处理结论”：原因、处理办法和结果。", field="conclusion")
