"""What else lies on the desks today: things to read, followed records, remarks, drafts, reminders."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from govops.demo.history import visit_material as said
from govops.demo.history.world import Story, World
from govops.kernel import moment
from govops.kernel.audit import trail
from govops.kernel.processes import deadlines
from govops.kernel.processes.models import ProcessRun
from govops.kernel.records import kinds, replies
from govops.kernel.records.models import Comment, Follow, Record

#: Who passes on to whom, and how many of them have read it by now.
CIRCULATIONS = (
    (
        "mr_manager",
        ("info_center", "service_level_manager", "incident_manager"),
        "请阅知，注意同类作业的安全措施。",
        1,
    ),
    ("incident_manager", ("mr_manager", "duty_officer", "sunhaoran", "support_l3"), "请值班人员阅知。", 2),
    ("security_secrecy_dept", ("secrecy_office", "pengzhiqiang", "guard"), "请知悉并做好查验。", 1),
    ("mr_manager", ("unit_head", "end_user", "business_unit"), "涉及贵处系统，请阅。", 0),
    ("incident_manager", ("it_lead", "info_center", "om_committee"), "报请领导阅知。", 1),
)
#: What they say often: whose, name, text; all shared with the unit.
REPLIES = (
    ("mr_manager", "材料补正", "{申请人}您好，{编号} 请补充：来访人员工作证复印件、作业方案。补齐后即办。"),
    ("mr_manager", "作业前提醒", "{申请人}您好，请陪同人提前 10 分钟到门岗，携带物品与登记表一致。"),
    ("service_desk", "已受理", "{申请人}您好，{编号} 已受理，工程师会在响应时限内与您联系。{我}"),
    (
        "service_desk",
        "请补充现象",
        "{申请人}您好，为尽快处理，请补充：报错的截图、所在房间、最早发现的时间。",
    ),
    ("service_desk", "等待厂商", "{编号} 已报厂商，预计今天答复，有进展即告知您。"),
    ("support_l1", "请试用", "{申请人}您好，问题已处理，请试用。如仍有异常，请直接在此回复。"),
)
FOLLOWERS = (
    "end_user",
    "mr_manager",
    "unit_head",
    "info_center",
    "security_secrecy_dept",
    "om_vendor",
    "it_lead",
    "maoyiming",
)


def tell(world: World) -> None:
    """Begin the stories of remarks through the year, and of today's desks."""
    for day in world.days():
        if world.is_working_day(day) and world.happens(0.16):
            world.begin(
                _remark(world, world.at(day, world.chance.randint(9, 16), world.chance.randrange(60)))
            )
    days = world.last_working_days(3)
    for index, (by, to, words, read) in enumerate(CIRCULATIONS):
        world.begin(
            _circulation(
                world, world.at(days[index % 3], 16, 10 + index * 7), by, to, words, read, skip=index * 3
            )
        )
    world.begin(_urging(world, world.at(days[0], 15, 40)))


def today(world: World) -> None:
    """Once everything has happened: who follows what, what they say often, and who was reminded."""
    runs = list(
        ProcessRun.objects.filter(
            finished_at__isnull=True, register__in=("visitor_entry", "carry_out_permit")
        ).order_by("-id")[:30]
    )
    for index, username in enumerate(FOLLOWERS):
        for run in runs[index :: len(FOLLOWERS)][:3]:
            Follow.objects.create(
                person=world.bureau.people[username], register=run.register, record_id=run.record_id, since=world.now - timedelta(hours=3)
            )  # fmt: skip
    for username, title, text in REPLIES:
        replies.save(world.bureau.people[username], title=title, text=text, is_shared=True)
    deadlines.remind()


def _visits(*states: str) -> list[Any]:
    model = kinds.get("visitor_entry").model
    return list(model._default_manager.filter(state__in=states).order_by("-id")[:20])


def _remark(world: World, at: Any) -> Story:
    """As the page writes it: the remark, and one entry in the trail."""
    yield at
    found = _visits("approving", "approved", "inside", "left")
    if not found:
        return
    entry = found[0]
    by = world.pick(("mr_manager", "incident_manager", "duty_officer", "pengzhiqiang"))
    _write_remark(world, entry, by, world.pick(said.COMMENTS))


def _write_remark(world: World, record: Record, by: str, text: str) -> None:
    person = world.bureau.people[by]
    Comment.objects.create(
        register="visitor_entry", record_id=record.pk, author=person, text=text, at=moment.now()
    )
    trail.record(
        actor=world.actor(by), operation="update", register="visitor_entry", record_id=record.pk, number=record.number, after={"备注": text},
        secrecy_level=record.secrecy_level, summary="添加备注",
    )  # fmt: skip


def _circulation(
    world: World, at: Any, by: str, to: tuple[str, ...], words: str, read: int, *, skip: int
) -> Story:
    yield at
    found = _visits("left", "archived")[skip:]
    if not found:
        return
    entry = world.perform(
        found[0], "circulate", by=by, people=[world.bureau.people[name].pk for name in to], opinion=words
    )
    for name in to[:read]:
        yield world.later(10, 80)
        entry = world.perform(entry, "read", by=name)


def _urging(world: World, at: Any) -> Story:
    """Those who wait longest ask again."""
    yield at
    waiting = _visits("approving")
    names = {person.pk: name for name, person in world.bureau.people.items()}
    for entry in waiting[-3:]:
        world.attempt(entry, "urge", by=names[entry.applicant_id], opinion="作业时间临近，请尽快审批。")
        yield world.later(2, 9)
