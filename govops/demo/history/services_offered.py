"""What the information centre offers: groups, services by the eight groups of the catalogue, and the figures promised."""

from __future__ import annotations

from typing import NamedTuple


class GroupRow(NamedTuple):
    """`people`: usernames, the leader first; `provider`: code of a vendor's unit."""

    name: str
    line: str
    people: tuple[str, ...]
    phone: str
    duty: str
    provider: str = ""


class ServiceRow(NamedTuple):
    """`asks`: extra questions (title, kind, required, choices); `support`: name of the group that takes it."""

    name: str
    group: str
    kind: str
    icon: str
    support: str
    summary: str
    content: str
    deliverable: str
    asks: tuple[tuple[str, str, bool, str], ...] = ()
    approval: bool = False
    category: str = ""


GROUPS = (
    GroupRow("服务台", "first", ("service_desk", "support_l1", "liuzixuan"), "62852100", "统一受理、首次支持、派单跟踪、回访"),
    GroupRow("桌面支持组", "second", ("support_l2", "sunhaoran", "liuzixuan"), "62852101", "计算机、打印机、会议设备的现场支持"),
    GroupRow("网络支持组", "second", ("network_engineer", "duty_officer", "cuiyongjian"), "62852102", "内网接入、线路、网络设备"),
    GroupRow("安全密钥组", "second", ("key_officer", "cuiyongjian", "network_engineer"), "62852103", "账号、密钥、终端安全、病毒处置"),
    GroupRow("应用支持组", "second", ("problem_manager", "release_manager", "project_manager"), "62852104", "综合办公、门户和业务系统"),
    GroupRow("系统平台组", "third", ("support_l3", "backup_operator", "escort"), "62852105", "服务器、存储、数据库、备份和机房设施"),
    GroupRow("华信驻场组", "vendor", ("wenzihao", "qiyong"), "62852188", "桌面设备维修、网络设备维保", "HX"),
)  # fmt: skip

_ROOM = ("办公室房间号", "text", True, "")
_ASSET = ("设备编号（机身标签）", "text", False, "")
_SYSTEM = (
    "系统名称",
    "choice",
    True,
    "综合办公系统、内网门户、水资源管理系统、水雨情查询系统、财务系统、其他",
)

SERVICES = (
    ServiceRow("机房设施报修", "facility", "incident", "battery-charging", "系统平台组", "空调、供电、消防、监控等机房设施异常",
               "机房空调、UPS、消防、安防设施的故障受理与处置。", "设施恢复正常，出具处理记录"),
    ServiceRow("会议室信息设备保障", "facility", "both", "video", "桌面支持组", "会议投影、视频会商、音响的开通与保障",
               "会前调试、会中值守、会后关闭；视频会商联调。", "会议期间设备正常，会后保障记录",
               (("会议名称", "text", True, ""), ("会议日期", "date", True, ""), ("是否视频会商", "yesno", True, ""))),
    ServiceRow("服务器资源申请", "host", "request", "server", "系统平台组", "为业务系统申请虚拟服务器、扩容 CPU、内存或磁盘",
               "虚拟服务器开通、扩容、回收，操作系统基线配置。", "可登录的服务器及配置清单",
               (("用途", "text", True, ""), ("规格", "choice", True, "小（2核4G）、中（4核8G）、大（8核16G）"),), True),
    ServiceRow("数据备份与恢复", "host", "request", "database-export", "系统平台组", "新增备份任务，或恢复误删的数据",
               "备份策略配置、备份检查、数据恢复。", "备份任务确认或恢复结果确认",
               (("数据所在系统", "text", True, ""), ("恢复到的日期", "date", False, "")), True),
    ServiceRow("服务器故障处置", "host", "incident", "server", "系统平台组", "服务器、存储、数据库宕机或异常",
               "主机、存储、数据库、中间件的故障诊断与恢复。", "系统恢复，出具故障报告"),
    ServiceRow("网络接入申请", "network", "request", "network", "网络支持组", "新增工位网络、调整端口",
               "信息点开通、端口调整、地址分配与登记。", "可用的网络接入及登记卡",
               (_ROOM, ("接入终端数量", "text", True, "")), True),
    ServiceRow("上不了内网", "network", "incident", "router", "网络支持组", "网络不通、网速慢、时断时续",
               "网络连通性诊断、线路和端口处理。", "网络恢复，告知原因", (_ROOM,)),
    ServiceRow("远程接入（移动办公）", "network", "both", "lock", "网络支持组", "外出期间经 VPN 访问内网应用",
               "VPN 账号开通、客户端安装、连接故障处理。", "可用的远程接入账号", (("使用截止日期", "date", True, ""),), True, "account"),
    ServiceRow("专线与汇聚节点故障", "network", "incident", "wifi", "网络支持组", "直属单位专线中断或质量差",
               "专线监测、与运营商协同排障、汇聚节点设备处置。", "线路恢复，出具中断时长"),
    ServiceRow("病毒与异常告警处置", "security", "incident", "virus-search", "安全密钥组", "杀毒软件告警、文件异常、可疑弹窗",
               "断网隔离、查杀、加固，必要时按安全事件上报。", "处置报告", (_ASSET,)),
    ServiceRow("终端安全软件安装", "security", "request", "shield-check", "安全密钥组", "安装杀毒、终端管理、打印监控软件",
               "经检测认可的安全软件安装、策略下发。", "软件安装确认", (_ASSET,)),
    ServiceRow("移动介质登记与加密", "security", "request", "device-usb", "安全密钥组", "登记、加密或更换工作用移动存储介质",
               "介质编号登记、加密、密级标识、更换和回收。", "带标识的加密介质", (("密级", "choice", True, "内部、秘密、机密"),), True),
    ServiceRow("综合办公系统问题", "application", "incident", "layout-dashboard", "应用支持组", "登录、公文、待办、签章等使用故障",
               "综合办公系统的故障诊断、数据修正、厂商协调。", "功能恢复，告知原因",
               (("出错的功能", "choice", True, "登录、收文、发文、签报、待办、签章、其他"),)),
    ServiceRow("业务系统故障", "application", "incident", "database", "应用支持组", "业务系统打不开、报错、数据不对",
               "业务系统的故障诊断、恢复和数据核对。", "功能恢复，告知原因", (_SYSTEM,)),
    ServiceRow("系统权限调整", "application", "request", "key", "应用支持组", "业务系统的功能和数据权限增减",
               "按批准单调整业务系统权限，核对权限清单。", "权限调整确认", (_SYSTEM,), True, "account"),
    ServiceRow("内网门户信息发布支持", "application", "request", "world", "应用支持组", "栏目设置、页面调整、发布技术支持",
               "门户栏目配置、模板调整、发布工具支持。", "栏目或页面按要求上线"),
    ServiceRow("业务数据提取", "application", "request", "database", "应用支持组", "从业务系统提取统计数据",
               "按批准的范围提取数据，脱敏后交付。", "数据文件及说明", (_SYSTEM, ("数据范围和用途", "text", True, "")), True),
    ServiceRow("计算机故障报修", "desktop", "incident", "device-desktop", "桌面支持组", "蓝屏、死机、开不了机、运行慢",
               "计算机软硬件故障诊断、维修、备机更换。", "计算机恢复使用", (_ASSET,)),
    ServiceRow("打印机与复印机报修", "desktop", "incident", "printer", "桌面支持组", "卡纸、不出纸、打印不清、连不上",
               "打印、复印、扫描设备的故障处理和耗材更换。", "设备恢复使用", (_ROOM,)),
    ServiceRow("办公软件安装", "desktop", "request", "file-text", "桌面支持组", "正版办公、阅读、输入法等软件安装",
               "正版软件安装、激活、升级。", "软件可用", (("软件名称", "text", True, ""),)),
    ServiceRow("计算机领用与更换", "desktop", "request", "device-laptop", "桌面支持组", "新进人员领用，或旧机更换",
               "设备配置、系统安装、数据迁移、旧机回收。", "配置好的计算机及领用单",
               (("原因", "choice", True, "新进人员、设备报废、性能不足"), _ROOM), True),
    ServiceRow("办公电话移机", "desktop", "request", "phone", "桌面支持组", "电话新装、移机、改号",
               "电话线路跳接、话机安装、号码登记。", "电话可用", (_ROOM,)),
    ServiceRow("账号口令重置", "account", "request", "user-plus", "安全密钥组", "忘记口令、账号锁定",
               "核对身份后解锁或重置口令。", "可以登录", (_SYSTEM,)),
    ServiceRow("用户密钥办理", "account", "request", "key", "安全密钥组", "密钥申领、挂失、补办、交回、解锁",
               "按批准单发放、解锁、挂失、补办用户密钥。", "可用的密钥及登记记录",
               (("办理事项", "choice", True, "申领、解锁、挂失、补办、交回"),), True),
    ServiceRow("邮箱开通与扩容", "account", "request", "mail", "安全密钥组", "新开工作邮箱、扩容、找回邮件",
               "邮箱开通、容量调整、邮件找回。", "邮箱可用"),
    ServiceRow("信息化使用咨询", "consulting", "request", "help-circle", "服务台", "“我如何做？”——任何系统的使用问题",
               "使用方法解答、操作指引、知识条目推荐。", "得到解答"),
    ServiceRow("应用培训预约", "consulting", "request", "school", "应用支持组", "为处室安排系统使用培训",
               "培训需求沟通、教材准备、现场培训。", "培训签到和评价", (("培训人数", "text", True, ""), ("希望日期", "date", False, ""))),
)  # fmt: skip

Figures = tuple[tuple[int, int | None, int], ...]
#: (响应, 到场, 解决) for P1 to P4, in minutes of working time
ORDINARY: Figures = ((15, 60, 120), (30, 120, 240), (120, None, 450), (240, None, 1350))
BUSINESS: Figures = ((10, 30, 90), (20, 60, 180), (60, None, 450), (120, None, 900))
AROUND_THE_CLOCK: Figures = ((10, 30, 120), (20, 60, 240), (60, None, 480), (240, None, 1440))
AT_A_VENDOR: Figures = ((15, 45, 120), (30, 90, 220), (90, None, 420), (240, None, 1200))


class AgreementRow(NamedTuple):
    """`groups` and `names`: which services; `days`: how long from the first day of the history on (0: to the next year's end)."""

    kind: str
    name: str
    party_a: str
    party_b: str
    head: str
    groups: tuple[str, ...]
    names: tuple[str, ...]
    figures: Figures
    calendar: str = ""
    days: int = 0
    indicators: str = ""
    penalties: str = ""


_INDICATORS = "响应及时率、解决及时率不低于 95%；用户满意度不低于 90%；同类故障 30 天内重复率不高于 10%。"
_INTERNAL_PENALTY = "连续两个月不达标的，由信息中心书面说明并提出改进措施，报信息化主管领导。"
_VENDOR_PENALTY = "单项时限每超时一次扣减当季服务费 1%；季度考核低于 80 分的，约谈项目负责人并限期整改。"

AGREEMENTS = (
    AgreementRow("internal", "桌面与账号服务级别协议", "JW", "XXZX", "it_lead", ("desktop", "account", "consulting"), (), ORDINARY,
                 indicators=_INDICATORS, penalties=_INTERNAL_PENALTY),
    AgreementRow("internal", "网络与安全服务级别协议", "JW", "XXZX", "it_lead", ("security",),
                 ("网络接入申请", "上不了内网", "远程接入（移动办公）"), ORDINARY, indicators=_INDICATORS, penalties=_INTERNAL_PENALTY),
    AgreementRow("internal", "业务应用系统服务级别协议", "SZY", "XXZX", "business_unit", ("application",), (), BUSINESS,
                 indicators="系统可用性不低于 99.9%；" + _INDICATORS, penalties=_INTERNAL_PENALTY),
    AgreementRow("internal", "机房、主机与防汛会商保障协议", "FXC", "XXZX", "houzhenhua", ("facility", "host"),
                 ("专线与汇聚节点故障",), AROUND_THE_CLOCK, calendar="always",
                 indicators="汛期会商保障成功率 100%；主机平台可用性不低于 99.9%。", penalties=_INTERNAL_PENALTY),
    AgreementRow("vendor", "桌面设备驻场运维服务合同", "XXZX", "HX", "info_center", (),
                 ("计算机故障报修", "打印机与复印机报修", "计算机领用与更换"), AT_A_VENDOR,
                 indicators="驻场 2 人，工作日 8:30—17:30；备件 4 小时内到场。", penalties=_VENDOR_PENALTY),
    AgreementRow("vendor", "网络设备维保服务合同", "XXZX", "HX", "info_center", (), ("上不了内网",), AT_A_VENDOR, days=382,
                 indicators="核心设备备件 2 小时内到场；每季度巡检一次并出具报告。", penalties=_VENDOR_PENALTY),
)  # fmt: skip

GOALS = {
    "facility": "机房与会议设施随时可用", "host": "主机平台稳定运行，数据不丢失", "network": "内网连通、够快、可控",
    "security": "终端和介质合规、无病毒", "application": "业务系统好用、数据准确", "desktop": "办公设备拿来就能用",
    "account": "账号密钥及时可用、有据可查", "consulting": "用户的问题有人答、答得准",
}  # fmt: skip
