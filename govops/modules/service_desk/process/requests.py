"""服务请求 on its way: its own process, with an approval where the catalogue asks for one (card B1)."""

from __future__ import annotations

from typing import Any

from govops.kernel.processes.declarations import Approval, Move, Process, Step, any_of
from govops.modules.service_desk.actions import handling, rating, requests
from govops.modules.service_desk.choices import RequestState as R
from govops.modules.service_desk.models import OPEN_REQUEST
from govops.modules.service_desk.rules import common, tickets
from govops.modules.service_desk.seats import UNIT_HEAD


def asks_for_approval(request: Any) -> bool:
    """须经部门领导同意的服务."""
    return request.item is not None and request.item.needs_approval


class ServiceRequestProcess(Process):
    """填写 →（部门领导同意）→ 待派单 → 已派单 → 办理中（挂起）→ 已办结 → 已确认 → 已关闭（GB/T 28827.1 9.4）。"""

    states = R
    initial = R.DRAFT
    editable = {R.DRAFT: ..., **dict.fromkeys(OPEN_REQUEST, ...)}
    cancelled = R.CANCELLED
    final = (R.REFUSED, R.CLOSED, R.CANCELLED)
    cites = "N2§9.4"

    approval = Approval(
        start=R.DRAFT, during=R.APPROVING, yes=R.ACCEPTED, no=R.REFUSED, back=R.DRAFT, on_yes=(requests.accept,),
        steps=(Step(key="head", title="部门主管领导同意", seats=(UNIT_HEAD,), hours=8, when=asks_for_approval),),
    )  # fmt: skip
    take = Move(
        title="领取", sources=(R.ACCEPTED, R.ASSIGNED), target=R.IN_PROGRESS, by=common.of_the_staff, then=(handling.take,),
        icon="user-check", signed=False,
    )  # fmt: skip
    dispatch = Move(
        title="派单", sources=OPEN_REQUEST, target=R.ASSIGNED, by=common.of_the_staff, asks=("group", "assignee"),
        requires=("group", "assignee"), checks=(tickets.goes_to_somebody,), opinion="optional", then=(handling.dispatch,),
        icon="user-plus", signed=False,
    )  # fmt: skip
    start = Move(
        title="开始办理", sources=(R.ASSIGNED,), target=R.IN_PROGRESS, by=common.in_hand, todo=handling.handler_of, hours=2,
        then=(handling.start,), icon="clock-play", signed=False,
    )  # fmt: skip
    hand_on = Move(
        title="转派", sources=OPEN_REQUEST, target=R.ACCEPTED, by=common.of_the_staff, asks=("group",), requires=("group",),
        checks=(tickets.goes_to_another_group,), opinion="required", then=(handling.hand_on,), icon="transfer", signed=False,
        help="转一线、二线、三线或厂商支持组，由该组领取；请写明已做了什么。",
    )  # fmt: skip
    arrive = Move(
        title="到场登记", sources=(R.IN_PROGRESS,), target=R.IN_PROGRESS, by=common.in_hand, then=(handling.arrive,),
        when=(tickets.has_not_arrived,), icon="map-pin", signed=False,
    )  # fmt: skip
    set_aside = Move(
        title="挂起", sources=(R.IN_PROGRESS,), target=R.PENDING, by=any_of(common.in_hand, common.of_the_desk),
        asks=("pending_reason", "pending_until"), checks=(tickets.waits_for_something,), opinion="optional",
        then=(handling.set_aside,), icon="clock-pause", signed=False, help="挂起期间计时暂停，到时自动恢复办理；原因和说明会告知报告人。",
    )  # fmt: skip
    take_up_again = Move(
        title="恢复办理", sources=(R.PENDING,), target=R.IN_PROGRESS, opinion="optional", then=(handling.take_up_again,),
        by=any_of(common.in_hand, common.of_the_desk, common.the_reporter, common.by_the_system), icon="clock-play", signed=False,
    )  # fmt: skip
    fulfil = Move(
        title="办结", sources=OPEN_REQUEST, target=R.FULFILLED, by=any_of(common.in_hand, common.of_the_staff),
        asks=("resolution", "closure_code", "into_knowledge"), requires=("resolution", "closure_code"),
        checks=(tickets.is_told_how,), todo=handling.worker_of, then=(handling.resolve,), icon="circle-check", signed=False,
    )  # fmt: skip
    confirm = Move(
        title="确认收到", sources=(R.FULFILLED,), target=R.CONFIRMED, by=tickets.confirms, asks=("satisfaction", "satisfaction_words"),
        checks=(tickets.only_confirmed_by_those_who_may,), todo=handling.reporter_of, hours=24,
        then=(handling.confirm, rating.rate), icon="thumb-up", signed=False, help="可同时评价；不满意的，服务台会回访。",
    )  # fmt: skip
    confirm_by_phone = Move(
        title="电话确认", sources=(R.FULFILLED,), target=R.CONFIRMED, by=tickets.confirms_for_another, opinion="required",
        asks=("satisfaction", "satisfaction_words"), then=(handling.confirm_by_phone, rating.rate), icon="phone-call",
        signed=False, help="写明何时与报告人通话、报告人怎么说。",
    )  # fmt: skip
    reopen = Move(
        title="没有办好", sources=(R.FULFILLED, R.CONFIRMED), target=R.ASSIGNED, by=any_of(common.the_reporter, common.of_the_desk),
        opinion="required", then=(handling.reopen,), icon="rotate-clockwise", is_danger=True, signed=False,
        help="请写明还差什么，处理人会接着办。",
    )  # fmt: skip
    close = Move(
        title="关闭", sources=(R.CONFIRMED,), target=R.CLOSED, by=any_of(common.of_the_desk, common.by_the_system),
        when=(tickets.was_confirmed, tickets.may_no_longer_be_reopened), then=(handling.close,), icon="archive", signed=False,
    )  # fmt: skip
    rate = Move(
        title="评价", sources=(R.CONFIRMED,), target=R.CONFIRMED, by=common.the_reporter, when=(tickets.not_rated_yet,),
        asks=("satisfaction", "satisfaction_words"), checks=(tickets.is_rated,), then=(rating.rate,), icon="star", signed=False,
    )  # fmt: skip
    rate_closed = Move(
        title="评价", sources=(R.CLOSED,), target=R.CLOSED, by=common.the_reporter, when=(tickets.not_rated_yet,),
        asks=("satisfaction", "satisfaction_words"), checks=(tickets.is_rated,), then=(rating.rate,), icon="star", signed=False,
    )  # fmt: skip
    withdraw = Move(
        title="撤回", sources=OPEN_REQUEST, target=R.CANCELLED, by=common.the_reporter_or_who_wrote, opinion="required",
        then=(handling.withdraw,), icon="circle-x", is_danger=True, signed=False,
    )  # fmt: skip
