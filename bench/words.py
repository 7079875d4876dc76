"""Believable Chinese for the visitor records: who comes, from where, to do what. All of it is invented."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

REGIONS = (
    "江源", "青河", "云岭", "华信", "恒宁", "安泰", "百川", "光华", "中科", "东湖", "西山", "南浦", "北辰", "长河", "明德", "天和", "瑞丰",
    "金石", "远大", "同方", "鼎新", "博雅", "启航", "宏图", "盛世", "新元", "太行", "祁连", "洞庭", "鄱阳", "淮滨", "沂蒙", "伏牛", "大别",
)  # fmt: skip
TRADES = (
    "网络技术", "环境设备", "电源", "存储系统", "信息安全", "消防工程", "物业服务", "智能科技", "机电安装", "软件", "通信工程", "造价咨询",
    "测评技术", "楼宇自控", "制冷工程", "电缆", "视频会议", "水文仪器", "档案数字化", "弱电工程", "计量检测", "综合布线", "自动化", "数据服务",
)  # fmt: skip
FORMS = ("有限公司", "有限公司", "有限公司", "股份公司", "研究院", "分公司")
SURNAMES = tuple(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭"
)
RARE_SURNAMES = ("欧阳", "司马", "上官", "诸葛")
GIVEN = tuple(
    "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧建文博宇浩然子轩雨晨思佳宁远志鹏飞龙海燕春梅国栋立群晓雯清源德永健雪晴占虎小兵大"
)

ACTIONS = (
    "更换", "检查", "维护", "调测", "巡检", "安装", "拆除", "清洁", "校准", "扩容", "升级", "检修", "测试", "核对", "搬迁", "紧固", "联调",
)  # fmt: skip
#: Weight beside each: the first are everyday words, the last hardly ever come up.
OBJECTS = (
    ("精密空调", 14), ("UPS 电池组", 10), ("机架服务器", 12), ("核心交换机", 8), ("存储阵列控制器", 6), ("光纤配线架", 6), ("防火墙", 7),
    ("配电柜支路", 5), ("门禁读卡器", 4), ("烟感探测器", 4), ("气体灭火钢瓶", 3), ("视频会议终端", 3), ("磁带库机械臂", 2), ("精密加湿罐", 2),
    ("列头柜", 3), ("入侵检测设备", 2), ("数据库一体机", 2), ("时钟同步装置", 1), ("卫星接收机", 1), ("防雷接地排", 1), ("漏水检测绳", 0.5),
    ("水情遥测终端", 0.5), ("柴油发电机", 0.3), ("量子密钥设备", 0.05),
)  # fmt: skip
TAILS = (
    "完成后清理现场", "作业期间业务不中断", "由陪同人全程看护", "旧件交管理人员封存", "并核对设备台账", "同时更新标签", "并提交测试报告",
    "按施工方案执行", "夜间割接前的准备", "配合等级保护测评", "", "",
)  # fmt: skip
NOTES = (
    "防汛会商系统",
    "水资源监控平台",
    "电子公文系统",
    "门户网站",
    "视频会商室",
    "档案系统",
    "水文数据库",
    "财务专网",
    "互联网出口",
    "青河局汇聚链路",
)
ITEMS = (
    "笔记本电脑",
    "万用表",
    "工具箱",
    "标签打印机",
    "移动硬盘",
    "光功率计",
    "熔接机",
    "红外热像仪",
    "内阻测试仪",
    "人字梯",
)

#: What the searches of the benchmark look for: title → word. How often each occurs is told with the result.
SEARCHES = {"很常见": "公司", "常见": "空调", "一般": "磁带", "少见": "量子", "没有": "麒麟"}


class Visit(NamedTuple):
    """Who comes and why; `abroad` with whom 外事 has to do."""

    company: str
    names: tuple[str, ...]
    purpose: str
    category: str
    kind: str
    item: str


_CATEGORIES = ("maintenance", "repair", "tuning", "inspection", "construction", "survey", "visit", "other")
_CATEGORY_WEIGHTS = (34, 22, 15, 9, 8, 5, 5, 2)
_COMPANIES = tuple(
    f"{region}{trade}{form}" for region in REGIONS for trade in TRADES for form in dict.fromkeys(FORMS)
)
_OBJECT_NAMES, _OBJECT_WEIGHTS = zip(*OBJECTS, strict=True)


def visit(chance: Random) -> Visit:
    """One visit out of some billions."""
    kind = "mainland" if chance.random() < 0.97 else chance.choice(("foreign", "hmt"))
    names = tuple(_name(chance) for _ in range(1 if chance.random() < 0.6 else chance.randint(2, 4)))
    thing = chance.choices(_OBJECT_NAMES, _OBJECT_WEIGHTS)[0]
    place = f"{chance.choice('ABCD')}-{chance.randint(1, 40):02d} 机柜"
    parts = [f"{chance.choice(ACTIONS)}{chance.choice(NOTES)}{thing}（{place}）", chance.choice(TAILS)]
    return Visit(
        company=chance.choice(_COMPANIES),
        names=names,
        purpose="，".join(part for part in parts if part),
        category=chance.choices(_CATEGORIES, _CATEGORY_WEIGHTS)[0],
        kind=kind,
        item=chance.choice(ITEMS),
    )


def _name(chance: Random) -> str:
    surname = chance.choice(RARE_SURNAMES) if chance.random() < 0.002 else chance.choice(SURNAMES)
    return surname + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
