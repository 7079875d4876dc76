"""Tickets that belong together: a fault that several people report, told through the doors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from govops.demo.history.tickets.office import Office
from govops.demo.history.world import Story
from govops.kernel.records.models import Record


class Cluster(NamedTuple):
    """`back`: days before today; `others`: (reporter, subject); `joined`: merged into the first, or children of it."""

    back: int
    hour: int
    service: str
    subject: str
    system: str
    group: str
    helper: str
    others: tuple[tuple[str, str], ...]
    joined: str
    resolution: str
    cause: str


C = Cluster
CLUSTERS = (
    C(290, 9, "上不了内网", "四楼东侧上不了网", "四楼接入交换机", "网络支持组", "network_engineer",
      (("drafter", "上不了网"), ("panruolin", "四楼网络断了"), ("budget_officer", "财务系统连不上")), "merge", "更换交换机光模块，四楼东侧全部恢复。", "hardware"),
    C(247, 15, "打印机与复印机报修", "三楼公用打印机不出纸", "三楼打印机", "桌面支持组", "support_l2",
      (("archivist", "打印机打不了"), ("portal_editor", "三楼打印机没反应")), "merge", "更换搓纸轮并清理纸路，打印正常。", "hardware"),
    C(181, 10, "业务系统故障", "水资源管理系统保存报错", "水资源管理系统", "应用支持组", "release_manager",
      (("app_liaison", "填报保存不了"), ("jinzeyu", "水资源系统提示超时"), ("changhongyu", "监测数据上报失败")), "child", "数据库连接池扩容并重启应用，保存正常。", "capacity"),
    C(140, 14, "病毒与异常告警处置", "规划处多台电脑弹窗报毒", "规划处终端", "安全密钥组", "key_officer",
      (("zouwei", "电脑报毒"), ("end_user", "杀毒软件一直弹窗")), "child", "同一移动介质带入，断网查杀，介质格式化并登记。", "security"),
    C(75, 9, "综合办公系统问题", "签章后文件显示无效", "电子签章服务", "应用支持组", "problem_manager",
      (("seal_officer", "盖章显示红叉"), ("supervisor_officer", "签章无效，发不了文")), "merge", "验章服务证书更新，已签文件验证正常。", "configuration"),
    C(23, 8, "会议室信息设备保障", "视频会商双向无声音", "视频会商终端", "桌面支持组", "sunhaoran",
      (("houzhenhua", "会商没有声音"), ("maoyiming", "防汛会商室话筒不响")), "merge", "调音台电源板更换，声音恢复，会商按时进行。", "hardware"),
    C(2, 16, "上不了内网", "五楼西侧网络时断时续", "五楼接入交换机", "网络支持组", "duty_officer",
      (("contract_officer", "网络一会儿通一会儿断"), ("hr_division", "五楼网不稳定"), ("wangchunsheng", "上网掉线")), "child", "", ""),
)  # fmt: skip


def stories(office: Office) -> Iterator[tuple[Story, list[date]]]:
    """Each story with the days on which the jobs have to look at its clocks."""
    world = office.world
    for row in CLUSTERS:
        day = world.today - timedelta(days=row.back)
        while not world.is_working_day(day) and row.back > 5:
            day += timedelta(days=1)
        if row.back <= 5:
            day = world.last_working_days(1)[0]
        at = world.at(day, row.hour, 12 + row.back % 30)
        if day >= world.first:
            yield _cluster(office, row, at), [day + timedelta(days=n) for n in range(7)]


def _cluster(office: Office, row: Cluster, at: datetime) -> Story:
    world = office.world
    yield at
    main = _reported(office, row, row.others[0][0], row.subject)
    others: list[Record] = []
    for number, (reporter, subject) in enumerate(row.others, start=1):
        yield at + timedelta(minutes=6 * number)
        others.append(_reported(office, row, reporter, subject))
    yield world.soon(5, 12)
    item = office.made.services[row.service]
    if named := office.items(row.system, "service_desk", "service_desk"):
        main = world.update(main, {"items": named}, by="service_desk")
    main = world.perform(
        main, "triage", by="service_desk", category=item.default_category or item.group, impact="unit", urgency="high",
        group=office.made.groups[row.group],
    )  # fmt: skip
    yield world.soon(3, 9)
    main = world.perform(main, "take", by=row.helper)
    for other in others:
        yield world.later(1, 3)
        if row.joined == "merge":
            world.perform(other, "merge", by="service_desk", merged_into=main)
        else:
            world.update(other, {"parent": main.pk}, by="service_desk")
    if not row.resolution:
        return
    yield world.soon(25, 80)
    world.perform(
        main, "resolve", by=row.helper, resolution=row.resolution, closure_code="fixed", category=item.default_category or item.group,
        root_cause=row.cause,
    )  # fmt: skip
    yield world.soon(20, 200)
    world.perform(main, "confirm", by=row.others[0][0], satisfaction="satisfied", satisfaction_words="")


def _reported(office: Office, row: Cluster, reporter: str, subject: str) -> Record:
    blanks = office.blanks(reporter, office.world.now)
    data = {
        "subject": subject, "item": office.made.services[row.service].pk, "system": row.system, "location": f"{blanks['room']} 室",
        "answers": office.answers(row.service, (), blanks), "channel": "web", "impact": "unit", "urgency": "medium",
    }  # fmt: skip
    return office.world.create("incident", data, by=reporter)
