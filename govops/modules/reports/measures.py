"""What is counted: one statement for all sources, over the rows that somebody may see, for all periods at once.

A measure is an amount of one register (received, resolved, late …) and the list that shows exactly its records: the
same register under the same filters. Tickets belong to the period in which they were received.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import Coalesce

from govops.kernel.access.actor import Actor
from govops.kernel.norms.obligations import Period
from govops.kernel.records.visibility import visible
from govops.kernel.registers import site
from govops.modules.reports.periods import bounds
from govops.modules.service_desk.public import (
    OPEN_INCIDENT,
    OPEN_REQUEST,
    UNHAPPY,
    IncidentState,
    RequestState,
    Satisfaction,
)

Drill = Mapping[str, Sequence[str]]

_I, _R = IncidentState, RequestState
DONE_INCIDENT = (_I.RESOLVED, _I.CONFIRMED, _I.CLOSED)
DONE_REQUEST = (_R.FULFILLED, _R.CONFIRMED, _R.CLOSED)
#: as problem management names its states
DONE_PROBLEM = ("resolved", "reviewed", "closed")
OPEN_PROBLEM = ("registered", "classified", "investigating", "known_error")
#: as change management names its states and results; a draft is nobody's change yet
CHANGES_MADE = (
    "returned", "approving", "approved", "scheduled", "implementing", "implemented", "rolled_back", "verified", "reviewed", "closed",
    "refused", "cancelled",
)  # fmt: skip
UNSUCCESSFUL_CHANGE = ("partial", "failed", "rolled_back")
LEVELS = tuple(Satisfaction)
CONTENT = tuple(level for level in LEVELS if level not in UNHAPPY)


@dataclass(frozen=True, kw_only=True)
class Source:
    """A register whose rows are counted by the moment `when`; `states`: those that count at all."""

    register: str
    when: str
    states: tuple[str, ...] = ()

    def rows(self, actor: Actor, first: Any, last: Any) -> QuerySet[Any] | None:
        """The rows of these days that the actor may see; None in a house without this register."""
        register = site.find(self.register)
        if register is None:
            return None
        begin, end = bounds(first, last)
        found = register.model._default_manager.filter(
            **{f"{self.when}__gte": begin, f"{self.when}__lt": end}
        )
        if self.states:
            found = found.filter(state__in=self.states)
        return visible(found, actor, register=self.register).order_by()


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`amount` of a source's rows; `drill`: the filters under which the register's list shows them."""

    title: str
    source: Source
    amount: Aggregate | Func
    drill: Drill = field(default_factory=dict)

    def url(self, period: Period) -> str:
        """The list that shows exactly these records."""
        return url_of(self.source, self.drill, period)


def url_of(source: Source, drill: Drill, period: Period) -> str:
    """The list of a source's register under these filters, within the period."""
    from urllib.parse import urlencode

    query: dict[str, Any] = {"state": source.states, **drill} if source.states else dict(drill)
    query |= {"from": period.first.isoformat(), "to": period.last.isoformat()}
    return f"{site.get(source.register).url()}?{urlencode(query, doseq=True)}"


INCIDENTS = Source(register="incident", when="created_at", states=(*OPEN_INCIDENT, *DONE_INCIDENT))
REQUESTS = Source(register="service_request", when="created_at", states=(*OPEN_REQUEST, *DONE_REQUEST))
PROBLEMS = Source(register="problem", when="created_at", states=(*OPEN_PROBLEM, *DONE_PROBLEM))
CHANGES = Source(register="change_request", when="created_at", states=CHANGES_MADE)
CALL_BACKS = Source(register="call_back", when="asked_at")
ESCALATIONS = Source(register="ticket_escalation", when="happened_at")
#: releases that were deployed, whatever came of it, by their window
RELEASES = Source(register="release", when="planned_from", states=("verified", "closed", "rolled_back"))
MAINTENANCE = Source(register="maintenance_task", when="due_at")
#: as maintenance names what became of a task that fell due
DUE_TASK = ("on_time", "late", "overdue", "missed")


def _number(**of: Any) -> Count:
    return Count("pk", filter=Q(**of)) if of else Count("pk")


def _length(last: Any, first: Any, **of: Any) -> Func:
    """Lengths of time together, in hours."""
    taken = ExpressionWrapper(last - first, output_field=DurationField())
    return Func(
        Sum(taken, filter=Q(**of)),
        template="extract(epoch from %(expressions)s) / 3600",
        output_field=FloatField(),
    )


def _of_tickets(source: Source, name: str, title: str, done: tuple[str, ...]) -> dict[str, Measure]:
    """What is counted of incidents and of service requests alike."""

    def measure(what: str, amount: Aggregate | Func, drill: Drill) -> Measure:
        return Measure(title=f"{title}{what}", source=source, amount=amount, drill=drill)

    first = {"state": done, "support_line": ["first"]}
    return {
        f"{name}_received": measure("受理", _number(), {}),
        f"{name}_done": measure("解决", _number(state__in=done), {"state": done}),
        f"{name}_kept": measure("按时解决", _number(state__in=done, is_late=False), {"state": done, "is_late": ["0"]}),
        f"{name}_late": measure("曾超时", _number(is_late=True), {"is_late": ["1"]}),
        f"{name}_first": measure("首线解决", _number(state__in=done, group__line="first"), first),
        f"{name}_rated": measure("评价", _number(satisfaction__in=LEVELS), {"satisfaction": LEVELS}),
        f"{name}_content": measure("满意", _number(satisfaction__in=CONTENT), {"satisfaction": CONTENT}),
    }  # fmt: skip


_RESTORED = Coalesce(F("restored_at"), F("resolved_at"))
_OCCURRED = Coalesce(F("occurred_at"), F("created_at"))

MEASURES: dict[str, Measure] = {
    **_of_tickets(INCIDENTS, "incident", "事件", DONE_INCIDENT),
    **_of_tickets(REQUESTS, "request", "服务请求", DONE_REQUEST),
    "incident_major": Measure(
        title="重大事件", source=INCIDENTS, amount=_number(is_major=True), drill={"is_major": ["1"]}
    ),
    "incident_time": Measure(
        title="事件解决用时", source=INCIDENTS, amount=_length(_RESTORED, _OCCURRED, state__in=DONE_INCIDENT),
        drill={"state": DONE_INCIDENT},
    ),
    "problem_all": Measure(title="问题", source=PROBLEMS, amount=_number()),
    "problem_done": Measure(
        title="问题解决", source=PROBLEMS, amount=_number(state__in=DONE_PROBLEM), drill={"state": DONE_PROBLEM}
    ),
    "problem_time": Measure(
        title="问题解决用时", source=PROBLEMS, amount=_length(F("resolved_at"), F("created_at"), state__in=DONE_PROBLEM),
        drill={"state": DONE_PROBLEM},
    ),
    "change_all": Measure(title="变更", source=CHANGES, amount=_number()),
    "change_begun": Measure(title="已实施的变更", source=CHANGES, amount=_number(started_at__isnull=False), drill={"begun": ["1"]}),
    "change_unapproved": Measure(
        title="未经批准已实施", source=CHANGES, amount=_number(started_at__isnull=False, approved_at__isnull=True), drill={"unapproved": ["1"]},
    ),
    "change_reported": Measure(
        title="已有结果的变更", source=CHANGES, amount=_number(result__in=("success", *UNSUCCESSFUL_CHANGE)),
        drill={"result": ("success", *UNSUCCESSFUL_CHANGE)},
    ),
    "change_unsuccessful": Measure(
        title="不成功的变更", source=CHANGES, amount=_number(result__in=UNSUCCESSFUL_CHANGE), drill={"result": UNSUCCESSFUL_CHANGE},
    ),
    "change_cancelled": Measure(
        title="取消的变更", source=CHANGES, amount=_number(state="cancelled"), drill={"state": ["cancelled"]}
    ),
    "change_emergency": Measure(
        title="紧急变更", source=CHANGES, amount=_number(kind="emergency"), drill={"kind": ["emergency"]}
    ),
    "change_paper_late": Measure(
        title="补单逾期", source=CHANGES, amount=_number(is_paper_late=True), drill={"is_paper_late": ["1"]}
    ),
    "called_all": Measure(title="差评", source=CALL_BACKS, amount=_number()),
    "called_done": Measure(title="已回访", source=CALL_BACKS, amount=_number(state="done"), drill={"state": ["done"]}),
    "escalated": Measure(title="升级", source=ESCALATIONS, amount=_number()),
    "release_all": Measure(title="已部署发布", source=RELEASES, amount=_number()),
    "release_success": Measure(
        title="成功发布", source=RELEASES, amount=_number(result="success"), drill={"result": ["success"]}
    ),
    "release_kept": Measure(
        title="按时发布", source=RELEASES, amount=_number(is_on_time=True), drill={"is_on_time": ["1"]}
    ),
    "release_cmdb": Measure(
        title="已更新配置库", source=RELEASES, amount=_number(cmdb_updated=True), drill={"cmdb_updated": ["1"]}
    ),
    "task_due": Measure(
        title="到期维护作业", source=MAINTENANCE, amount=_number(outcome__in=DUE_TASK), drill={"outcome": DUE_TASK}
    ),
    "task_kept": Measure(
        title="按期维护作业", source=MAINTENANCE, amount=_number(outcome="on_time"), drill={"outcome": ["on_time"]}
    ),
    "breached": Measure(title="超时", source=ESCALATIONS, amount=_number(level="breach"), drill={"level": ["breach"]}),
}  # fmt: skip
