"""The standard types: the six classes of DB37/T 1434 with all their members (norms.md B7), and what a bureau keeps besides.

A type is one line: code, name, class, parent, icon, marks (C 受控, P 笔记本类, M 含存储介质), attributes by their names below.
"""

from __future__ import annotations

from dataclasses import dataclass

from govops.kernel.attributes import Attribute, AttributeKind
from govops.modules.configuration.choices import Cardinality, Flow, ObjectClass

_N, _D, _C, _A, _S = (
    AttributeKind.NUMBER, AttributeKind.DATE, AttributeKind.CHOICE, AttributeKind.ADDRESS, AttributeKind.SECRET,
)  # fmt: skip

ATTRIBUTES = {
    one.name: one
    for one in (
        Attribute("maintenance_phone", "维保电话"),
        Attribute("power_draw", "额定功率", _N, "W"),
        Attribute("capacity_kva", "容量", _N, "kVA"),
        Attribute("runtime", "后备时间", _N, "分钟"),
        Attribute("cooling", "制冷量", _N, "kW"),
        Attribute("agent", "灭火介质", _C, options=("七氟丙烷", "IG541", "二氧化碳", "水", "其他")),
        Attribute("next_inspection", "下次检测日期", _D),
        Attribute("channels", "路数", _N, "路"),
        Attribute("keeping_days", "录像保存", _N, "天"),
        Attribute("doors", "门数", _N, "个"),
        Attribute("hostname", "主机名", searchable=True),
        Attribute("form", "形态", _C, options=("机架式", "刀片", "塔式", "虚拟机")),
        Attribute("cpu", "处理器"),
        Attribute("cores", "核数", _N, "核"),
        Attribute("memory", "内存", _N, "GB"),
        Attribute("disk", "硬盘", _N, "GB"),
        Attribute("operating_system", "操作系统", searchable=True),
        Attribute("management_address", "管理地址", _A, searchable=True),
        Attribute("management_account", "管理账户"),
        Attribute("management_secret", "管理口令", _S),
        Attribute("usable", "可用容量", _N, "TB"),
        Attribute("storage_kind", "存储方式", _C, options=("SAN", "NAS", "分布式", "磁带库", "虚拟带库")),
        Attribute("ports", "端口数", _N, "个"),
        Attribute("uplink", "上联速率", _C, options=("1G", "10G", "25G", "40G", "100G")),
        Attribute("firmware", "固件版本"),
        Attribute("throughput", "吞吐量", _N, "Gbps"),
        Attribute("policy_checked", "策略核对日期", _D),
        Attribute("library_version", "特征库版本"),
        Attribute("library_date", "特征库日期", _D),
        Attribute("licensed", "许可数", _N, "个"),
        Attribute("vendor_product", "产品"),
        Attribute("service_port", "服务端口", _N),
        Attribute("instance", "实例名", searchable=True),
        Attribute("database_kind", "数据库产品", _C, options=("达梦", "人大金仓", "GaussDB", "Oracle", "MySQL", "PostgreSQL", "SQL Server", "其他")),
        Attribute("address", "访问地址", searchable=True),
        Attribute("developer", "开发单位"),
        Attribute("users_count", "用户数", _N, "人"),
        Attribute("filing_number", "备案号", searchable=True),
        Attribute("online_since", "上线日期", _D),
        Attribute("recovery_time", "恢复时间目标", _N, "小时"),
        Attribute("recovery_point", "恢复点目标", _N, "小时"),
        Attribute("service_level", "服务时间", _C, options=("7×24", "5×8", "其他")),
        Attribute("catalogue_item", "服务目录项", AttributeKind.REFERENCE, to="service_item"),
        Attribute("paper_size", "幅面", _C, options=("A4", "A3", "其他")),
        Attribute("colour", "彩色", _C, options=("黑白", "彩色")),
        Attribute("floor", "楼层"),
        Attribute("area", "面积", _N, "平方米"),
        Attribute("room_class", "机房等级", _C, options=("A", "B", "C")),
        Attribute("columns", "列数", _N, "列"),
        Attribute("rows", "排数", _N, "排"),
        Attribute("units", "U 数", _N, "U"),
        Attribute("row", "所在排"),
        Attribute("column", "所在列"),
        Attribute("load_limit", "承重", _N, "kg"),
        Attribute("power_limit", "供电上限", _N, "kW"),
        Attribute("bandwidth", "带宽", _N, "Mbps"),
        Attribute("carrier", "运营商", _C, options=("中国电信", "中国联通", "中国移动", "中国广电", "自建", "其他")),
        Attribute("circuit_number", "线路编号", searchable=True),
        Attribute("near_end", "本端"),
        Attribute("far_end", "对端"),
        Attribute("medium", "介质", _C, options=("光纤", "双绞线", "无线", "其他")),
        Attribute("length", "长度", _N, "米"),
        Attribute("network", "网段", _A, searchable=True),
        Attribute("gateway", "网关", _A),
        Attribute("vlan", "VLAN", _N),
        Attribute("common_name", "证书主题", searchable=True),
        Attribute("issuer", "颁发机构"),
        Attribute("certificate_serial", "证书序列号", searchable=True),
        Attribute("valid_from", "有效期起", _D),
        Attribute("valid_until", "有效期止", _D),
        Attribute("algorithm", "算法", _C, options=("SM2", "RSA", "ECC")),
        Attribute("licence_key", "许可密钥", _S),
        Attribute("licence_kind", "许可方式", _C, options=("永久", "订阅", "按用户", "按处理器")),
        Attribute("document_kind", "文档类别", _C, options=("方案", "手册", "流程", "配置参数", "图纸", "合同", "其他")),
        Attribute("kept_at", "存放处"),
        Attribute("quantity", "数量", _N, "件"),
        Attribute("minimum", "最低库存", _N, "件"),
        Attribute("fits", "适用型号", searchable=True),
    )
}  # fmt: skip


@dataclass(frozen=True)
class StandardType:
    code: str
    name: str
    object_class: str
    parent: str = ""
    icon: str = "package"
    marks: str = ""
    asks: str = ""

    @property
    def attributes(self) -> list[dict[str, str]]:
        """The rows of the type's `AttributesField`."""
        return [ATTRIBUTES[name].row() for name in self.asks.split()]


_F, _H, _NW, _SE, _AP, _DK = (
    ObjectClass.FACILITY, ObjectClass.HOST, ObjectClass.NETWORK, ObjectClass.SECURITY, ObjectClass.APPLICATION, ObjectClass.DESKTOP,
)  # fmt: skip
_SV, _PL, _CI, _DO, _SP = (
    ObjectClass.SERVICE, ObjectClass.PLACE, ObjectClass.CIRCUIT, ObjectClass.DOCUMENT, ObjectClass.SPARE,
)  # fmt: skip
_T = StandardType

TYPES = (
    # 服务
    _T("service", "信息服务", _SV, icon="layout-dashboard", asks="service_level catalogue_item users_count recovery_time recovery_point"),
    # 应用系统
    _T("application", "应用系统", _AP, icon="stack-2"),
    _T("operating_system", "操作系统", _AP, "application", "device-desktop-analytics", asks="vendor_product licensed"),
    _T("middleware", "中间件系统", _AP, "application", "puzzle", asks="vendor_product service_port instance"),
    _T("database", "数据库系统", _AP, "application", "database", "C", "database_kind instance service_port recovery_point management_account management_secret"),
    _T("business_system", "业务系统", _AP, "application", "stack-2", "", "address developer users_count online_since recovery_time recovery_point"),
    _T("core_application", "核心业务系统", _AP, "business_system", "star", "C"),
    _T("office_automation", "办公自动化系统", _AP, "business_system", "writing"),
    _T("government_website", "政务网站系统", _AP, "business_system", "world", "C", "filing_number"),
    # 主机系统
    _T("host", "主机系统", _H, icon="server", marks="M", asks="hostname management_address power_draw"),
    _T("server", "服务器", _H, "host", "server-2", "", "form cpu cores memory disk operating_system management_account management_secret"),
    _T("application_server", "应用服务器", _H, "server", "server-2"),
    _T("middleware_server", "中间件服务器", _H, "server", "server-2"),
    _T("database_server", "数据库服务器", _H, "server", "server-bolt"),
    _T("virtualization_host", "虚拟化宿主机", _H, "server", "packages"),
    _T("virtual_machine", "虚拟机", _H, "server", "cpu"),
    _T("storage", "存储与备份设备", _H, "host", "database", "", "storage_kind usable firmware"),
    _T("storage_server", "存储服务器", _H, "storage", "database"),
    _T("backup_server", "备份服务器", _H, "storage", "database-export"),
    # 网络系统
    _T("network", "网络系统", _NW, icon="network", asks="management_address management_account management_secret firmware"),
    _T("core_network", "核心网络设备", _NW, "network", "topology-star-3", "C", "ports throughput power_draw"),
    _T("core_switch", "核心交换机", _NW, "core_network", "topology-star-3"),
    _T("core_router", "核心路由器", _NW, "core_network", "router"),
    _T("aggregation_switch", "汇聚交换机", _NW, "network", "hierarchy", "", "ports uplink"),
    _T("access_switch", "接入交换机", _NW, "network", "hierarchy", "", "ports uplink"),
    _T("hub", "集线器", _NW, "network", "plug-connected", "", "ports"),
    _T("network_firewall", "网络防火墙", _NW, "network", "shield", "C", "throughput policy_checked"),
    _T("load_balancer", "负载均衡设备", _NW, "network", "scale", "C", "throughput"),
    _T("cabling", "网络线路", _NW, "network", "route", "", "medium length near_end far_end"),
    _T("test_equipment", "网络测试设备", _NW, "network", "activity", "", "next_inspection"),
    # 安全系统
    _T("security", "安全系统", _SE, icon="shield-lock", asks="management_address management_account management_secret library_version library_date"),
    _T("firewall", "防火墙", _SE, "security", "shield-check", "C", "throughput policy_checked"),
    _T("intrusion_detection", "入侵检测系统", _SE, "security", "eye", "", "throughput"),
    _T("intrusion_prevention", "入侵防御系统", _SE, "security", "shield-x", "C", "throughput"),
    _T("vulnerability_scanner", "漏洞扫描系统", _SE, "security", "search"),
    _T("antivirus", "杀毒软件", _SE, "security", "virus-search", "", "licensed valid_until"),
    _T("audit_system", "安全审计系统", _SE, "security", "file-search", "M", "keeping_days"),
    _T("crypto_device", "密码设备", _SE, "security", "key", "C", "algorithm"),
    # 桌面系统
    _T("desktop", "桌面系统", _DK, icon="device-desktop"),
    _T("personal_computer", "台式计算机", _DK, "desktop", "device-desktop", "M", "hostname cpu memory disk operating_system"),
    _T("notebook", "笔记本电脑", _DK, "desktop", "device-laptop", "PM", "hostname cpu memory disk operating_system"),
    _T("printer", "打印机", _DK, "desktop", "printer", "", "paper_size colour"),
    _T("copier", "复印机", _DK, "desktop", "copy", "M", "paper_size colour"),
    _T("scanner", "扫描仪", _DK, "desktop", "scan", "", "paper_size"),
    _T("telephone", "电话机", _DK, "desktop", "phone"),
    # 基础环境
    _T("facility", "基础环境", _F, icon="building", asks="maintenance_phone next_inspection"),
    _T("surveillance", "安全监控系统", _F, "facility", "camera", "M", "channels keeping_days"),
    _T("access_control", "门禁系统", _F, "facility", "door", "", "doors"),
    _T("fire_protection", "消防系统", _F, "facility", "fire-extinguisher", "", "agent"),
    _T("ups", "UPS 系统", _F, "facility", "battery-charging", "", "capacity_kva runtime"),
    _T("air_conditioning", "空调系统", _F, "facility", "wind", "", "cooling"),
    _T("power_distribution", "配电柜", _F, "facility", "plug", "", "capacity_kva"),
    _T("generator", "发电机", _F, "facility", "power", "", "capacity_kva runtime"),
    # 位置
    _T("location", "位置", _PL, icon="map-pin"),
    _T("building", "楼宇", _PL, "location", "building"),
    _T("room", "房间", _PL, "location", "door", "", "floor area"),
    _T("machine_room", "机房", _PL, "room", "server", "", "room_class rows columns"),
    _T("rack", "机柜", _PL, "location", "columns-3", "", "units row column load_limit power_limit"),
    # 线路与地址
    _T("circuit", "专线电路", _CI, icon="route", asks="carrier circuit_number bandwidth near_end far_end"),
    _T("address_block", "地址段", _CI, icon="sitemap", asks="network gateway vlan"),
    # 文档、证书与许可
    _T("document", "文档", _DO, icon="file-text", asks="document_kind kept_at"),
    _T("certificate", "数字证书", _DO, icon="certificate", asks="common_name issuer certificate_serial valid_from valid_until algorithm"),
    _T("licence", "软件许可", _DO, icon="license", asks="licence_kind licensed licence_key valid_until"),
    # 备品备件
    _T("spare_part", "备品备件", _SP, icon="package", asks="quantity minimum fits"),
)  # fmt: skip

#: code, name, inverse, flow of a failure, cardinality
KINDS = (
    ("runs_on", "运行于", "承载", Flow.BACKWARD, Cardinality.MANY_TO_MANY),
    ("depends_on", "依赖", "支撑", Flow.BACKWARD, Cardinality.MANY_TO_MANY),
    ("hosts", "托管", "托管于", Flow.FORWARD, Cardinality.ONE_TO_MANY),
    # A cable does not tell who depends on whom; were a failure to travel both ways, one printer would bring down the bureau.
    ("connects", "连接", "连接", Flow.NONE, Cardinality.MANY_TO_MANY),
    ("uplinks_to", "上联", "下联", Flow.BACKWARD, Cardinality.MANY_TO_MANY),
    ("powers", "供电", "取电自", Flow.FORWARD, Cardinality.MANY_TO_MANY),
    ("cools", "制冷", "由其制冷", Flow.FORWARD, Cardinality.MANY_TO_MANY),
    ("contains", "包含", "属于", Flow.FORWARD, Cardinality.ONE_TO_MANY),
    ("backs_up", "备份", "备份于", Flow.NONE, Cardinality.MANY_TO_MANY),
    ("protects", "防护", "受其防护", Flow.NONE, Cardinality.MANY_TO_MANY),
    ("stores_for", "提供存储", "存储于", Flow.FORWARD, Cardinality.MANY_TO_MANY),
    ("provides", "提供", "由其提供", Flow.FORWARD, Cardinality.MANY_TO_MANY),
    ("certifies", "认证", "使用证书", Flow.FORWARD, Cardinality.MANY_TO_MANY),
    ("licenses", "许可", "使用许可", Flow.NONE, Cardinality.MANY_TO_MANY),
    ("describes", "说明", "见文档", Flow.NONE, Cardinality.MANY_TO_MANY),
)
