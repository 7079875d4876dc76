"""The some forty systems that the bureau runs. All names of products are invented."""

from __future__ import annotations

from typing import NamedTuple


class System(NamedTuple):
    """`nodes` of which `needed` must stand; `database`: key of a pair of servers, "own" for a machine of its own, "" for none."""

    key: str
    name: str
    type: str
    cluster: str
    owner: str
    importance: str
    level: int
    nodes: int
    needed: int
    database: str
    on: tuple[str, ...]
    version: str
    users: int
    words: str
    server: str = ""


S = System
_LOGIN = ("login",)
SYSTEMS = (
    # 内网 · 公共支撑
    S("dns", "内网域名解析服务", "application", "one", "YWK", "vital", 2, 2, 1, "", (), "9.18.2", 0, "内网名称解析，主辅两节点"),
    S("pki", "用户密钥管理系统", "core_application", "one", "WAK", "vital", 3, 2, 1, "own", ("dns",), "3.2.1", 1200, "用户密钥签发、挂失、补办"),
    S("login", "统一身份认证系统", "core_application", "one", "WAK", "vital", 3, 2, 1, "own", ("dns", "pki"), "4.1.0", 1200, "各业务系统单点登录"),
    S("sign", "电子签章服务", "core_application", "one", "BGS", "high", 3, 2, 1, "own", ("pki",), "2.6.4", 420, "公文签章、验章"),
    S("share", "部门共享盘", "application", "one", "YWK", "high", 2, 2, 1, "", ("login",), "5.4.0", 900, "处室文件共享"),
    S("antivirus", "终端管理软件", "business_system", "one", "WAK", "high", 2, 2, 1, "own", ("dns",), "6.3.8", 1000, "终端准入、补丁、杀毒、打印监控"),
    S("monitor", "运维监控平台", "business_system", "two", "YWK", "high", 2, 2, 1, "own", ("dns",), "3.9.2", 40, "主机、网络、动环集中监控"),
    S("govops", "电子政务运维管理平台", "business_system", "two", "XXZX", "high", 2, 2, 1, "own", ("login",), "1.4.0", 320, "服务台、变更、资源配置"),
    S("backup", "备份管理系统", "business_system", "dr", "YWK", "high", 2, 1, 1, "own", ("dns",), "8.0.3", 8, "备份策略和恢复"),
    S("patch", "补丁分发服务", "application", "two", "WAK", "normal", 2, 1, 1, "", ("antivirus",), "2.2.0", 0, "补丁离线导入和分发"),
    # 内网 · 综合办公
    S("oa", "综合办公系统", "core_application", "one", "BGS", "vital", 3, 3, 2, "db_oa", ("login", "sign", "exchange"), "5.8.2", 980, "公文、签报、待办、督办"),
    S("exchange", "公文交换系统", "core_application", "one", "BGS", "vital", 3, 2, 1, "db_oa", ("sign", "pki"), "3.4.1", 160, "与部委、直属单位交换公文"),
    S("portal", "内网门户", "office_automation", "one", "BGS", "high", 2, 2, 1, "own", _LOGIN, "4.5.3", 1000, "内网首页、栏目、专题"),
    S("archive", "档案管理系统", "office_automation", "one", "DAG", "high", 2, 1, 1, "own", ("login", "oa"), "6.1.0", 120, "归档、借阅、数字化", "archive_1"),
    S("supervise", "督查督办系统", "office_automation", "one", "BGS", "normal", 2, 1, 1, "db_oa", ("oa",), "2.3.0", 260, "督办事项立项、催办、通报"),
    S("hr", "人事管理系统", "business_system", "two", "RJC", "high", 2, 1, 1, "own", _LOGIN, "3.0.6", 60, "人员、岗位、考核"),
    S("finance", "财务系统", "core_application", "two", "CJC", "vital", 2, 1, 1, "own", _LOGIN, "9.2.1", 45, "账务、预算、报表", "finance_1"),
    S("asset", "国有资产管理系统", "business_system", "two", "CJC", "normal", 2, 1, 1, "own", ("finance",), "2.7.0", 70, "资产卡片和处置"),
    S("contract", "合同管理系统", "business_system", "two", "CJC", "normal", 2, 1, 1, "own", ("finance", "oa"), "1.9.4", 80, "合同会签、履约"),
    S("chat", "内网即时通信", "office_automation", "one", "YWK", "normal", 2, 2, 1, "own", _LOGIN, "7.0.2", 900, "内网消息和传文件"),
    S("training", "在线学习系统", "office_automation", "two", "RJC", "normal", 1, 1, 1, "own", _LOGIN, "2.1.0", 800, "保密教育、业务培训"),
    # 内网 · 水利业务
    S("water", "水资源管理系统", "core_application", "two", "SZY", "vital", 3, 3, 2, "db_water", ("login", "map", "data"), "4.2.0", 310, "取用水管理、调度、考核"),
    S("permit", "取水许可管理系统", "business_system", "two", "SZY", "high", 2, 2, 1, "db_water", ("water", "sign"), "3.1.2", 150, "取水许可审批、延续、台账"),
    S("rain", "水雨情查询系统", "core_application", "two", "SWC", "vital", 3, 3, 2, "db_flood", ("login", "collect", "map"), "6.0.4", 520, "实时雨情、水情查询"),
    S("collect", "水雨情采集服务", "core_application", "two", "SWC", "vital", 3, 2, 1, "db_flood", (), "5.5.1", 0, "遥测站数据接收入库"),
    S("forecast", "洪水预报系统", "core_application", "two", "FXC", "vital", 3, 2, 1, "db_flood", ("rain", "collect"), "2.8.0", 60, "洪水预报作业", "forecast_1"),
    S("flood", "防汛会商系统", "core_application", "two", "FXC", "vital", 3, 3, 2, "db_flood", ("rain", "forecast", "map"), "3.3.1", 180, "汛情研判、会商材料"),
    S("meeting", "视频会商系统", "core_application", "two", "FXC", "vital", 2, 2, 1, "", ("login",), "8.1.0", 140, "与直属单位视频会商", "meeting_1"),
    S("quality", "水质监测信息系统", "business_system", "two", "JCZX", "high", 2, 2, 1, "own", ("login", "data"), "2.4.5", 90, "水质断面数据"),
    S("project", "工程建设管理系统", "business_system", "two", "JGC", "high", 2, 2, 1, "own", ("login", "map"), "3.6.0", 210, "项目进度、质量、安全"),
    S("dam", "水库安全监测系统", "business_system", "two", "JGC", "high", 2, 2, 1, "own", ("collect", "map"), "2.0.9", 75, "大坝监测数据和预警"),
    S("plan", "规划项目管理系统", "business_system", "two", "GHC", "normal", 2, 1, 1, "own", _LOGIN, "1.8.3", 66, "项目库、投资计划"),
    S("statistics", "统计直报系统", "business_system", "two", "GHC", "normal", 2, 1, 1, "own", ("login", "data"), "2.9.1", 88, "水利统计报送"),
    S("map", "地理信息服务平台", "core_application", "two", "SWC", "high", 2, 3, 2, "own", ("dns",), "10.2.0", 400, "流域一张图"),
    S("data", "数据共享交换平台", "core_application", "two", "XXZX", "high", 2, 2, 1, "own", ("login",), "2.5.2", 50, "部门间数据交换"),
    # 外网
    S("site", "江源流域管理委员会网站", "government_website", "out", "DAG", "vital", 3, 2, 1, "db_out", ("xdns",), "4.0.3", 0, "对外门户、信息公开"),
    S("xdns", "外网域名解析服务", "application", "out", "YWK", "vital", 2, 2, 1, "", (), "9.18.2", 0, "外网名称解析"),
    S("mail", "邮件系统", "core_application", "out", "YWK", "vital", 2, 2, 1, "own", ("xdns", "xlogin"), "8.8.15", 860, "工作邮箱", "mail_1"),
    S("xlogin", "外网身份认证系统", "core_application", "out", "WAK", "high", 2, 2, 1, "own", ("xdns",), "4.1.0", 900, "外网应用登录"),
    S("mobile", "移动办公系统", "core_application", "out", "BGS", "high", 3, 2, 1, "own", ("xlogin",), "2.7.5", 360, "外出办理内部事项"),
    S("service", "水事服务在线办理系统", "government_website", "out", "SZY", "high", 3, 2, 1, "db_out", ("site", "xlogin"), "1.6.0", 0, "取水许可网上申报"),
    S("sms", "短信平台", "business_system", "out", "YWK", "normal", 2, 1, 1, "own", (), "3.2.0", 0, "预警和通知短信"),
    S("xantivirus", "外网终端管理软件", "business_system", "out", "WAK", "high", 2, 1, 1, "own", ("xdns",), "6.3.8", 260, "外网终端准入、杀毒"),
    S("xshare", "外网文件收发系统", "office_automation", "out", "BGS", "normal", 2, 1, 1, "own", ("xlogin",), "1.5.1", 300, "与外单位交换大文件"),
)  # fmt: skip
#: systems with a test environment of their own
TESTED = ("oa", "water", "rain", "portal", "finance", "permit", "site", "mail", "flood", "govops")
