"""Invented data for the style pages (`style_guide.py`): what each component looks like when a bureau uses it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from govops.kernel.web import words

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 9, 58, tzinfo=ZONE)
HOUR = 3600
DAY = 8 * HOUR


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of the sample year."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def left(seconds: float, total: float, **more: Any) -> dict[str, Any]:
    """Time left, falling due some hours from now."""
    return words.left(seconds, total, due=NOW + timedelta(seconds=seconds), **more)


def _item(
    title: str, url: str, icon: str, badge: int | None = None, *, urgent: bool = False
) -> dict[str, Any]:
    return {"title": title, "url": url, "icon": icon, "badge": badge, "urgent": urgent}


MENU: list[dict[str, Any]] = [
    {"title": "", "items": [
        _item("工作台", "/style/workbench/", "inbox", 7, urgent=True), _item("全局检索", "/style/", "search"),
        _item("规范对照", "/style/norms/", "scale")]},
    {"title": "服务", "items": [
        _item("服务台", "/style/list/", "headset", 23), _item("问题", "#", "bug"),
        _item("变更与发布", "#", "git-pull-request"), _item("知识库", "#", "book")]},
    {"title": "资源", "items": [
        _item("配置与资产", "#", "affiliate"), _item("监控告警", "#", "activity", 2, urgent=True),
        _item("机房", "/style/record/", "door", 3), _item("备份恢复", "#", "database-export")]},
    {"title": "安全保密", "items": [
        _item("安全检查", "#", "shield-check"), _item("接入与密钥", "#", "key"), _item("保密管理", "#", "lock")]},
    {"title": "办公", "items": [
        _item("公文与督办", "#", "file-text"), _item("内网门户", "/style/wall/", "news"),
        _item("合同与经费", "#", "cash"), _item("考核评价", "#", "medal")]},
]  # fmt: skip


def page(active: str, **more: Any) -> dict[str, Any]:
    """What the context processor will give every page."""
    menu = [
        {**group, "items": [{**item, "active": item["title"] == active} for item in group["items"]]}
        for group in MENU
    ]
    return {
        "menu": menu, "person_label": "信息中心 李建国", "person_name": "李建国", "unit_label": "信息中心 · 运行维护科",
        "unread_count": 3, "page_secrecy": "内部", "watermark_text": "李建国 信息中心 2026-11-23 09:58",
        "last_login_words": "上次登录 昨天 17:26，10.2.3.18", **more,
    }  # fmt: skip


TILES = [
    {"title": "待办", "value": 7, "unit": "件", "url": "#"},
    {"title": "其中即将超时", "value": 2, "unit": "件", "tone": "amber", "url": "#"},
    {"title": "待阅", "value": 3, "unit": "件", "url": "#"},
    {"title": "我发起的在办", "value": 4, "unit": "件", "url": "#"},
    {"title": "本期应尽职责", "value": "3 / 5", "unit": "已完成", "url": "#"},
]

DUTIES = [
    {"title": "机房温湿度记录", "sub": "08:55　22.4 ℃　47 %　王磊", "state": "done", "url": "#"},
    {"title": "机房保洁", "sub": "09:05　无异常", "state": "done", "url": "#"},
    {"title": "备份结果核对", "sub": "12 项全部成功", "state": "done", "url": "#"},
    {"title": "每周机房打扫", "sub": "本周内，截至周五 17:30", "state": "soon", "url": "#"},
    {"title": "交接班记录", "sub": "20:00 前", "state": "open", "url": "#"},
]

WORK_TABS = {"kind": "line", "items": [
    {"title": "待办", "count": 7, "url": "#", "active": True}, {"title": "待阅", "count": 3, "url": "#"},
    {"title": "已办", "url": "#", "count": None}, {"title": "我发起", "url": "#", "count": None},
    {"title": "关注", "url": "#", "count": None}]}  # fmt: skip


def _work(
    title: str, sub: str, step: str, who: str, said: str, when: datetime, time: dict[str, Any]
) -> dict[str, Any]:
    return {"url": "/style/record/", "id": 1, "cells": [
        {"text": title, "sub": sub, "class": "cell-title", "label": "事项", "url": "/style/record/"},
        {"kind": "chip", "text": step, "tone": "accent", "label": "当前环节"},
        {"text": who, "sub": said, "label": "上一处理人"},
        {"kind": "when", "value": when, "label": "到达"},
        {"kind": "time_left", "left": time, "label": "剩余时限"}]}  # fmt: skip


WORK = {
    "id": "work",
    "columns": [{"title": "事项"}, {"title": "当前环节"}, {"title": "上一处理人与意见"}, {"title": "到达"}, {"title": "剩余时限"}],
    "rows": [
        _work("机房来访：华信网络公司巡检精密空调", "JFLF-2026-0318 · 机房来访", "保卫保密批准", "周敏（信息中心）",
              "同意，由王磊陪同", at(11, 23, 9, 12), left(6000, DAY)),
        _work("无法登录综合办公系统，提示证书过期", "SJ-2026-03127 · 事件 · P2", "二线处理", "服务台 陈雪",
              "已远程查看，疑似密钥到期", at(11, 23, 8, 47), left(1560, 5 * HOUR)),
        _work("核心交换机固件升级（周六窗口）", "BG-2026-0086 · 变更 · 重大", "变更委员会", "赵志强", "方案已补充回退步骤",
              at(11, 22, 16, 30), left(1.5 * DAY, 2.3 * DAY)),
        _work("关于开展年度网络安全检查的通知", "FW-2026-0142 · 发文", "会签", "办公室 孙丽", "请信息中心会签",
              at(11, 22, 15, 2), left(2 * DAY, 2.8 * DAY)),
        _work("新增内网用户：规划处 刘洋", "YH-2026-0051 · 内网用户", "人教处审核", "规划处 何静", "正式交流人员，2 年",
              at(11, 20, 11, 20), left(3 * HOUR, 14 * HOUR)),
    ],
}  # fmt: skip

WEEK_CHART = {"id": "chart-week", "title": "本周工单", "height": "s", "data": {
    "kind": "bar", "categories": ["一", "二", "三", "四", "五", "六", "日"], "unit": "件",
    "series": [{"name": "受理", "values": [22, 18, 25, 19, 3, 2, 9]},
               {"name": "解决", "kind": "line", "tone": "accent", "values": [20, 19, 22, 21, 4, 2, 6]}]}}  # fmt: skip

STEPS = [
    {"title": "填写登记表", "state": "done", "people": "何静", "when": at(11, 21, 16, 20)},
    {"title": "管理人员同意", "state": "done", "people": "周敏", "when": at(11, 23, 9, 12)},
    {"title": "保卫保密批准", "state": "current", "people": "李建国", "note": "待办"},
    {"title": "外事共同批准", "state": "current", "people": "郑涛", "note": "会签"},
    {"title": "陪同入室", "state": "future", "people": "王磊"},
    {"title": "离开核对", "state": "future", "people": "王磊"},
    {"title": "归档", "state": "future"},
]

DEFINITION = {"cells": [
    {"label": "来访单位", "value": "华信网络技术有限公司"}, {"label": "来访类别", "value": "维护"},
    {"label": "来访人", "value": "Martin Keller 等 2 人"},
    {"label": "人员性质", "chip": {"text": "外宾", "tone": "amber"}, "value": "须外事部门共同批准"},
    {"label": "进入机房", "value": "主机房 A 区（核心网络区）"}, {"label": "计划时间", "value": "11月23日 14:00—16:30"},
    {"label": "陪同人", "value": "王磊（信息中心，已备案）"}, {"label": "携带物品", "value": "万用表、检测仪 各 1"},
    {"label": "禁带物品", "value": "无"}, {"label": "拍照摄像", "value": "已承诺不拍照、不摄像", "tone": "green"}]}  # fmt: skip

DECISION = {
    "url": "#", "step": "保卫保密批准", "next": "全部同意后 → 王磊 陪同入室", "opinion": "同意。请王磊全程陪同，核对携带物品。",
    "primary": {"value": "approve", "label": "同意并签名", "purpose": "同意", "icon": "signature"},
    "others": [
        {"value": "refuse", "label": "不同意", "needs_opinion": True},
        {"value": "return", "label": "退回…", "dialog_url": "/style/dialog/"},
        {"value": "transfer", "label": "转办", "dialog_url": "/style/dialog/"},
        {"value": "join", "label": "加签", "dialog_url": "/style/dialog/"}],
    "phrases": ["同意。", "同意，请按规定办理。", "请补充材料后再报。", "已阅。"],
    "phrases_url": "/style/dialog/", "attributes": {},
}  # fmt: skip

TIMELINE = {"id": "timeline", "events": [
    {"who": "周敏", "unit": "信息中心", "verb": "同意", "kind": "opinion", "text": "同意，由王磊陪同。", "step": "管理人员同意",
     "at": at(11, 23, 9, 12), "took": "42 分", "signature": {"state": "valid", "title": "SM2 软密钥，2026-11-23 09:12"}},
    {"who": "系统", "verb": "判定为工作时间，不需加班审批", "kind": "system", "at": at(11, 23, 8, 30),
     "note": "依据工作日历（2026 已核定）"},
    {"who": "何静", "verb": "代来访人提交登记表", "kind": "move", "at": at(11, 21, 16, 20)}]}  # fmt: skip

ATTACHMENTS = {"items": [
    {"name": "巡检委托书.pdf", "kind": "pdf", "size": 219136, "note": "SM3 已核对", "url": "#"},
    {"name": "护照首页（已脱敏）.jpg", "kind": "image", "size": 99328, "url": "#", "remove_url": "#"}],
    "can_upload": True, "upload_url": "/style/upload/"}  # fmt: skip

VIEWS = {"kind": "views", "save_url": "/style/dialog/", "items": [
    {"title": "全部在办", "count": 23, "url": "#", "active": True}, {"title": "分给我的", "count": 5, "url": "#"},
    {"title": "待分派", "count": 3, "url": "#"}, {"title": "即将超时", "count": 2, "url": "#", "tone": "red"},
    {"title": "待用户确认", "count": 4, "url": "#"}, {"title": "重大事件", "count": 1, "url": "#"}]}  # fmt: skip


def _options(*words: str) -> list[dict[str, Any]]:
    return [{"value": word, "label": word, "count": 3 + len(word)} for word in words]


FILTERS = {
    "action": "/style/list/", "hidden": [],
    "active": [{"label": "状态：在办", "remove_url": "#"}, {"label": "受理时间：近 7 天", "remove_url": "#"}],
    "available": [
        {"title": "类型", "name": "kind", "options": _options("事件", "服务请求")},
        {"title": "优先级", "name": "priority", "options": _options("P1", "P2", "P3", "P4")},
        {"title": "处理组", "name": "group", "options": _options("一线", "二线 · 应用组", "二线 · 密钥", "桌面", "备份")},
        {"title": "部门", "name": "unit", "options": _options("办公室", "规划处", "财经处", "人教处", "水文处", "档案馆")},
        {"title": "受理日期", "name": "at", "kind": "date"}],
    "more_url": "/style/dialog/",
    "columns": {"url": "#", "return_to": "#", "items": [
        {"name": "number", "title": "单号", "shown": True, "fixed": True}, {"name": "title", "title": "标题", "shown": True},
        {"name": "reporter", "title": "报告人", "shown": True}, {"name": "created", "title": "受理时间", "shown": False}]},
}  # fmt: skip

TICKETS = [
    ("SJ-2026-03131", "P1", "门户网站无法访问，外部返回 502", "政务网站系统", "档案馆", "吴倩", "二线 · 应用组", "赵志强", "处理中", left(-480, HOUR)),
    ("SJ-2026-03127", "P2", "无法登录综合办公系统，提示证书过期", "综合办公系统", "规划处", "何静", "二线 · 密钥", "李建国", "处理中", left(1560, 5 * HOUR)),
    ("SJ-2026-03129", "P3", "三楼东侧会议室网络时断时续", "接入交换机 SW-3E-02", "财经处", "钱锋", "一线", "陈雪", "待用户", left(4 * HOUR, 7 * HOUR, paused=True)),
    ("FQ-2026-01892", "P4", "为新到岗人员配置台式机一台", "PC", "人教处", "冯刚", "桌面", "马超", "待审批", left(2.5 * DAY, 3.2 * DAY)),
    ("SJ-2026-03125", "P3", "打印机卡纸，无法双面打印", "打印机 PR-0217", "办公室", "孙丽", "一线", "陈雪", "已解决", left(3 * HOUR, 8 * HOUR, paused=True)),
    ("SJ-2026-03122", "P3", "内网门户栏目图片不显示", "内网门户", "建管处", "林波", "二线 · 应用组", "赵志强", "处理中", left(5 * HOUR, 11 * HOUR)),
    ("SJ-2026-03119", "P2", "视频会议终端无声音，10:00 有会", "会议终端 VC-01", "总工办", "徐蕾", "一线", "马超", "已解决", left(2 * HOUR, 6 * HOUR, done="按时")),
    ("FQ-2026-01888", "P4", "申请恢复误删的共享目录文件", "文件服务器 FS-01", "水文处", "唐磊", "备份", "周敏", "恢复验证", left(DAY, 2 * DAY)),
]  # fmt: skip
LEVELS = {"P1": "red", "P2": "amber"}
STATES = {"处理中": "accent", "待用户": "amber", "已解决": "green", "恢复验证": "accent"}


def _ticket(number: int, ticket: tuple[Any, ...]) -> dict[str, Any]:
    code, level, title, about, unit, name, group, person, state, time = ticket
    return {"url": "/style/record/", "id": number, "cells": [
        {"kind": "number", "text": code, "label": "单号"},
        {"kind": "chip", "text": level, "tone": LEVELS.get(level, "muted"), "label": "级别"},
        {"text": title, "sub": about, "class": "cell-title", "label": "标题", "url": "/style/record/"},
        {"kind": "person", "value": {"unit": unit, "name": name}, "label": "报告人"},
        {"text": group, "sub": person, "label": "处理组"},
        {"kind": "chip", "text": state, "tone": STATES.get(state, "muted"), "label": "状态"},
        {"kind": "time_left", "left": time, "label": "时限"}]}  # fmt: skip


LIST = {
    "id": "rows", "selectable": True,
    "columns": [{"title": "单号"}, {"title": "级别"}, {"title": "标题 / 对象"}, {"title": "报告人"}, {"title": "处理组 / 处理人"},
                {"title": "状态"}, {"title": "时限", "sort_url": "#", "sorted": "asc"}],
    "rows": [_ticket(number, ticket) for number, ticket in enumerate(TICKETS, 1)],
    "bulk": {"url": "#", "all_count": 1423, "actions": [
        {"value": "assign", "label": "分派…", "dialog_url": "/style/dialog/"},
        {"value": "close", "label": "关闭", "confirm": "确定关闭所选工单？"}, {"value": "export", "label": "导出所选"}]},
}  # fmt: skip

PAGER = {"previous_url": "", "next_url": "#", "words": "约 12,400 条",
         "sizes": [{"title": "20", "url": "#", "active": True}, {"title": "50", "url": "#"}, {"title": "100", "url": "#"}]}  # fmt: skip

NORMS = [
    {"title": "淮委政务内网管理办法", "note": "38 条", "percent": 94, "tone": "green", "words": "51 / 54 项有据", "url": "#", "active": True},
    {"title": "政务外网 RA 运维条例", "note": "9 条", "percent": 94, "tone": "green", "words": "15 / 16 项有据", "url": "#"},
    {"title": "北京市电子政务运维规范", "note": "7 条", "percent": 86, "tone": "amber", "words": "12 / 14 项有据", "url": "#"},
    {"title": "DB37/T 1434 运维服务", "note": "6 类", "percent": 100, "tone": "green", "words": "9 / 9 项有据", "url": "#"},
    {"title": "行业平台运维方案", "note": "10 章", "percent": 85, "tone": "amber", "words": "28 / 33 项有据", "url": "#"},
    {"title": "等保 2.0 三级（补充）", "note": "—", "percent": 90, "tone": "amber", "words": "19 / 21 项有据", "url": "#"},
]  # fmt: skip
ARTICLES = [
    ("第十七条", "新增内网用户由所在部门申请，办公室与人教处共同审核", "R-USR-01 · R-USR-02", "约束", "本月拦截 3 次", "有据", "申请 11 · 双审 11 · 发钥 10"),
    ("第十七条", "岗位变动交回原密钥，重新申领", "R-KEY-03", "约束", "本月拦截 1 次", "有据", "变动 4 · 交回 4"),
    ("第十八条", "不得设置超级系统管理员；用户管理与业务权限分开", "R-USR-04", "约束", "数据库约束", "有据", "三员互斥 · 0 例外"),
    ("第十九条", "笔记本电脑不得接入政务内网", "R-CI-03 · R-NET-04", "约束", "本月拦截 2 次", "有据", "在册终端 412 · 笔记本 0"),
    ("第二十一条", "重要数据实行异地备份", "R-BAK-03", "职责", "每日", "缺 1", "14 个系统中「档案系统」逾期 2 天"),
    ("第二十二条", "定期安全检查，通报问题并责令改正", "R-SEC-01", "职责", "每月", "有据", "检查 2 次 · 问题 9 · 已复查 7"),
    ("第二十七条", "定期举办保密教育，面向全体用户", "R-TRN-01", "职责", "每年", "未开展", "距年度截止 38 天 · 覆盖率 0 / 386"),
]  # fmt: skip


def _article(row: tuple[str, ...]) -> dict[str, Any]:
    article, words, rule, kind, enforced, state, evidence = row
    tone = {"有据": "green", "未开展": "red"}.get(state, "amber")
    return {"url": "#", "id": 1, "cells": [
        {"kind": "number", "text": article, "label": "条款"},
        {"text": words, "sub": rule, "class": "cell-title", "label": "要求"},
        {"kind": "chip", "text": kind, "tone": "accent" if kind == "约束" else "muted", "label": "性质"},
        {"text": enforced, "label": "执行"}, {"kind": "chip", "text": state, "tone": tone, "label": "本期"},
        {"text": evidence, "label": "证据"}, {"text": "看证据 ›", "url": "#", "class": "cell-go"}]}  # fmt: skip


ARTICLE_TABLE = {"id": "articles", "columns": [
    {"title": "条款"}, {"title": "要求（本系统的落点）"}, {"title": "性质"}, {"title": "执行"}, {"title": "本期"}, {"title": "证据"},
    {"title": ""}], "rows": [_article(row) for row in ARTICLES]}  # fmt: skip

EMPTY = {"icon": "door", "title": "还没有外来人员登记", "text": "外来人员进入机房须先登记、由管理人员同意并全程陪同（运维条例第三条）。"
         "来访单位可以先由接待人代填。", "actions": [{"url": "#", "label": "登记来访", "primary": True, "icon": "plus"},
                                        {"url": "#", "label": "看办事指南"}]}  # fmt: skip

CHARTS = [
    {"id": "chart-combo", "title": "30 天受理与解决", "data": {
        "kind": "bar", "unit": "件", "categories": [f"{n}日" for n in range(1, 31)],
        "series": [{"name": "受理", "values": [16 + n * 7 % 11 if n % 7 < 5 else n % 4 for n in range(30)]},
                   {"name": "解决", "kind": "line", "tone": "green", "values": [15 + n * 5 % 9 if n % 7 < 5 else 3 for n in range(30)]}]}},
    {"id": "chart-line", "title": "主机房温湿度", "sub": "24 小时", "data": {
        "kind": "line", "unit": "℃", "unit_right": "%", "min": 16, "max": 30, "min_right": 30, "max_right": 70,
        "categories": [f"{n}时" for n in range(24)], "marks": [{"name": "上限", "value": 26}], "whole": False,
        "series": [{"name": "温度", "values": [22 + (n % 9) / 10 for n in range(24)], "area": True},
                   {"name": "湿度", "axis": "right", "tone": "green", "values": [46 + n % 5 for n in range(24)]}]}},
    {"id": "chart-stack", "title": "各单位工单构成", "data": {
        "kind": "stack", "unit": "件", "categories": ["办公室", "规划处", "财经处", "人教处", "水文处", "建管处"],
        "series": [{"name": "事件", "values": [12, 9, 7, 4, 8, 6]}, {"name": "请求", "values": [8, 4, 6, 7, 3, 5]},
                   {"name": "咨询", "values": [3, 5, 2, 1, 4, 2]}]}},
    {"id": "chart-pie", "title": "事件分类", "data": {
        "kind": "pie", "unit": "件", "categories": ["网络", "应用系统", "桌面", "密钥", "打印", "其他"],
        "series": [{"values": [34, 41, 28, 12, 9, 6]}]}},
    {"id": "chart-heat", "title": "报障时段", "data": {
        "kind": "heatmap", "unit": "件", "categories": [f"{n}时" for n in range(8, 19)],
        "series": [{"name": f"周{day}", "values": [(n * 7 + k * 5) % 13 for n in range(11)]} for k, day in enumerate("一二三四五")]}},
    {"id": "chart-none", "title": "演练次数", "empty": "本年还没有演练。按应急预案每年至少一次。",
     "data": {"kind": "bar", "categories": [], "series": []}},
]  # fmt: skip

EVENTS = {4: [("09:00", "核心交换机升级", "accent")], 6: [("", "重大活动保障", "red"), ("14:00", "应急演练", "amber")],
          11: [("20:00", "数据库补丁窗口", "accent")], 23: [("14:00", "华信来访", "accent"), ("20:00", "交接班", "muted")],
          27: [("", "机房打扫", "green")]}  # fmt: skip


def month() -> dict[str, Any]:
    """November 2026 as the calendar component takes it."""
    first, weeks = date(2026, 10, 26), []
    for week in range(6):
        row = []
        for weekday in range(7):
            day = first + timedelta(days=week * 7 + weekday)
            inside = day.month == 11
            events = [
                {"time": time, "title": title, "tone": tone, "url": "#"}
                for time, title, tone in EVENTS.get(day.day, [])
            ]
            badge = "班" if day == date(2026, 11, 7) else "休" if weekday > 4 else ""
            row.append({"date": day, "day": day.day, "in_month": inside, "today": day == NOW.date(), "badge": badge,
                        "name": "调休上班" if badge == "班" else "", "events": events if inside else [],
                        "more": 2 if day.day == 6 and inside else 0, "more_url": "#"})  # fmt: skip
        weeks.append(row)
    return {
        "title": "2026年11月",
        "sub": "值班与变更",
        "previous_url": "#",
        "next_url": "#",
        "today_url": "#",
        "weeks": weeks,
    }


ACCOUNTS = [
    {"username": "end_user", "name": "何静", "unit": "规划处", "role": "普通用户"},
    {"username": "unit_head", "name": "刘洋", "unit": "规划处", "role": "部门负责人"},
    {"username": "service_desk", "name": "陈雪", "unit": "信息中心", "role": "服务台"},
    {"username": "mr_manager", "name": "周敏", "unit": "信息中心", "role": "机房管理员"},
    {"username": "secrecy_office", "name": "李建国", "unit": "保密办", "role": "保卫保密"},
    {"username": "system_admin", "name": "赵志强", "unit": "信息中心", "role": "系统管理员"},
    {"username": "security_admin", "name": "郑涛", "unit": "保密办", "role": "安全管理员"},
    {"username": "audit_admin", "name": "冯刚", "unit": "纪检处", "role": "审计管理员"},
]  # fmt: skip

WALL_TILES = [
    {"title": "业务系统正常", "value": 27, "unit": "/ 28", "tone": "green"}, {"title": "未恢复告警", "value": 2, "tone": "red"},
    {"title": "在办工单", "value": 23, "unit": "超时 1"}, {"title": "本月 SLA 达成", "value": "97.4", "unit": "%"},
    {"title": "机房现有人员", "value": 3, "unit": "均有陪同"}, {"title": "备份成功", "value": 12, "unit": "/ 12", "tone": "green"},
]  # fmt: skip
WALL_LINE = {**CHARTS[1], "id": "wall-line"}
WALL_BARS = {**CHARTS[0], "id": "wall-bars"}
WALL_DUTIES = [
    {"title": "机房温湿度记录", "sub": "08:55 王磊", "state": "done"}, {"title": "机房保洁", "sub": "09:05", "state": "done"},
    {"title": "备份结果核对", "sub": "09:20", "state": "done"}, {"title": "等保自查（本月）", "sub": "剩 5 个工作日", "state": "soon"},
]  # fmt: skip
