"""Plans bring tasks; tasks are opened, carried out, reviewed or missed; what is out of standard becomes a finding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from govops.kernel import moment, parameters
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.calendar.working_time import working_time
from govops.kernel.norms import judging
from govops.kernel.norms.obligations import Period, all_obligations
from govops.kernel.organization.models import Person
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import links
from govops.kernel.registers import doors, site
from govops.modules.maintenance import schedule
from govops.modules.maintenance.choices import CheckResult, Outcome, PlanState, TaskState
from govops.modules.maintenance.models import MaintenanceFinding, MaintenancePlan, MaintenanceTask
from govops.modules.maintenance.parameters import DAYS_AHEAD
from govops.modules.maintenance.rules import is_over, standard_of, with_unit

INCIDENT = links.Relation("转为事件", "维护发现")
links.declare(INCIDENT)


# --- plans -----------------------------------------------------------------------------------------------------------


def plan_ahead(plan: Any, deed: Deed) -> None:
    """启用: the tasks of the next days stand at once."""
    make_tasks([plan], first=moment.today(), last=_horizon())


def call_off(plan: Any, deed: Deed) -> None:
    """暂停或终止: what was planned and not begun is cancelled."""
    waiting = MaintenanceTask.objects.filter(plan=plan, state=TaskState.PLANNED).order_by("id")
    for pk in waiting.values_list("pk", flat=True):
        engine.perform("maintenance_task", pk, "cancel", actor=SYSTEM, data={"opinion": "计划已暂停或终止"})


def _horizon() -> date:
    return moment.today() + timedelta(days=int(parameters.value(DAYS_AHEAD.key)))


def make_due_tasks() -> int:
    """The tasks of all plans in force for the days ahead; answers how many were new."""
    plans = (
        MaintenancePlan.objects.filter(state=PlanState.ACTIVE).select_related("executor__unit").order_by("id")
    )
    return make_tasks(list(plans), first=moment.today(), last=_horizon())


def make_tasks(plans: Sequence[Any], *, first: date, last: date) -> int:
    """The tasks of these plans between the days that do not stand yet; each period is served once."""
    working = working_time()
    known = set(
        MaintenanceTask.objects.filter(plan__in=plans, period_last__gte=first).values_list(
            "plan_id", "period_first"
        )
    )
    made = 0
    for plan in plans:
        for turn in schedule.turns(plan, first, last, working):
            if (plan.pk, turn.period.first) not in known:
                _make_task(plan, turn, schedule.due_moment(turn.last, working))
                made += 1
    return made


def _make_task(plan: Any, turn: schedule.Turn, due_at: datetime) -> Any:
    data = {
        "plan": plan, "planned_on": turn.day, "due_at": due_at, "executor": plan.executor_id, "reviewer": plan.reviewer_id,
        "applicant": plan.executor_id, "secrecy_level": plan.secrecy_level,
    }  # fmt: skip
    task = doors.create(site.get("maintenance_task"), data, actor=SYSTEM)
    if turn.day <= moment.today():
        engine.perform("maintenance_task", task.pk, "open", actor=SYSTEM)
    return task


# --- tasks -----------------------------------------------------------------------------------------------------------


def prepare_task(task: Any, actor: Actor) -> None:
    """A new task takes over what its plan says on this day."""
    if task.pk is not None:
        return
    plan = task.plan
    period = Period.of(plan.frequency, task.planned_on)
    task.period_first, task.period_last = period.first, period.last
    task.operation, task.items, task.checklist = plan.operation, plan.items, plan.checklist
    task.results = [
        {"check": one["check"], "standard": standard_of(one), "value": "", "result": "", "remark": ""} for one in plan.checklist
    ]  # fmt: skip


def executor_of(task: Any) -> list[Person]:
    return [task.executor] if task.executor else []


def reviewer_of(task: Any) -> list[Person]:
    return [task.reviewer] if task.reviewer else []


def open_due_tasks() -> int:
    """What is planned for today or earlier becomes work; answers how many."""
    due = MaintenanceTask.objects.filter(state=TaskState.PLANNED, planned_on__lte=moment.today()).order_by(
        "id"
    )
    numbers = list(due.values_list("pk", flat=True))
    for pk in numbers:
        engine.perform("maintenance_task", pk, "open", actor=SYSTEM)
    return len(numbers)


def write_off() -> tuple[int, int]:
    """Open tasks past their time are overdue; those whose period is over count as not carried out. Answers both numbers."""
    now = moment.now()
    late = MaintenanceTask.objects.filter(state=TaskState.WAITING, due_at__lte=now).order_by("id")
    missed = [task.pk for task in late if is_over(task, Deed(actor=SYSTEM, at=now))]
    for pk in missed:
        engine.perform("maintenance_task", pk, "mark_missed", actor=SYSTEM)
    overdue = list(late.filter(outcome="").exclude(pk__in=missed).values_list("pk", flat=True))
    for pk in overdue:
        engine.perform("maintenance_task", pk, "mark_overdue", actor=SYSTEM)
    return len(overdue), len(missed)


def finish(task: Any, deed: Deed) -> None:
    """填报: kept in time or not, how many checks were abnormal, and a finding for each."""
    task.done_at = deed.at
    task.outcome = Outcome.ON_TIME if deed.at <= task.due_at else Outcome.LATE
    _complete(task)
    abnormal = [row for row in task.results if row["result"] == CheckResult.ABNORMAL]
    task.abnormal_count = len(abnormal)
    known = set(MaintenanceFinding.objects.filter(task=task).values_list("check_name", flat=True))
    for row in abnormal:
        if row["check"] not in known:
            _find(task, row)
    judging.after_commit(
        moment.today(), obligations=[one for one in all_obligations() if one.register == "maintenance_task"]
    )


def _complete(task: Any) -> None:
    """Each line with the standard of its check, whatever was typed there, and its reading with the unit."""
    checks = {one["check"]: one for one in task.checklist}
    for row in task.results:
        check = checks[row["check"]]
        row["standard"] = standard_of(check)
        row["value"] = with_unit(row.get("value", ""), check.get("unit", ""))


def _find(task: Any, row: dict[str, Any]) -> None:
    data = {
        "task": task, "check_name": row["check"], "standard": row["standard"], "value": row["value"], "remark": row["remark"],
        "item": task.items[0] if len(task.items) == 1 else None, "applicant": task.executor_id, "secrecy_level": task.secrecy_level,
    }  # fmt: skip
    doors.create(site.get("maintenance_finding"), data, actor=SYSTEM)


def send_back(task: Any, deed: Deed) -> None:
    """退回重做: it is in nobody's favour that the first report was in time."""
    task.done_at = None
    task.outcome = Outcome.OVERDUE if deed.at > task.due_at else ""


def review(task: Any, deed: Deed) -> None:
    task.reviewed_at, task.reviewed_by = deed.at, deed.actor.person


def be_overdue(task: Any, deed: Deed) -> None:
    task.outcome = Outcome.OVERDUE


def miss(task: Any, deed: Deed) -> None:
    task.outcome = Outcome.MISSED


# --- findings --------------------------------------------------------------------------------------------------------


def handlers_of(finding: Any) -> list[Person]:
    return executor_of(finding.task)


def report_incident(finding: Any, deed: Deed) -> None:
    """转事件: an incident with what was measured, in the name of whoever reports it."""
    register = site.get("incident")
    measured = f"实测 {finding.value}，标准 {finding.standard}。" if finding.value else ""
    data = {
        "subject": f"维护作业发现异常：{finding.check_name}"[:100],
        "description": f"{finding.task.title}（{finding.task.number}）\n{measured}{finding.remark}",
        "channel": "monitoring", "system": (str(finding.item.name) if finding.item else "")[:100],
        "secrecy_level": finding.secrecy_level,
    }  # fmt: skip
    if finding.item and "items" in register.fields:
        data["items"] = [finding.item_id]
    incident = doors.create(register, data, actor=deed.actor)
    links.add(finding, incident, kind=INCIDENT.word, actor=SYSTEM)
    finding.incident_number, finding.closed_at = incident.number, deed.at


def settle(finding: Any, deed: Deed) -> None:
    finding.closed_at = deed.at
