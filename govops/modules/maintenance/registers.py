"""维护作业计划, 维护作业 and 维护异常."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Denied
from govops.kernel.calendar.working_time import working_time
from govops.kernel.processes.declarations import Deed
from govops.kernel.registers import Column, Register, Related, Section, View, register, site
from govops.kernel.registers.declarations import OtherPage
from govops.kernel.registers.narrowing import Narrowing, declare
from govops.kernel.web import form_manners, words
from govops.kernel.web.form_manners import Foretold
from govops.kernel.web.months import shifted
from govops.kernel.web.views.common import link
from govops.modules.maintenance import actions, models, process, rules, standard
from govops.modules.maintenance.choices import FindingState, Frequency, Outcome, TaskState

CHANGE = "change_request"
OUTCOME_TONES = {
    Outcome.ON_TIME: "green",
    Outcome.LATE: "amber",
    Outcome.OVERDUE: "red",
    Outcome.MISSED: "red",
}


@register
class MaintenancePlans(Register):
    model = models.MaintenancePlan
    process = process.MaintenancePlanProcess
    title = "维护作业计划"
    series = "WHJH"
    cites = ("N4§4.3", "S1§4.1")
    icon = "calendar-stats"
    columns = (
        Column("name", second="number"),
        Column("operation"),
        Column("rhythm", title="频次"),
        Column("executor", second="reviewer"),
        Column("valid_from", sort="valid_from", shown=False),
        Column("state"),
    )
    filters = ("state", "frequency", "operation", "executor")
    search = ("name", "scope", "checklist", "executor")
    form = (
        Section("计划", "name", "operation", "items", "scope", cites="N4§4.3"),
        Section("检查项", "checklist", "needs_evidence"),
        Section(
            "频次", "frequency", "month_number", "day_number", "off_day", "days_allowed", "valid_from", "valid_to",
            note="作业日按工作日历推算，遇调休以日历为准。",
        ),
        Section("人员", "executor", "reviewer"),
    )  # fmt: skip
    asked_when = {
        "month_number": "frequency=quarter|year",
        "day_number": "frequency=week|month|quarter|year",
    }
    views = (View("执行中", {"state": ["active"]}), View("草稿", {"state": ["draft"]}), View("全部"))
    related = (Related("maintenance_task", "plan", "作业"),)
    guards = (
        rules.days_fit_the_frequency,
        rules.validity_is_in_order,
        rules.checks_can_be_judged,
        rules.reviewer_is_another,
    )
    empty = "还没有维护作业计划。可在“维护日历”一键载入标准计划，再指定对象和人员。"
    guide = "写明对象、检查项和标准值、频次与人员；启用后按工作日历自动排定作业，到日提醒执行人。"
    new_label = "新建计划"
    chip_tones = {"draft": "amber", "active": "green", "paused": "muted", "ended": "muted"}

    def title_of(self, record: Any) -> str:
        return f"{record.name}（{Frequency(record.frequency).label}）"

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"valid_from": moment.today()}

    def prepare(self, record: Any, actor: Actor) -> None:
        if record.pk is None:
            record.template = standard.template_of(record)

    def show_rhythm(self, record: Any) -> str:
        return rhythm_of(record)


def rhythm_of(plan: Any) -> str:
    """每月 5 日, 每周一, 每季第 2 个月 10 日."""
    frequency = Frequency(plan.frequency)
    if frequency == Frequency.DAY:
        return "每个工作日" if plan.off_day == "skip" else "每日"
    if frequency == Frequency.WEEK:
        return f"每周{words.WEEKDAYS[(plan.day_number or 1) - 1]}"
    if frequency == Frequency.MONTH:
        return f"每月 {plan.day_number} 日"
    if frequency == Frequency.QUARTER:
        return f"每季第 {plan.month_number} 个月 {plan.day_number} 日"
    return f"每年 {plan.month_number} 月 {plan.day_number} 日"


@register
class MaintenanceTasks(Register):
    model = models.MaintenanceTask
    process = process.MaintenanceTaskProcess
    title = "维护作业"
    form_title = "维护作业单"
    series = "WHZY"
    cites = ("N4§4.3", "N21§维护作业")
    icon = "checklist"
    imports = False
    date_field = "due_at"
    columns = (
        Column("title", second="number"),
        Column("operation"),
        Column("planned_on", sort="planned_on"),
        Column("executor", second="reviewer"),
        Column("kept", title="按期"),
        Column("abnormal", title="异常"),
        Column("state"),
    )
    filters = ("state", "outcome", "operation", "executor", "plan")
    search = ("executor", "results", "summary")
    form = (Section("作业", "plan", "planned_on", "due_at", "executor", "reviewer"),)
    shown = (
        Section("对象", "operation", "items"),
        Section("执行", "results", "summary", "abnormal_count", "done_at", "outcome"),
        Section("复核", "reviewed_by", "reviewed_at"),
    )
    views = (
        View("待执行", {"state": ["waiting"]}),
        View("待复核", {"state": ["done"]}),
        View("逾期与未执行", {"outcome": ["overdue", "missed"]}),
        View("我的", {"me": "1"}),
        View("全部"),
    )
    related = (Related("maintenance_finding", "task", "异常", is_quiet=True),)
    guards = (rules.reviewer_is_another,)
    empty = "没有维护作业。启用“维护作业计划”后按频次和工作日历自动排定。"
    guide = "逐项检查并填写实测值；超出标准值的判“异常”，自动登记维护异常。由复核人复核，执行人不能复核。"
    chip_tones = {
        "planned": "muted", "waiting": "accent", "done": "amber", "reviewed": "green", "missed": "red", "cancelled": "muted",
    }  # fmt: skip

    def title_of(self, record: Any) -> str:
        return f"{record.plan.named_in(record, record.plan.name)} {record.planned_on:%m-%d}"

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare_task(record, actor)

    def time_left(self, record: Any) -> dict[str, Any] | None:
        if record.state != TaskState.WAITING:
            return None
        working, now = working_time(), moment.now()
        total = working.between(_midnight(record.planned_on), record.due_at).total_seconds()
        left = working.between(now, record.due_at).total_seconds()
        return words.left(
            left,
            total or 1,
            due=record.due_at,
            running=working.is_working_moment(now),
            until=working.end_of_stretch(now),
        )

    def show_kept(self, record: Any) -> dict[str, Any]:
        if not record.outcome:
            return {"text": ""}
        return {"kind": "chip", "text": record.get_outcome_display(), "tone": OUTCOME_TONES[record.outcome]}

    def show_abnormal(self, record: Any) -> dict[str, Any]:
        if not record.abnormal_count:
            return {"text": ""}
        return {"kind": "chip", "text": f"{record.abnormal_count} 项", "tone": "red"}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _on_day(value: str) -> Q:
    return Q(planned_on=date.fromisoformat(value))


def _in_month(value: str) -> Q:
    first = date.fromisoformat(f"{value}-01")
    return Q(planned_on__gte=first, planned_on__lt=shifted(first, 1))


declare(
    Narrowing("maintenance_task", "day", "计划日", _on_day, looks_at=("planned_on",)),
    Narrowing("maintenance_task", "month", "计划月份", _in_month, looks_at=("planned_on",)),
)


def evidence_ahead(task: Any, actor: Actor) -> list[Foretold]:
    """To the executor, before he fills it in: that a file is asked for."""
    is_mine = actor.person is not None and actor.person.pk == task.executor_id
    if task.state != TaskState.WAITING or not is_mine:
        return []
    answer = rules.evidence_is_there(task, Deed(actor=actor, at=moment.now()))
    return [Foretold(answer.sentence)] if isinstance(answer, Denied) else []


form_manners.declare("maintenance_task", foretell=evidence_ahead)


@register
class MaintenanceFindings(Register):
    model = models.MaintenanceFinding
    process = process.MaintenanceFindingProcess
    title = "维护异常"
    series = "WHYC"
    cites = ("N4§4.3",)
    icon = "alert-triangle"
    imports = False
    columns = (
        Column("title", second="number"),
        Column("value", second="standard"),
        Column("item"),
        Column("created_at", title="发现时间", sort="created_at"),
        Column("state"),
    )
    filters = ("state", "task", "item")
    search = ("check_name", "value", "remark", "conclusion", "incident_number")
    form = (Section("异常", "task", "item", "check_name", "standard", "value", "remark"),)
    shown = (Section("处理", "incident_number", "conclusion", "closed_at"),)
    views = (View("待处理", {"state": ["open"]}), View("已转事件", {"state": ["reported"]}), View("全部"))
    empty = "没有维护异常。维护作业中超出标准值的检查项自动登记在这里。"
    guide = "需要修复的转为事件，由服务台派单；当场处理好的写明处理结论。"
    chip_tones = {"open": "red", "reported": "accent", "settled": "green"}

    def title_of(self, record: Any) -> str:
        return f"{record.check_name} 异常：{record.remark or record.value}"

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        """What cannot be mended by a repair is changed: the form knows the item and what was found."""
        if (
            record.state != FindingState.OPEN
            or site.find(CHANGE) is None
            or not table.may(actor, "write", CHANGE)
        ):
            return []
        known = {"reason": f"{record.number} {record.title}"[:200]}
        if record.item_id:
            known["items"] = str(record.item_id)
        return [OtherPage("填写变更单", "git-pull-request", link(f"/r/{CHANGE}/new/", **known))]
