"""What the registers of incidents and of service requests share."""

from __future__ import annotations

from typing import Any, ClassVar

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register
from govops.modules.service_desk.actions import intake, timing
from govops.modules.service_desk.choices import UNHAPPY, Channel
from govops.modules.service_desk.dashboards.left import PRIORITY_TONES, left_of

COLUMNS = (
    Column("title", second="number"),
    Column("grade", title="优先级", sort="priority"),
    Column("left", title="剩余时限", sort="due_at"),
    Column("state"),
    Column("group", second="assignee"),
    Column("applicant"),
    Column("created_at", title="登记", sort="created_at"),
    Column("category", shown=False),
    Column("channel", shown=False),
    Column("item", shown=False),
    Column("agreement", shown=False),
    Column("satisfaction", shown=False),
    Column("resolved_at", shown=False),
)
#: besides these, an address may narrow by any reference: ?assignee=12, ?item=3
FILTERS = ("state", "priority", "group", "category", "channel", "is_late", "satisfaction")
SEARCHED = ("subject", "description", "system", "items", "applicant", "location", "resolution")


class Tickets(Register):
    """A register of tickets: what it prepares, how its rows look."""

    columns: ClassVar[tuple[str | Column, ...]] = COLUMNS
    filters: ClassVar[tuple[str, ...]] = FILTERS
    search: ClassVar[tuple[str, ...]] = SEARCHED
    secrecy = True

    def title_of(self, record: Any) -> str:
        return str(record.subject)

    def initial(self, actor: Actor) -> dict[str, Any]:
        phone = (actor.person.phone or actor.person.mobile) if actor.person else ""
        return {"channel": Channel.WEB, "phone": phone}

    def prepare(self, record: Any, actor: Actor) -> None:
        intake.prepare(record, actor)

    def follow_priority(self, record: Any, actor: Actor) -> None:
        """Another impact or urgency: other budgets for the clocks that run."""
        before = record.priority_before
        if before and before != record.priority:
            reason = f"影响或紧急程度调整：{before} 改为 {record.priority}"
            timing.follow_priority(record, actor=actor, at=moment.now(), reason=reason)
            timing.keep(record)

    def time_left(self, record: Any) -> dict[str, Any] | None:
        return left_of(record)

    def show_left(self, record: Any) -> dict[str, Any]:
        return {"kind": "time_left", "left": left_of(record)}

    def show_grade(self, record: Any) -> dict[str, Any]:
        chip = {"kind": "chip", "text": record.priority, "tone": PRIORITY_TONES[record.priority]}
        return {**chip, "title": f"影响：{record.get_impact_display()}；紧急：{record.get_urgency_display()}"}

    def show_satisfaction(self, record: Any) -> dict[str, Any]:
        if not record.satisfaction:
            return {"text": ""}
        tone = "red" if record.satisfaction in UNHAPPY else "green"
        return {"kind": "chip", "text": record.get_satisfaction_display(), "tone": tone}
