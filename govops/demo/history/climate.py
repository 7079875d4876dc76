"""What the thermometers showed: a season, a week, some noise, and now and then a bad day."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple


class Trouble(NamedTuple):
    """A bad day: what was read or found, how it was handled, and the conclusion of the alert."""

    values: dict[str, Any]
    abnormality: str
    handling: str
    conclusion: str


HOT = (
    Trouble(
        {"temperature": "28.4"},
        "",
        "降低空调设定温度，加开 2 号空调",
        "1 号精密空调滤网堵塞，送风不足；已清洗滤网，30 分钟后恢复到 23.1 ℃，持续观察两日正常。",
    ),
    Trouble(
        {"temperature": "29.6"},
        "",
        "联系空调厂家，临时开启备用空调",
        "2 号空调压缩机过载保护停机；厂家到场复位并紧固接线，当日 14 时恢复正常。",
    ),
    Trouble(
        {"temperature": "27.9"}, "", "增加巡检频次", "外机散热不良所致，已冲洗外机翅片，次日读数恢复正常。"
    ),
    Trouble(
        {"temperature": "28.8"},
        "",
        "调整机柜盲板，打开备用空调",
        "新上架服务器局部热量集中；已调整机柜位置并加装盲板，温度恢复。",
    ),
)
HUMID = (
    Trouble(
        {"humidity": "68.5"}, "", "启动除湿", "连续降雨且新风阀未关严；已关闭新风阀并除湿，4 小时后降至 55%。"
    ),
    Trouble(
        {"humidity": "66.2"}, "", "开启除湿模式", "梅雨季室外湿度大，除湿能力不足；已增配移动除湿机一台。"
    ),
)
DRY = (
    Trouble(
        {"humidity": "36.4"}, "", "向加湿罐补水", "加湿罐缺水报警未及时处理；已补水并清洗电极，次日湿度 46%。"
    ),
    Trouble({"humidity": "38.1"}, "", "检查加湿器", "加湿器电极结垢，已更换，湿度恢复到 45% 以上。"),
)
BROKEN = (
    Trouble({"air_conditioning": "abnormal"}, "2 号空调面板显示低压告警", "联系厂家，切换 1 号空调主用", "制冷剂微漏，厂家补漏并加注，告警解除。"),
    Trouble({"ups_battery": "abnormal"}, "UPS 第 17 节电池内阻偏大", "已报修，降低放电测试频次", "更换失效电池 4 节，内阻测试合格。"),
    Trouble({"water_leak": "abnormal"}, "空调下方地板有少量积水", "清理积水，检查排水管", "冷凝水管接口松动，已紧固并加装漏水绳，连续三日无渗漏。"),
    Trouble({"server_lights": "abnormal"}, "A-05 机柜服务器黄灯告警", "通知系统工程师", "硬盘预警，已更换硬盘并完成重建，告警消除。"),
    Trouble({"access_control": "abnormal"}, "西侧门禁闭门器失灵", "临时派人值守", "物业更换闭门器，门禁联动测试正常。"),
)  # fmt: skip


def reading(room: str, day: date) -> dict[str, Decimal]:
    """The ordinary values of a room on a day, always within limits; the same whenever asked."""
    chance = Random(f"{room}{day}")
    season = math.sin((day.timetuple().tm_yday - 112) / 365 * 2 * math.pi)
    warm = 22.6 if room == "A" else 21.7
    load = (41 if room == "A" else 23) + (3 if day.weekday() < 5 else 0)
    temperature = _within(warm + 1.5 * season + chance.gauss(0, 0.55), 19.0, 26.6)
    return {
        "temperature": temperature,
        "humidity": _within(50.5 + 7.5 * season + chance.gauss(0, 2.4), 41.0, 64.0),
        "ups_input_voltage": _within(223 + chance.gauss(0, 3), 210, 238),
        "ups_output_voltage": _within(220 + chance.gauss(0, 0.4), 218, 222),
        "ups_load": _within(load + chance.gauss(0, 1.8), 15, 60),
        "supply_temperature": _within(float(temperature) - 5.6 + chance.gauss(0, 0.4), 13, 22),
        "return_temperature": _within(float(temperature) + 2.3 + chance.gauss(0, 0.4), 20, 31),
    }


def trouble(chance: Random, day: date) -> Trouble:
    """What went wrong, as fits the season."""
    weather = HOT + HUMID if 5 <= day.month <= 9 else DRY
    return chance.choice(weather if chance.random() < 0.75 else BROKEN)


def _within(value: float, low: float, high: float) -> Decimal:
    return Decimal(f"{min(max(value, low), high):.1f}")
