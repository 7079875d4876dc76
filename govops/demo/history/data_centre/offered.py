"""The services of the catalogue as items: what each of them needs to be there."""

from __future__ import annotations

from govops.demo.history.data_centre.estate import STANDALONE, Estate, Item
from govops.demo.history.services_offered import AROUND_THE_CLOCK, SERVICES, ServiceRow

#: service → (what must be there; what stands for each other, as (needed, keys))
NEEDS: dict[str, tuple[tuple[str, ...], tuple[int, tuple[str, ...]] | None]] = {
    "机房设施报修": (("sensor_a", "app_monitor"), None), "会议室信息设备保障": (("app_meeting", "terminal_1"), None),
    "服务器资源申请": (("storage_1", "storage_2"), (4, tuple(f"host_one_{n}" for n in range(1, 7)))), "数据备份与恢复": (("app_backup", "backup_1", "tape_1"), None),
    "服务器故障处置": (("app_monitor", "bastion_1"), None), "网络接入申请": (("app_dns",), (1, ("core_1", "core_2"))), "上不了内网": (("app_dns",), (1, ("core_1", "core_2"))),
    "远程接入（移动办公）": (("app_mobile", "app_xlogin"), (1, ("vpn_1", "vpn_2"))), "专线与汇聚节点故障": (("router_1", "router_2"), None),
    "病毒与异常告警处置": (("app_antivirus", "app_xantivirus"), None), "终端安全软件安装": (("app_antivirus",), None), "移动介质登记与加密": (("app_antivirus", "app_pki"), None),
    "综合办公系统问题": (("app_oa", "app_sign"), None), "业务系统故障": (("app_water", "app_rain", "app_finance"), None), "系统权限调整": (("app_login",), None),
    "内网门户信息发布支持": (("app_portal",), None), "业务数据提取": (("app_data",), None), "计算机故障报修": (("app_antivirus",), None), "打印机与复印机报修": (("app_antivirus",), None),
    "办公软件安装": (("app_share",), None), "计算机领用与更换": (("app_patch",), None), "办公电话移机": (("voice_1", "line_voice"), None), "账号口令重置": (("app_login",), None),
    "用户密钥办理": (("app_pki",), None), "邮箱开通与扩容": (("app_mail",), None), "信息化使用咨询": (("app_govops",), None), "应用培训预约": (("app_training",), None),
}  # fmt: skip
#: what the bureau gives to others, or does with its systems, and nobody asks for at the desk: name, unit, systems
BUSINESS = (
    ("防汛会商与指挥", "FXC", ("app_flood", "app_forecast", "app_meeting")), ("水雨情监测与发布", "SWC", ("app_rain", "app_collect")), ("水资源调度", "SZY", ("app_water", "app_permit")),
    ("公文处理", "BGS", ("app_oa", "app_exchange")), ("对外信息公开", "DAG", ("app_site",)), ("网上办事", "SZY", ("app_service", "app_permit")),
)  # fmt: skip


def draw(estate: Estate) -> None:
    for row in SERVICES:
        _service(estate, row)
    for name, unit, systems in BUSINESS:
        key = f"business_{name}"
        facts = {
            "importance": "vital",
            "users": (unit, "QHJ", "JCZX"),
            "description": f"{name}所需的信息服务",
        }
        values = {"service_level": "7×24", "recovery_time": "2", "recovery_point": "1"}
        estate.add(Item(key, name, "service", "", STANDALONE, "service_level_manager", unit, facts, values))
        for system in systems:
            estate.tie("provides", system, key)


def _service(estate: Estate, row: ServiceRow) -> None:
    around = row.group in {"facility", "host"} and row.kind == "incident"
    needed, some = NEEDS[row.name]
    key = f"service_{row.name}"
    facts = {
        "importance": "high" if row.kind == "incident" else "normal",
        "users": ("JW",),
        "description": row.summary,
    }
    values = {
        "service_level": "7×24" if around else "5×8",
        "recovery_time": str(AROUND_THE_CLOCK[1][2] // 60 if around else 8),
        "catalogue_item": row.name,
    }
    estate.add(Item(key, row.name, "service", "", STANDALONE, "service_level_manager", "XXZX", facts, values))
    for one in needed:
        estate.tie("depends_on", key, one)
    if some:
        for one in some[1]:
            estate.tie("depends_on", key, one, group="互为备份", needed=some[0])
