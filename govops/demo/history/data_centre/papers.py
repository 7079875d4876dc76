"""What lies in folders and on shelves: certificates, licences, documents, spare parts. Some have run out, some soon will."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from govops.demo.history.data_centre.estate import INTRANET, SECURITY, STANDALONE, Estate, Item

#: systems with a certificate, and in how many days it ends
CERTIFICATES = (
    ("oa", 212), ("portal", 5), ("login", 28), ("sign", 410), ("exchange", 58), ("water", 86), ("permit", 140), ("rain", 300), ("flood", 175), ("finance", -9),
    ("archive", -34), ("data", 96), ("map", 260), ("govops", 330), ("monitor", 47), ("pki", 820), ("hr", 71), ("quality", 19), ("site", 24), ("mail", 6),
    ("service", 155), ("mobile", 88), ("xlogin", 240), ("xshare", -3),
)  # fmt: skip
#: name, way, how many, days until it ends (None: never), the systems that need it
LICENCES = (
    ("启航服务器操作系统许可", "按处理器", 64, None, ()), ("启航桌面操作系统许可", "永久", 900, None, ()), ("翠屏虚拟化许可", "按处理器", 60, 82, ()),
    ("达梦数据库许可", "按处理器", 8, 190, ("oa", "water", "site")), ("人大金仓数据库许可", "按处理器", 12, 33, ("hr", "asset", "data")), ("联程应用服务器许可", "永久", 26, None, ("oa", "water", "rain")),
    ("晴川应用服务器许可", "订阅", 12, 12, ("portal", "project", "dam")), ("终端管理软件许可", "按用户", 1000, 63, ("antivirus",)), ("外网杀毒软件许可", "按用户", 260, -15, ("xantivirus",)),
    ("地理信息平台许可", "订阅", 4, 118, ("map",)), ("邮件系统许可", "按用户", 900, 7, ("mail",)), ("备份软件许可", "订阅", 20, 205, ("backup",)),
    ("电子签章许可", "按用户", 420, 275, ("sign",)), ("视频会商许可", "按用户", 60, 90, ("meeting",)), ("版式阅读软件许可", "永久", 800, None, ("oa", "exchange", "archive")),
    ("绘图软件许可", "订阅", 40, 29, ()), ("漏洞库升级服务", "订阅", 2, 3, ()), ("入侵特征库升级服务", "订阅", 3, -52, ()), ("短信通道服务", "订阅", 1, 148, ("sms",)),
    ("财务系统年度服务", "订阅", 45, 39, ("finance",)), ("密码机升级服务", "订阅", 2, 360, ("pki",)), ("堡垒机许可", "按用户", 100, 225, ()),
    ("数据库审计许可", "订阅", 1, 70, ()), ("运维监控平台许可", "订阅", 500, 168, ("monitor",)),
)  # fmt: skip
#: licence → the types of things that it is for, or the things themselves; how many at most
LICENSED: dict[str, tuple[tuple[str, ...], int]] = {
    "启航服务器操作系统许可": (("database_server", "application_server"), 64), "启航桌面操作系统许可": (("personal_computer", "notebook", "field_laptop"), 900),
    "翠屏虚拟化许可": (("virtualization_host",), 60), "漏洞库升级服务": (("vulnerability_scanner",), 2), "入侵特征库升级服务": (("intrusion_detection", "intrusion_prevention"), 3),
    "堡垒机许可": (("bastion_1", "xbastion"), 2), "数据库审计许可": (("audit_2",), 1),
}  # fmt: skip
#: the units that draw, and how many of their desks
DRAWING, DRAWING_DESKS = ("JGC", "GHC"), 40
#: name, kind, what it describes
DOCUMENTS = (
    ("政务内网网络拓扑图", "图纸", ("core_1", "core_2")), ("政务外网网络拓扑图", "图纸", ("xcore_1", "xcore_2")), ("主机房机柜布置图", "图纸", ("room_a",)),
    ("灾备机房机柜布置图", "图纸", ("room_b",)), ("主机房供配电系统图", "图纸", ("ups_1", "ups_2", "board_a", "board_b")), ("核心交换机配置参数", "配置参数", ("core_1", "core_2")),
    ("防火墙策略台账", "配置参数", ("firewall_1", "firewall_2")), ("内网地址分配表", "配置参数", ("core_1",)), ("综合办公系统运维手册", "手册", ("app_oa",)),
    ("水资源管理系统运维手册", "手册", ("app_water",)), ("水雨情系统应急预案", "方案", ("app_rain", "app_collect")), ("防汛会商保障方案", "方案", ("app_flood", "app_meeting")),
    ("财务系统用户手册", "手册", ("app_finance",)), ("虚拟化平台操作手册", "手册", ("host_one_1", "host_two_1")), ("存储扩容方案", "方案", ("storage_1",)),
    ("备份与恢复策略", "流程", ("app_backup", "backup_1", "tape_1")), ("灾备切换手册", "手册", ("dr_core",)), ("机房断电应急预案", "方案", ("ups_1", "ups_2", "generator")),
    ("机房超温应急预案", "方案", ("air_1", "air_2", "air_3")), ("密钥管理制度", "流程", ("app_pki",)), ("移动办公开通流程", "流程", ("app_mobile", "vpn_1")),
    ("变更管理流程", "流程", ("app_govops",)), ("发布管理流程", "流程", ("app_govops",)), ("网站应急预案", "方案", ("app_site",)),
    ("等级保护测评报告", "其他", ("app_oa", "app_water", "app_site")), ("直属单位接入方案", "方案", ("qinghe_switch", "monitoring_switch")), ("网络设备维保合同", "合同", ("core_1", "core_2", "router_1")),
    ("机房设施维保合同", "合同", ("ups_1", "air_1", "fire_a")), ("桌面运维服务合同", "合同", ("app_antivirus", "app_xantivirus")), ("业务系统运维合同", "合同", ("app_oa", "app_water", "app_rain")),
)  # fmt: skip
#: name, how many, least, fits, price
SPARES = (
    ("万兆光模块", 12, 6, "JC-S6730、JC-S12700", 860), ("千兆光模块", 20, 8, "JC-S5735", 240), ("核心交换机电源模块", 2, 1, "JC-S12700", 6800), ("核心交换机主控引擎", 1, 1, "JC-S12700", 42_000),
    ("接入交换机整机", 3, 2, "JC-S5735", 12_600), ("接入交换机电源", 4, 2, "JC-S5735", 1200), ("服务器电源", 4, 2, "HY-R5200", 1800), ("服务器内存 64 GB", 8, 4, "HY-R5200", 2600),
    ("固态硬盘 3.84 TB", 6, 4, "HY-R5200、PS-8200", 4200), ("硬盘 2.4 TB", 5, 3, "CG-2600", 1900), ("存储控制器电池", 1, 1, "PS-8200", 3600), ("光纤跳线", 60, 20, "通用", 35),
    ("六类网线", 120, 40, "通用", 18), ("UPS 电池组", 8, 4, "HD-120K", 3200), ("UPS 风扇", 2, 1, "HD-120K", 680), ("精密空调滤网", 6, 4, "LS-P60", 320),
    ("空调接触器", 2, 1, "LS-P60", 460), ("台式机内存 16 GB", 14, 6, "CZ-T630", 420), ("台式机固态盘 512 GB", 12, 6, "CZ-T630", 380), ("台式机电源", 8, 4, "CZ-T630", 260),
    ("显示器", 10, 4, "通用", 980), ("键盘鼠标", 26, 10, "通用", 90), ("打印机搓纸轮", 9, 4, "MY-P3320", 60), ("硒鼓", 22, 10, "MY-P3320", 280), ("投影灯泡", 3, 2, "通用", 1200),
    ("话机", 8, 3, "HS-T21", 380), ("用户密钥介质", 40, 20, "通用", 85), ("加密移动存储介质", 25, 10, "通用", 320), ("LTO 磁带", 30, 10, "磁带库", 410), ("机柜电源插座", 4, 2, "ZJ-PDU32", 1900),
)  # fmt: skip


def draw(estate: Estate) -> None:
    _certificates(estate)
    _licences(estate)
    for number, (name, kind, told) in enumerate(DOCUMENTS, start=1):
        key = f"document_{number}"
        facts: dict[str, Any] = {
            "item_version": f"{1 + number % 4}.{number % 3}",
            "description": "纸质存档案柜，电子版存部门共享盘",
        }
        estate.add(
            Item(
                key,
                name,
                "document",
                "",
                STANDALONE,
                "configuration_manager",
                "XXZX",
                facts,
                {"document_kind": kind, "kept_at": "信息中心资料柜"},
            )
        )
        for target in told:
            estate.tie("describes", key, target)
    for number, (name, count, least, fits, price) in enumerate(SPARES, start=1):
        facts = {
            "enters_as": "stock",
            "funding": "operation",
            "original_value": price * count,
            "purchased_on": estate.first - timedelta(days=40 + number * 3),
            "description": f"单价 {price} 元",
        }
        values = {"quantity": str(count), "minimum": str(least), "fits": fits}
        estate.add(
            Item(
                f"spare_{number}",
                name,
                "spare_part",
                "store",
                STANDALONE,
                "asset_officer",
                "XXZX",
                facts,
                values,
            )
        )


def _certificates(estate: Estate) -> None:
    for number, (system, days) in enumerate(CERTIFICATES, start=1):
        app = estate.items[f"app_{system}"]
        until = estate.today + timedelta(days=days)
        host = app.values.get("address", f"https://{system}.jiangwei.intra").removeprefix("https://")
        values = {
            "common_name": f"CN={host}", "issuer": "政务内网证书认证中心" if app.zone == INTRANET else "国家政务外网电子认证", "algorithm": "SM2",
            "certificate_serial": f"{estate.chance.getrandbits(64):016X}", "valid_from": (until - timedelta(days=1095)).isoformat(), "valid_until": until.isoformat(),
        }  # fmt: skip
        key = f"certificate_{number}"
        estate.add(
            Item(
                key,
                f"{app.name}服务器证书",
                "certificate",
                "",
                app.zone,
                "key_officer",
                SECURITY,
                {"importance": "high"},
                values,
            )
        )
        estate.tie("certifies", key, app.key)


def _licences(estate: Estate) -> None:
    for number, (name, way, count, days, systems) in enumerate(LICENCES, start=1):
        values = {"licence_kind": way, "licensed": str(count)}
        if days is not None:
            values["valid_until"] = (estate.today + timedelta(days=days)).isoformat()
        key = f"licence_{number}"
        facts = {
            "contract_number": f"JW-XK-{estate.today.year}-{number:03d}",
            "supplier": "江城软件服务公司",
            "original_value": count * 120,
            "funding": "operation",
        }
        estate.add(Item(key, name, "licence", "", STANDALONE, "asset_officer", "XXZX", facts, values))
        for system in systems:
            estate.tie("licenses", key, f"app_{system}")
        for thing in _licensed(estate, name):
            estate.tie("licenses", key, thing.key)


def _licensed(estate: Estate, name: str) -> list[Item]:
    """The things that a licence is for, beside systems."""
    if name == "绘图软件许可":
        desks = [one for one in estate.of("personal_computer") if one.owner in DRAWING]
        return desks[:DRAWING_DESKS]
    kinds, most = LICENSED.get(name, ((), 0))
    return [one for one in estate.items.values() if one.type in kinds or one.key in kinds][:most]
