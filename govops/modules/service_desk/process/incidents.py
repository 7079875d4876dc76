"""事件 on its way (card B2), and 重大事件 beside it."""

from __future__ import annotations

from govops.kernel.processes.declarations import Move, Process, any_of
from govops.modules.service_desk.actions import handling, major, rating
from govops.modules.service_desk.choices import IncidentState as S
from govops.modules.service_desk.choices import MajorIncidentState as M
from govops.modules.service_desk.models import OPEN_INCIDENT
from govops.modules.service_desk.rules import common, incidents, tickets

QUEUE = (S.NEW, S.TRIAGED, S.ASSIGNED)


class IncidentProcess(Process):
    """待受理 → 待派单 → 已派单 → 处理中（挂起）→ 已解决 → 已确认 → 已关闭；解决后可重新打开，重复的并入（ISO 20000 8.1）。"""

    states = S
    initial = S.NEW
    editable = dict.fromkeys(OPEN_INCIDENT, ...)
    cancelled = S.WITHDRAWN
    final = (S.CLOSED, S.MERGED, S.WITHDRAWN)
    cites = "N3§8.1"

    triage = Move(
        title="受理定级", sources=(S.NEW,), target=S.TRIAGED, by=common.of_the_staff, icon="checklist", signed=False,
        asks=("category", "impact", "urgency", "group"), requires=("category", "impact", "urgency", "group"),
        then=(handling.triage,), help="影响和紧急决定优先级，优先级决定时限；支持组的成员随即可以领取。",
    )  # fmt: skip
    take = Move(
        title="领取", sources=QUEUE, target=S.IN_PROGRESS, by=common.of_the_staff, then=(handling.take,),
        icon="user-check", signed=False,
    )  # fmt: skip
    dispatch = Move(
        title="派单", sources=(*QUEUE, S.IN_PROGRESS, S.PENDING), target=S.ASSIGNED, by=common.of_the_staff,
        asks=("group", "assignee"), requires=("group", "assignee"), checks=(tickets.goes_to_somebody,), opinion="optional",
        then=(handling.dispatch,), icon="user-plus", signed=False,
    )  # fmt: skip
    start = Move(
        title="开始处理", sources=(S.ASSIGNED,), target=S.IN_PROGRESS, by=common.in_hand, todo=handling.handler_of, hours=2,
        then=(handling.start,), icon="clock-play", signed=False,
    )  # fmt: skip
    hand_on = Move(
        title="转派", sources=(S.TRIAGED, S.ASSIGNED, S.IN_PROGRESS, S.PENDING), target=S.TRIAGED, by=common.of_the_staff,
        asks=("group",), requires=("group",), checks=(tickets.goes_to_another_group,), opinion="required",
        then=(handling.hand_on,), icon="transfer", signed=False, help="转一线、二线、三线或厂商支持组，由该组领取；请写明已做了什么。",
    )  # fmt: skip
    arrive = Move(
        title="到场登记", sources=(S.IN_PROGRESS,), target=S.IN_PROGRESS, by=common.in_hand, then=(handling.arrive,),
        when=(tickets.has_not_arrived,), icon="map-pin", signed=False,
    )  # fmt: skip
    set_aside = Move(
        title="挂起", sources=(S.IN_PROGRESS,), target=S.PENDING, by=any_of(common.in_hand, common.of_the_desk),
        asks=("pending_reason", "pending_until"), checks=(tickets.waits_for_something,), opinion="optional",
        then=(handling.set_aside,), icon="clock-pause", signed=False, help="挂起期间计时暂停，到时自动恢复处理；原因和说明会告知报告人。",
    )  # fmt: skip
    take_up_again = Move(
        title="恢复处理", sources=(S.PENDING,), target=S.IN_PROGRESS, opinion="optional", then=(handling.take_up_again,),
        by=any_of(common.in_hand, common.of_the_desk, common.the_reporter, common.by_the_system), icon="clock-play", signed=False,
    )  # fmt: skip
    resolve = Move(
        title="解决", sources=(*QUEUE, S.IN_PROGRESS, S.PENDING), target=S.RESOLVED, by=any_of(common.in_hand, common.of_the_staff),
        asks=("resolution", "closure_code", "category", "root_cause", "workaround", "restored_at", "into_knowledge"),
        requires=("resolution", "closure_code", "category"),
        checks=(tickets.is_classified, tickets.is_told_how, incidents.restored_in_order), todo=handling.worker_of,
        then=(handling.resolve_incident,), icon="circle-check", signed=False,
    )  # fmt: skip
    confirm = Move(
        title="确认解决", sources=(S.RESOLVED,), target=S.CONFIRMED, by=tickets.confirms, asks=("satisfaction", "satisfaction_words"),
        checks=(tickets.only_confirmed_by_those_who_may,), todo=handling.reporter_of, hours=24,
        then=(handling.confirm, rating.rate), icon="thumb-up", signed=False, help="可同时评价；不满意的，服务台会回访。",
    )  # fmt: skip
    confirm_by_phone = Move(
        title="电话确认", sources=(S.RESOLVED,), target=S.CONFIRMED, by=tickets.confirms_for_another, opinion="required",
        asks=("satisfaction", "satisfaction_words"), then=(handling.confirm_by_phone, rating.rate), icon="phone-call",
        signed=False, help="写明何时与报告人通话、报告人怎么说。",
    )  # fmt: skip
    reopen = Move(
        title="没有解决", sources=(S.RESOLVED, S.CONFIRMED), target=S.ASSIGNED, by=any_of(common.the_reporter, common.of_the_desk),
        opinion="required", then=(handling.reopen_incident,), icon="rotate-clockwise", is_danger=True, signed=False,
        help="请写明还有什么问题，处理人会接着处理。",
    )  # fmt: skip
    close = Move(
        title="关闭", sources=(S.CONFIRMED,), target=S.CLOSED, by=any_of(common.of_the_desk, common.by_the_system),
        when=(tickets.was_confirmed, incidents.major_is_reviewed, incidents.children_are_done, tickets.may_no_longer_be_reopened),
        then=(handling.close,), icon="archive", signed=False,
    )  # fmt: skip
    rate = Move(
        title="评价", sources=(S.CONFIRMED,), target=S.CONFIRMED, by=common.the_reporter, when=(tickets.not_rated_yet,),
        asks=("satisfaction", "satisfaction_words"), checks=(tickets.is_rated,), then=(rating.rate,), icon="star", signed=False,
    )  # fmt: skip
    rate_closed = Move(
        title="评价", sources=(S.CLOSED,), target=S.CLOSED, by=common.the_reporter, when=(tickets.not_rated_yet,),
        asks=("satisfaction", "satisfaction_words"), checks=(tickets.is_rated,), then=(rating.rate,), icon="star", signed=False,
    )  # fmt: skip
    merge = Move(
        title="并入", sources=(*QUEUE, S.IN_PROGRESS), target=S.MERGED, by=common.of_the_staff, asks=("merged_into",),
        requires=("merged_into",), checks=(incidents.merges_into_another,), then=(handling.merge,), icon="git-merge", signed=False,
        help="同一故障的重复报修并入先登记的一起，本单不再单独处理，解决后一并通知报告人。",
    )  # fmt: skip
    withdraw = Move(
        title="撤回", sources=(*QUEUE, S.IN_PROGRESS, S.PENDING), target=S.WITHDRAWN, by=common.the_reporter_or_who_wrote,
        opinion="required", then=(handling.withdraw,), icon="circle-x", is_danger=True, signed=False,
    )  # fmt: skip


class MajorIncidentProcess(Process):
    """宣布 → 通知信息化主管领导、指定专人 → 恢复 → 强制评审（ISO 20000 8.1）；不构成重大的降为一般事件。"""

    states = M
    initial = M.DECLARED
    cancelled = M.STOOD_DOWN
    final = (M.REVIEWED, M.STOOD_DOWN)
    cites = "N3§8.1"

    announce = Move(
        title="发布进展", sources=(M.DECLARED,), target=M.DECLARED, by=incidents.is_commander_or_manager, signed=False,
        asks=("public_words", "expected_at"), requires=("public_words",), then=(major.announce,), icon="speakerphone",
        help="显示在自助服务页上，用户据此安排工作。",
    )  # fmt: skip
    note = Move(
        title="记时间线", sources=(M.DECLARED,), target=M.DECLARED, by=incidents.takes_part, opinion="required", signed=False,
        then=(major.note,), icon="timeline", help="何时做了什么、有什么发现；评审时以此为据。",
    )  # fmt: skip
    appoint = Move(
        title="另指指挥人", sources=(M.DECLARED,), target=M.DECLARED, by=incidents.by_the_incident_manager, signed=False,
        asks=("commander",), requires=("commander",), checks=(incidents.somebody_commands,), opinion="required",
        then=(major.appoint,), icon="user-cog",
    )  # fmt: skip
    restore = Move(
        title="宣布恢复", sources=(M.DECLARED,), target=M.RESTORED, by=incidents.is_commander_or_manager,
        asks=("restored_at", "measures"), requires=("restored_at", "measures"), checks=(incidents.restored_after_declared,),
        todo=major.commander_of, then=(major.restore,), icon="circle-check", signed=False,
    )  # fmt: skip
    review = Move(
        title="评审", sources=(M.RESTORED,), target=M.REVIEWED, by=incidents.by_the_incident_manager, asks=("review", "improvements"),
        requires=("review", "improvements"), checks=(incidents.reviewed_with_words,), todo=major.reviewers, hours=40,
        then=(major.review,), icon="clipboard-check", help="恢复后必须评审；没有评审，事件不能关闭。",
    )  # fmt: skip
    stand_down = Move(
        title="降为一般事件", sources=(M.DECLARED,), target=M.STOOD_DOWN, by=incidents.by_the_incident_manager, opinion="required",
        then=(major.stand_down,), icon="arrow-down", is_danger=True, signed=False,
    )  # fmt: skip
