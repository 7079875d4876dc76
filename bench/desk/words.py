"""Believable Chinese for incidents: what, where, how it shows, how it ended. All of it is invented."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

#: (thing, category, how often): the first are everyday words, the last hardly ever come up
THINGS = (
    ("打印机", "desktop", 14), ("台式电脑", "desktop", 12), ("综合办公系统", "application", 12), ("内网", "network", 10), ("移动办公客户端", "network", 6),
    ("用户密钥", "account", 6), ("工作邮箱", "account", 5), ("复印机", "desktop", 5), ("显示器", "desktop", 4), ("财务系统", "application", 4),
    ("水雨情查询系统", "application", 3), ("杀毒软件", "security", 3), ("投影仪", "facility", 2), ("视频会商终端", "facility", 2), ("电子签章", "application", 2),
    ("移动硬盘", "security", 2), ("文件服务器", "host", 1.5), ("办公电话", "desktop", 1), ("档案系统", "application", 0.7), ("磁带库", "host", 0.3),
    ("时钟同步装置", "host", 0.2), ("卫星接收机", "network", 0.1), ("量子密钥设备", "security", 0.02),
)  # fmt: skip
SYMPTOMS = (
    "打不开", "反复报错", "提示连接超时", "没有反应", "运行很慢", "时断时续", "显示乱码", "自动重启", "登录不上", "提示没有权限", "数据不更新", "卡住不动",
    "声音断续", "指示灯报警", "无法识别",
)  # fmt: skip
SINCE = (
    "早上一上班就这样",
    "午休回来发现",
    "昨天下午开始",
    "升级以后出现",
    "换了房间以后",
    "停电恢复后",
    "本周第三次",
    "领导等着用",
)
TRIED = (
    "重启过两次没有用",
    "换了一台也一样",
    "邻座正常",
    "网线重插过",
    "按知识条目做了不行",
    "已拍照留存",
    "",
    "",
)
ENDINGS = (
    "更换配件后测试正常", "重设地址后恢复", "远程指导用户完成设置", "清理缓存并重启服务", "厂商到场更换主板", "补发权限并核对清单", "重装驱动后正常",
    "调整策略后恢复入网", "修复数据并告知原因", "更换网线后测速正常",
)  # fmt: skip
UNITS = (
    "规划处",
    "水资源处",
    "建管处",
    "防汛处",
    "水文处",
    "财经处",
    "人教处",
    "办公室",
    "档案馆",
    "监测中心",
    "青河局",
)
ROOMS = tuple(f"{floor}{number:02d}" for floor in range(2, 9) for number in range(1, 29))

#: What the searches look for: title → word. How often each occurs is told with the result.
SEARCHES = {"很常见": "系统", "常见": "打印", "一般": "投影", "少见": "量子", "没有": "麒麟"}

_NAMES, _CATEGORIES, _WEIGHTS = zip(*THINGS, strict=True)
_INDEXES = range(len(THINGS))


class Fault(NamedTuple):
    """What somebody reports, and how it was mended."""

    subject: str
    description: str
    system: str
    category: str
    location: str
    resolution: str


def fault(chance: Random) -> Fault:
    """One fault out of many millions."""
    index = chance.choices(_INDEXES, _WEIGHTS)[0]
    room, symptom = chance.choice(ROOMS), chance.choice(SYMPTOMS)
    told = (
        f"{chance.choice(UNITS)}{room}室{_NAMES[index]}{symptom}",
        chance.choice(SINCE),
        chance.choice(TRIED),
    )
    return Fault(
        subject=f"{room}{_NAMES[index]}{symptom}",
        description="，".join(part for part in told if part) + "。",
        system=f"{_NAMES[index]} {chance.randint(1, 400):03d}",
        category=_CATEGORIES[index],
        location=f"主楼 {room}",
        resolution=f"{chance.choice(ENDINGS)}，{chance.choice(UNITS)}用户确认可用。",
    )
