"""The major incidents of the year, minute by minute: declared, commanded, restored, reviewed; one is still going on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from govops.demo.history.tickets.office import Office
from govops.demo.history.world import NEVER, Story
from govops.kernel import moment
from govops.kernel.records.models import Record


class Line(NamedTuple):
    """A line of the timeline: minutes after the incident was noticed, who writes it, of which kind."""

    after: int
    by: str
    kind: str
    words: str


class Major(NamedTuple):
    """`back`: days before today (the first working day from there on; 0: going on now, since `hour` minutes)."""

    back: int
    hour: int
    service: str
    subject: str
    description: str
    system: str
    group: str
    helper: str
    commander: str
    reason: str
    public: str
    lines: tuple[Line, ...]
    restored: int
    measures: str
    cause: str
    review: str
    improvements: str
    duplicates: tuple[tuple[str, str], ...]


L = Line
MAJORS = (
    Major(
        312, 10, "上不了内网", "全委内网中断，各楼层均不能访问", "多个楼层同时报障，监控显示核心交换机失去响应。", "核心交换机", "网络支持组", "network_engineer",
        "incident_manager", "全委办公网络中断，影响约 600 人，含值班和公文。", "全委内网暂不能访问，正在抢修，预计一小时内恢复。",
        (L(14, "incident_manager", "decision", "成立处置小组：网络支持组负责核心设备，系统平台组核查服务器侧，服务台统一答复。"),
         L(22, "network_engineer", "progress", "主用引擎反复重启，备用引擎未接管；已到 A 机房现场。"),
         L(35, "network_engineer", "measure", "拔出故障引擎，强制切换到备用引擎，三楼、五楼已恢复。"),
         L(48, "support_l3", "progress", "服务器侧正常，综合办公、水雨情系统可以访问。")),
        66, "隔离故障引擎，切换备用引擎运行；华信网络两小时内送达备件并更换。", "hardware",
        "主用引擎内存故障引发反复重启，备用引擎因版本不一致没有自动接管，人工切换耗时较长。发现及时，服务台口径统一；引擎版本核对没有纳入巡检。",
        "一、两块引擎版本统一并做切换演练；二、引擎版本与冗余状态纳入每周巡检；三、核心设备故障处置卡上墙。",
        (("end_user", "上不了内网"), ("contract_officer", "网络断了，财务系统进不去"), ("oa_admin", "综合办公打不开")),
    ),
    Major(
        206, 9, "综合办公系统问题", "综合办公系统全委不能登录", "月底集中报送，登录页提示“服务忙”，办公室来电反映公文积压。", "综合办公系统登录服务", "应用支持组", "problem_manager",
        "service_level_manager", "月底公文集中流转，综合办公系统整体不可用，影响全委。", "综合办公系统暂不能登录，技术人员正在处理，急件请先走纸质流程。",
        (L(15, "incident_manager", "notification", "已通知办公室，急件按纸质应急流程办理。"),
         L(30, "problem_manager", "progress", "数据库会话被锁，阻塞源为一条统计查询。"),
         L(44, "problem_manager", "measure", "结束阻塞会话并重启应用节点，登录逐步恢复。")),
        58, "结束阻塞会话，重启两个应用节点，临时关闭月度统计功能。", "software",
        "月度统计查询缺少索引，与集中报送叠加造成锁等待。处置路径正确，但从报障到定位用了半小时，缺少数据库会话告警。",
        "一、统计查询改到夜间执行并补建索引；二、增加会话阻塞告警；三、月底前三天安排应用支持组驻守。",
        (("drafter", "OA 登录不上"), ("registry_clerk", "收文登记打不开，提示服务忙")),
    ),
    Major(
        118, 14, "机房设施报修", "A 机房温度持续升高，两台精密空调停机", "动环告警：温度 31.2 ℃ 并上升，两台空调同时停机。", "A 机房精密空调", "系统平台组", "support_l3",
        "mr_manager", "机房超温，主机平台和防汛会商面临停机风险。", "机房空调故障，非关键系统可能短时停用，防汛业务不受影响。",
        (L(8, "mr_manager", "measure", "打开应急通风，移动空调两台到位。"), L(16, "support_l3", "decision", "按预案有序关停测试环境和非关键虚拟机 24 台。"),
         L(40, "mr_manager", "progress", "温度降到 28 ℃，厂商工程师到场检查。"), L(75, "support_l3", "progress", "一号空调恢复制冷，温度 25 ℃。")),
        96, "更换一号空调室外机接触器，清洗二号空调冷凝器，关停的虚拟机全部恢复。", "power",
        "高温天气室外机散热不良，接触器老化跳脱。预案执行有序，未影响防汛会商；室外机夏季清洗推迟了两周。",
        "一、入夏前完成室外机清洗并验收；二、增配一台备用空调；三、温度预警阈值由 30 ℃ 调整为 28 ℃。",
        (("backup_operator", "备份服务器温度告警"),),
    ),
    Major(
        44, 8, "业务系统故障", "工作邮箱全委不能收发", "早上起邮件发不出，客户端提示服务器拒绝连接。", "邮件系统", "应用支持组", "release_manager", "incident_manager",
        "全委邮件中断，影响对外联系和会议通知。", "全委邮件暂不能收发，正在抢修，急事请用电话或政务即时通信。",
        (L(20, "release_manager", "progress", "邮件队列服务停止，日志磁盘已满。"), L(32, "incident_manager", "notification", "已在门户发布公告，短信通知各处室联络员。"),
         L(38, "release_manager", "measure", "清理日志并扩容磁盘，队列开始消化，积压约 2100 封。")),
        52, "扩容日志磁盘，重启队列服务，积压邮件全部投递。", "capacity",
        "反垃圾组件调试日志未关闭，一周写满磁盘。磁盘告警发出后被归入一般事件，没有及时处理。",
        "一、磁盘使用率 85% 告警升级到系统平台组组长；二、变更收尾检查增加调试日志一项。",
        (("app_liaison", "邮件发不出去"), ("portal_editor", "收不到外单位邮件"), ("zouwei", "邮箱连不上")),
    ),
    Major(
        4, 15, "上不了内网", "六楼、七楼整体断网", "弱电间停电，两层接入交换机离线，影响委领导和防汛值班。", "六楼弱电间", "网络支持组", "network_engineer", "incident_manager",
        "影响委领导办公和防汛值班室，须尽快恢复。", "六楼、七楼网络中断，正在恢复，预计半小时。",
        (L(12, "network_engineer", "progress", "弱电间支路开关跳闸，现场排查负载。"), L(25, "network_engineer", "measure", "移除违规接入的电暖器，恢复供电，交换机启动。")),
        34, "移除违规用电设备，恢复供电并更换支路开关。", "power", "", "", (("maoyiming", "值班室上不了网"),),
    ),
    Major(
        0, 96, "专线与汇聚节点故障", "青河局汇聚链路中断", "青河局视频会商和公文交换中断，监控显示链路断开。", "青河局汇聚链路", "网络支持组", "network_engineer", "incident_manager",
        "青河局全局与机关失去连接，公文交换和水情上报受影响。", "青河局专线中断，运营商正在抢修；公文交换临时改用备用链路，速度较慢。",
        (L(16, "network_engineer", "progress", "本端设备正常，判断为运营商光缆中断，已报障。"), L(31, "incident_manager", "measure", "启用备用链路，保障公文交换和水情报送。"),
         L(62, "network_engineer", "progress", "运营商回复：青河大桥段光缆被施工挖断，正在熔接，预计两小时。")),
        0, "", "external", "", "", (("zhangxiaohe", "到机关的网断了"), ("yizhiming", "视频会商连不上")),
    ),
)  # fmt: skip


_WRITERS = {"incident_manager", "support_l3"}


def stories(office: Office) -> Iterator[tuple[Story, list[date]]]:
    """Each story with the days on which the jobs have to look at its clocks."""
    world = office.world
    for row in MAJORS:
        if row.back == 0:
            at = world.now - timedelta(minutes=row.hour)
        else:
            day = world.today - timedelta(days=row.back)
            while not world.is_working_day(day):
                day += timedelta(days=1)
            at = world.at(day, row.hour, 6 + row.back % 40)
        if at.date() > world.first:
            yield _major(office, row, at), [at.date() + timedelta(days=n) for n in range(7)]


def _major(office: Office, row: Major, at: datetime) -> Story:
    world = office.world
    watcher = "duty_officer"
    yield at
    incident = world.create(
        "incident", _form(office, row.service, row.subject, row.description, row.system), by=watcher
    )
    if named := office.items(row.system, watcher, "incident_manager"):
        incident = world.update(incident, {"items": named}, by="incident_manager")
    yield at + timedelta(minutes=4)
    incident = world.perform(
        incident, "dispatch", by="incident_manager", group=office.made.groups[row.group], assignee=office.person(row.helper)
    )  # fmt: skip
    yield at + timedelta(minutes=6)
    incident = world.perform(incident, "start", by=row.helper)
    yield at + timedelta(minutes=8)
    due = timezone.localtime(at + timedelta(minutes=(row.restored or 170)))
    major = world.create(
        "major_incident",
        {
            "incident": incident.pk, "reason": row.reason, "commander": office.person(row.commander).pk, "public_words": row.public,
            "expected_at": due.strftime("%Y-%m-%dT%H:%M"),
        },
        by="incident_manager",
    )  # fmt: skip
    yield at + timedelta(minutes=9)
    incident = world.perform(incident, "arrive", by=row.helper)
    for number, (reporter, subject) in enumerate(row.duplicates):
        world.begin(
            _duplicate(office, row, incident, reporter, subject, at + timedelta(minutes=10 + 2 * number))
        )
    for line in row.lines:
        yield at + timedelta(minutes=line.after)
        _write_down(office, major, line)
    if not row.restored:
        yield NEVER
    yield at + timedelta(minutes=row.restored)
    yield from _afterwards(office, row, incident, major)


def _write_down(office: Office, major: Record, line: Line) -> None:
    when = timezone.localtime(moment.now() - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")
    data = {"major": major.pk, "happened_at": when, "kind": line.kind, "words": line.words}
    writer = line.by if line.by in _WRITERS else "incident_manager"  # who reports by phone is written down
    office.world.create("major_incident_update", data, by=writer)


def _duplicate(office: Office, row: Major, main: Record, reporter: str, subject: str, at: datetime) -> Story:
    """Somebody else reports the same; the desk merges it."""
    world = office.world
    yield at
    other = world.create("incident", _form(office, row.service, subject, "", ""), by=reporter)
    yield at + timedelta(minutes=5)
    main.refresh_from_db()
    world.attempt(other, "merge", by="service_desk", merged_into=main)


def _afterwards(office: Office, row: Major, incident: Record, major: Record) -> Story:
    world = office.world
    major = world.perform(
        major,
        "restore",
        by=row.commander,
        restored_at=moment.now() - timedelta(minutes=2),
        measures=row.measures,
    )
    category = office.made.services[row.service].group
    yield moment.now() + timedelta(minutes=5)
    incident = world.perform(
        incident, "resolve", by=row.helper, resolution=row.measures, closure_code="fixed", category=category, root_cause=row.cause,
        restored_at=moment.now() - timedelta(minutes=7),
    )  # fmt: skip
    yield moment.now() + timedelta(minutes=12)
    world.perform(major, "read", by="it_lead")
    yield world.soon(30, 90)
    world.perform(incident, "confirm", by="duty_officer", satisfaction="satisfied", satisfaction_words="")
    if not row.review:
        return
    yield world.soon(500, 1100)
    world.perform(major, "review", by="incident_manager", review=row.review, improvements=row.improvements)


def _form(office: Office, service: str, subject: str, description: str, system: str) -> dict[str, Any]:
    blanks = office.blanks("duty_officer", moment.now())
    item = office.made.services[service]
    urgent = {"impact": "bureau", "urgency": "high"} if description else {"impact": "unit", "urgency": "high"}
    return {
        "subject": subject, "description": description, "item": item.pk, "system": system, "channel": "monitoring" if system else "web",
        "answers": office.answers(service, (), blanks), **urgent,
    }  # fmt: skip
