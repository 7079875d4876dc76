"""What must be true of every ticket (R-SVC-01, R-INC-01)."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.calendar.working_time import working_time
from govops.kernel.norms.rules import declare, rule
from govops.kernel.processes.declarations import Deed, Guard, any_of, said
from govops.kernel.records.facts import verbose_name
from govops.modules.service_catalogue.public import (
    ItemState,
    Priority,
    ServiceKind,
    SupportGroup,
    priority_of,
)
from govops.modules.service_desk.choices import (
    ClosureCode,
    ConfirmedBy,
    IncidentState,
    PendingReason,
    RequestState,
)
from govops.modules.service_desk.parameters import AUTO_CONFIRM_DAYS, REOPEN_DAYS, working_days
from govops.modules.service_desk.rules.common import by_the_system, is_staff, of_the_desk, the_reporter

CLOSING = "未确认不得关闭；解决后 N 天（缺省 3）自动确认"
PRIORITY = "优先级=影响×紧急，不可手填越权"
declare(
    "R-INC-01",
    cites="N3§8.1",
    level="N",
    title=PRIORITY,
    by="service_desk.actions.intake.judge（优先级不是表单字段）",
)

#: what the desk decides; a reporter says what happened
OF_THE_DESK = ("impact", "urgency", "category", "item", "channel")
#: nobody has taken it up yet
UNTOUCHED = frozenset({IncidentState.NEW, RequestState.DRAFT})


# --- the order of things ---------------------------------------------------------------------------------------------


@rule("R-INC-01", cites="N3§8.1", level="N", title=PRIORITY)
def priority_follows_the_matrix(ticket: Any, deed: Deed) -> Answer:
    """Whoever saves: the priority is what the matrix says about impact and urgency."""
    expected = priority_of(ticket.impact, ticket.urgency)
    if ticket.priority == expected:
        return Allowed()
    return Denied(
        f"优先级由影响和紧急程度得出，应为 {Priority(expected).label}，不能另行填写。", field="impact"
    )


@rule("R-INC-01", cites="N3§8.1", level="N", title=PRIORITY)
def judged_by_the_desk(ticket: Any, deed: Deed) -> Answer:
    """Once a ticket is taken up, only the desk and the lines judge its impact and urgency; its reporter no longer does."""
    if ticket.pk is None or ticket.state in UNTOUCHED or is_staff(deed):
        return Allowed()
    held = type(ticket)._default_manager.filter(pk=ticket.pk).values(*OF_THE_DESK).get()
    for name in OF_THE_DESK:
        value = ticket.item_id if name == "item" else getattr(ticket, name)
        if value != held[name]:
            title = verbose_name(ticket, name)
            return Denied(
                f"已经受理，“{title}”由服务台判定；如有变化请在留言中说明，服务台会调整。", field=name
            )
    return Allowed()


def item_is_offered(kind: str) -> Guard:
    """The service is in use and takes this kind of ticket."""

    def guard(ticket: Any, deed: Deed) -> Answer:
        item = ticket.item
        if item is None or ticket.pk is not None:
            return Allowed()
        if item.state != ItemState.IN_USE:
            return Denied(f"“{item.name}”未在服务目录中启用，请另选服务。", field="item")
        if item.kind not in {kind, ServiceKind.BOTH}:
            other = ServiceKind(item.kind).label
            return Denied(f"“{item.name}”只受理{other}，请改在“{other}”中提出。", field="item")
        return Allowed()

    guard.__name__ = f"item_takes_{kind}"
    return said(guard, "服务目录项在用且受理此类")


def asks_for_a_service(request: Any, deed: Deed) -> Answer:
    """A request is always for a service of the catalogue."""
    if request.item is not None:
        return Allowed()
    return Denied("请选择“服务目录项”；目录里没有的，请按“咨询”提出。", field="item")


def questions_are_answered(ticket: Any, deed: Deed) -> Answer:
    """What the service asks besides, where it must be answered; a desk that writes down a call may ask later."""
    if ticket.item is None or ticket.pk is not None or is_staff(deed) or deed.actor.channel == "import":
        return Allowed()
    given = {row["question"] for row in ticket.answers if str(row["answer"]).strip()}
    for row in ticket.item.form_fields:
        if row.get("required") == "yes" and row["title"] not in given:
            return Denied(f"请回答“{row['title']}”。", field="answers")
    return Allowed()


# --- in whose hands --------------------------------------------------------------------------------------------------


def is_classified(ticket: Any, deed: Deed) -> Answer:
    if ticket.category:
        return Allowed()
    return Denied("请选择“问题分类”。", field="category")


def goes_to_somebody(ticket: Any, deed: Deed) -> Answer:
    """A group in use; a person who is here and works in that group."""
    group, person = ticket.group, ticket.assignee
    if group is None:
        return Denied("请选择“支持组”。", field="group")
    if not group.is_active:
        return Denied(f"“{group}”已停用，请另选支持组。", field="group")
    if person is None:
        return Denied("请选择“处理人”；暂不定人的，请用“转派”交给支持组。", field="assignee")
    if not person.is_active:
        return Denied(f"{person.name}已离岗，请另选处理人。", field="assignee")
    if person.pk not in {*group.members, group.leader_id}:
        return Denied(f"{person.name}不在“{group}”，请改选本组成员，或先调整支持组。", field="assignee")
    return Allowed()


def goes_to_another_group(ticket: Any, deed: Deed) -> Answer:
    """转派: to a group in use; the person is left to that group."""
    if not isinstance(ticket.group, SupportGroup):
        return Denied("请选择转往的“支持组”。", field="group")
    if not ticket.group.is_active:
        return Denied(f"“{ticket.group}”已停用，请另选支持组。", field="group")
    return Allowed()


def waits_for_something(ticket: Any, deed: Deed) -> Answer:
    """挂起: a reason and a date that lies ahead."""
    if not ticket.pending_reason:
        return Denied("挂起须选择“挂起原因”。", field="pending_reason")
    if ticket.pending_until is None or ticket.pending_until <= deed.at:
        return Denied("挂起须填写“预计恢复处理”，且晚于现在。", field="pending_until")
    if ticket.pending_reason == PendingReason.USER and not deed.opinion:
        return Denied("等待用户答复的，请写明要用户回答什么；这句话会发给用户。", field="opinion")
    return Allowed()


def is_told_how(ticket: Any, deed: Deed) -> Answer:
    """A solution is words about what was done, and a closure code."""
    if len(ticket.resolution.strip()) < 4:
        return Denied("请在“解决方案”中写明做了什么、结果怎样，至少 4 个字。", field="resolution")
    if ticket.closure_code not in ClosureCode.values:
        return Denied("请选择“关闭码”。", field="closure_code")
    return Allowed()


def has_not_arrived(ticket: Any, deed: Deed) -> Answer:
    if ticket.arrived_at is None:
        return Allowed()
    return Denied("已登记到场，无需再登记。")


# --- confirmed, then closed ------------------------------------------------------------------------------------------


def waited_long_enough(ticket: Any, deed: Deed) -> Answer:
    """超期自动确认: the program confirms for a reporter who kept silent for the parameter's working days."""
    answer = by_the_system(ticket, deed)
    if not answer:
        return answer
    days = working_days(AUTO_CONFIRM_DAYS)
    if ticket.resolved_at and working_time().add_days(ticket.resolved_at, days).at <= deed.at:
        return Allowed()
    return Denied(f"解决后未满 {days} 个工作日，不能自动确认。")


confirms = said(any_of(the_reporter, waited_long_enough), "报告人本人，或超期后由系统")


def confirms_for_another(ticket: Any, deed: Deed) -> Answer:
    """服务台，且不是处理人: the desk confirms what the reporter said on the phone."""
    answer = of_the_desk(ticket, deed)
    if not answer:
        return answer
    if deed.actor.person is not None and deed.actor.person.pk == ticket.assignee_id:
        return Denied("处理人不能代用户确认自己处理的单据，请由其他服务台人员电话确认，或等用户本人确认。")
    return Allowed()


@rule("R-SVC-01", cites="N2§9.4", level="D", title=CLOSING)
def was_confirmed(ticket: Any, deed: Deed) -> Answer:
    if ticket.confirmed_at and ticket.confirmed_by in ConfirmedBy.values:
        return Allowed()
    days = working_days(AUTO_CONFIRM_DAYS)
    return Denied(f"报告人尚未确认，不能关闭；请先请报告人确认，或待解决满 {days} 个工作日后自动确认。")


@rule("R-SVC-01", cites="N2§9.4", level="D", title=CLOSING)
def only_confirmed_by_those_who_may(ticket: Any, deed: Deed) -> Answer:
    """Who confirms: the reporter, or the program after the parameter's working days."""
    return confirms(ticket, deed)


def may_no_longer_be_reopened(ticket: Any, deed: Deed) -> Answer:
    """Closed after the days in which the reporter may still come back."""
    days = working_days(REOPEN_DAYS)
    if not days or working_time().add_days(ticket.confirmed_at, days).at <= deed.at:
        return Allowed()
    return Denied(f"确认后 {days} 个工作日内报告人可以重新打开，届时由系统关闭。")


def is_rated(ticket: Any, deed: Deed) -> Answer:
    if ticket.satisfaction:
        return Allowed()
    return Denied("请选择“满意度”。", field="satisfaction")


def not_rated_yet(ticket: Any, deed: Deed) -> Answer:
    if ticket.rated_at is None:
        return Allowed()
    return Denied("您已经评价过，谢谢。")
