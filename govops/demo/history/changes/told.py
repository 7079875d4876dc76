"""The changes that people remember: what went wrong, what could not wait, what the board had to decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from govops.demo.history.changes.cases import Case
from govops.demo.history.world import World

N, S3, S2, RM = "network_engineer", "support_l3", "support_l2", "release_manager"
_RISKY = {
    "reach": "everybody",
    "redundancy": "part",
    "rehearsal": "part",
    "back_out_time": "hours",
    "timing": "idle",
    "experience": "once",
    "sensitivity": "none",
}
_HEAVY = {**_RISKY, "experience": "never", "sensitivity": "protection"}
_SOME = {
    "reach": "several",
    "redundancy": "part",
    "rehearsal": "part",
    "back_out_time": "quick",
    "timing": "idle",
    "experience": "once",
    "sensitivity": "none",
}


def cases(world: World) -> Iterator[Case]:
    """All of them, by so many days before today."""
    for back, about in _TOLD:
        day = world.today - timedelta(days=back)
        while back > 6 and not world.is_working_day(day):
            day += timedelta(days=1)
        yield Case(day=day, **about)


def _core(name: str, ending: str = "success", **more: Any) -> dict[str, Any]:
    return {
        "kind": "major", "subject": name, "by": N, "implementer": N, "verifier": "cuiyongjian", "answers": _HEAVY, "hour": 21, "minutes": 180, "asked": 12,
        "items": ("core_1", "core_2"), "ending": ending, "stop": ("JW",), "stop_words": "内网短时中断，请提前保存正在办理的公文。",
        "test": "在备用设备上完整演练一次升级和回退，实施后检查各楼层连通和主备状态。", **more,
    }  # fmt: skip


#: days before today, and the case
_TOLD: tuple[tuple[int, dict[str, Any]], ...] = (
    (300, _core("核心交换机引擎版本统一", reason="重大事件回顾：两块引擎版本不一致，主用故障时没有自动接管。", source="other",
                plan="备份配置，先升级备用引擎并重启，切换后升级原主用引擎，核对两块引擎版本一致，做一次主备切换演练。",
                backout="任一引擎升级失败即停止，用备份的版本文件恢复并重启该引擎，约四十分钟。",
                updates={"core_1": {"item_version": "V8.3.5"}, "core_2": {"item_version": "V8.3.5"}})),
    (262, _core("核心防火墙策略重构", "rolled_back", reason="策略历经多年叠加，冗余多，影响排障。", items=("firewall_1", "firewall_2"), source="security",
                plan="导出现有策略，按业务重新归类成组，在备机加载新策略，切换流量观察，再同步主机。", backout="切回原主机并加载原策略文件，十五分钟内恢复；超过三个业务不通即回退。")),
    (231, _core("主机房一号 UPS 电池更换", reason="年度放电试验后备时间低于标准值。", items=("ups_1",), by=S3, implementer=S3, verifier=S2,
                plan="负载转由二号 UPS 承担，旁路一号 UPS，更换电池组，充电后放电测试，恢复双路。", backout="更换中出现异常时保持二号 UPS 供电，一号维持旁路，装回原电池组。",
                stop=(), stop_words="", updates={"ups_1": {"values": {"runtime": "62"}}})),
    (196, _core("水资源数据库迁移到新存储", "success", reason="原存储容量不足，性能不能满足汛期调度。", items=("data_db_water", "storage_1"), by=S3, implementer=S3, verifier=S2,
                plan="全量备份，建立同步，停应用后做最后一次增量，切换连接串，核对记录数后启动应用。", backout="原库保留七天，连接串改回原库并启动应用，三十分钟内完成。",
                stop=("SZY",), stop_words="水资源管理系统停用三小时，请提前完成填报。")),
    (158, _core("政务外网出口链路扩容割接", "success", reason="网上办事高峰期出口带宽不足。", items=("xrouter", "line_province"), stop=("DAG", "SZY"),
                plan="新链路先与备用端口对接，测试带宽和路由，切换主路由，观察三十分钟后拆除旧链路。", backout="路由指回旧链路，十分钟内完成；旧链路保留三天。",
                stop_words="外网网站和网上办事短时中断，请转告服务对象。", updates={"line_province": {"values": {"bandwidth": "500"}}})),
    (64, _core("综合办公系统数据库补丁升级", "success", reason="厂商发布高危漏洞补丁。", items=("data_db_oa", "app_oa"), by=S3, implementer=S3, verifier=RM, source="security",
               plan="全量备份并验证，停应用，先备后主安装补丁，核对对象状态，启动应用并抽查公文。", backout="从备份恢复数据库并启动原版本应用，约一小时。",
               stop=("JW",), stop_words="综合办公系统停用三小时，急件请走纸质流程。", updates={"data_db_oa": {"item_version": "8.1.3.62"}})),
    (-5, _core("灾备机房供电双路改造", "scheduled", reason="灾备机房两路插座同接一台 UPS，存在单点，一旦停机备份和灾备全部中断。", items=("ups_d", "board_d"), by=S3, implementer=S3,
               verifier=S2, plan="新增一台 UPS，逐柜把 B 路插座改接新 UPS，每改一柜核对设备双路供电指示。", backout="任一设备掉电即停止，把该柜插座改回原 UPS，单柜十分钟。", stop=(), stop_words="")),
    (-12, _core("内网核心路由器冗余协议调整", "unapproved", reason="直属单位链路切换时间过长。", items=("router_1", "router_2"), stop=("QHJ", "JCZX"),
                plan="先在备用路由器启用新协议，核对邻居，再切换主用路由器，逐条链路测试切换时间。", backout="恢复原协议配置并清除邻居，十五分钟内完成。",
                stop_words="直属单位与机关的链路短时中断，请避开视频会商。")),
    # 一般变更
    (318, {"kind": "normal", "subject": "财务系统服务器更换硬盘", "reason": "阵列中一块硬盘预警。", "items": ("finance_1",), "plan": "核对阵列状态，在线更换预警硬盘，等待重建完成并核对日志。",
           "backout": "重建失败时插回原盘并停止，按备份恢复，约两小时。", "answers": _SOME, "source": "other", "updates": {"finance_1": {"description": "2 号盘已更换，阵列重建完成。"}}}),
    (287, {"kind": "normal", "subject": "内网地址规划调整", "reason": "五楼、六楼地址即将用完。", "items": ("access_5_1", "access_5_2", "access_6_1", "access_6_2"), "by": N, "implementer": N, "verifier": S2,
           "plan": "新增地址段，修改网关和地址池，分楼层切换，逐室抽查取得地址的情况。", "backout": "恢复原地址池和网关，重启终端取回旧地址，三十分钟内完成。", "answers": _SOME, "ending": "partial"}),
    (249, {"kind": "normal", "subject": "视频会商系统版本升级", "reason": "解决多方会商时音画不同步。", "items": ("app_meeting", "meeting_1"), "plan": "备份系统盘，安装新版本，逐个会场联调音视频。",
           "backout": "恢复系统盘备份，四十分钟内回到旧版本。", "answers": _SOME, "ending": "failed", "implementer": S3, "verifier": S2, "told": "升级后青河局会场反复掉线，厂商远程两小时未能解决，恢复原版本。"}),
    (222, {"kind": "normal", "subject": "杀毒软件策略收紧", "reason": "安全检查要求关闭自动播放。", "items": ("app_antivirus",), "plan": "先对网络安全科下发，观察一天，再分三批对全部终端下发。", "backout": "恢复原策略并强制终端同步，十分钟内生效。",
           "answers": _SOME, "source": "security", "by": N, "implementer": N, "verifier": S2}),
    (212, {"kind": "normal", "subject": "内网门户首页改版上线", "reason": "办公室提出栏目调整。", "items": ("app_portal",), "by": RM, "implementer": RM, "verifier": S2, "plan": "备份程序和数据库，部署新页面，核对栏目和待办接口，清理缓存。",
           "backout": "恢复程序备份并清理缓存，二十分钟内完成。", "answers": _SOME, "updates": {"app_portal": {"item_version": "4.6.0"}}}),
    (180, {"kind": "normal", "subject": "存储交换机光模块更换", "reason": "误码率升高。", "items": ("san_1",), "plan": "确认二号存储交换机路径正常，逐口更换光模块，核对误码计数。", "backout": "插回原模块，路径自动恢复，五分钟。", "answers": {"experience": "often"},
           "updates": {"san_1": {"values": {"firmware": "9.1.2"}}}}),
    (171, {"kind": "normal", "subject": "外网网站防护策略升级", "reason": "汛期访问量大，误拦截网上申报。", "items": ("waf_1",), "by": N, "implementer": N, "verifier": "cuiyongjian", "plan": "导出策略，调整申报接口的拦截规则，观察模式运行一天后启用。",
           "backout": "导入原策略，五分钟内恢复。", "answers": {"sensitivity": "data", "experience": "once"}}),
    (133, {"kind": "normal", "subject": "机房二号精密空调压缩机更换", "reason": "七月停机事件后厂商建议更换。", "items": ("air_2",), "plan": "确认一号、三号空调制冷正常，停二号更换压缩机，抽真空加注后试运行。", "backout": "更换不成功时保持停机，启用移动空调，室温高于 27 ℃ 即停止。",
           "hour": 9, "minutes": 240, "answers": {"timing": "working", "redundancy": "part"}, "source": "other", "updates": {"air_2": {"description": "压缩机已更换，质保两年。"}}}),
    (121, {"kind": "normal", "subject": "邮件系统存储扩容", "reason": "邮箱扩容申请集中。", "items": ("vm_mail_1", "vm_mail_2"), "plan": "逐台在线扩容数据盘，扩展文件系统，核对剩余空间。", "backout": "停止扩展并恢复快照，单台二十分钟。",
           "answers": _SOME, "updates": {"vm_mail_1": {"values": {"disk": "1000"}}, "vm_mail_2": {"values": {"disk": "1000"}}}}),
    (102, {"kind": "normal", "subject": "水雨情采集服务接口扩展", "reason": "新增二十六个遥测站。", "items": ("app_collect", "vm_collect_1"), "by": RM, "implementer": RM, "verifier": S3, "plan": "部署新解析程序到节点二，切流量观察一小时，再部署节点一。",
           "backout": "流量切回未升级的节点，恢复原程序，十分钟内完成。", "answers": _SOME, "updates": {"vm_collect_1": {"values": {"memory": "48"}}}}),
    (88, {"kind": "normal", "subject": "运维监控平台迁移", "reason": "原虚拟机资源不足。", "items": ("app_monitor",), "plan": "新建虚拟机，同步历史数据，切换采集地址，双轨运行三天。", "backout": "采集地址切回原机，十分钟内恢复。", "ending": "refused", "answers": _SOME}),
    (72, {"kind": "normal", "subject": "虚拟化集群二增加内存", "reason": "内存使用率连续两周超过 85%。", "items": ("host_two_1", "host_two_2"), "plan": "逐台迁移虚拟机，停机加装内存，自检后迁回，再做下一台。", "backout": "自检不通过即拆下新内存，恢复原配置启动，单台四十分钟。",
          "answers": _SOME, "updates": {"host_two_1": {"values": {"memory": "1024"}}, "host_two_2": {"values": {"memory": "1024"}}}}),
    (47, {"kind": "normal", "subject": "磁带库驱动器更换", "reason": "备份任务多次报驱动器错误。", "items": ("tape_1",), "plan": "停备份任务，更换驱动器，清洁后做读写校验，恢复任务。", "backout": "装回原驱动器，备份改用一体机，次日再处理。", "ending": "cancelled", "answers": {"reach": "unit"}}),
    (33, {"kind": "normal", "subject": "移动办公接入网关升级", "reason": "部分手机客户端认证失败。", "items": ("vpn_1", "vpn_2"), "by": N, "implementer": N, "verifier": "cuiyongjian", "plan": "先升级备用网关并切换用户，观察一天后升级主用网关。",
          "backout": "用户切回未升级的网关，恢复版本，二十分钟内完成。", "answers": {"reach": "several", "sensitivity": "protection"}, "ending": "rolled_back"}),
    (19, {"kind": "normal", "subject": "电子签章服务扩容节点", "reason": "月底签章排队。", "items": ("vm_sign_1", "vm_sign_2"), "plan": "逐台扩容处理器和内存，启动后核对验签服务和端口。", "backout": "恢复原规格并启动，单台十分钟。", "answers": _SOME,
          "updates": {"vm_sign_1": {"values": {"memory": "64"}}, "vm_sign_2": {"values": {"memory": "64"}}}}),
    (3, {"kind": "normal", "subject": "六楼弱电间配电改造", "reason": "重大事件后更换支路开关，隔离插座回路。", "items": ("ups_floor_6", "access_6_1", "access_6_2"), "plan": "晚间停六楼接入交换机，更换支路开关，单独敷设网络设备回路，恢复供电并测试。",
         "backout": "接回原开关恢复供电，二十分钟内完成。", "answers": _SOME, "ending": "unverified", "stop": ("LD",), "stop_words": "六楼、七楼网络晚间停用两小时。", "source": "other"}),
    (-2, {"kind": "normal", "subject": "档案管理系统数据库参数优化", "reason": "借阅查询缓慢。", "items": ("data_archive",), "plan": "调整缓存和连接数，重启数据库，压测十分钟。", "backout": "恢复参数文件并重启，十分钟内完成。", "ending": "scheduled", "answers": {"reach": "unit"}}),
    (-3, {"kind": "normal", "subject": "外网虚拟化集群版本升级", "reason": "厂商停止支持旧版本。", "items": ("host_out_1", "host_out_2"), "plan": "逐台迁移虚拟机后升级宿主机，核对存储多路径，再迁回。", "backout": "重装旧版本并迁回虚拟机，单台一小时。", "ending": "unassessed", "answers": _SOME}),
    (-7, {"kind": "normal", "subject": "楼层接入交换机更换（三楼）", "reason": "设备超过折旧年限，端口故障增多。", "items": ("access_3_1",), "by": N, "implementer": N, "verifier": S2, "plan": "预配置新交换机，晚间替换，逐端口核对描述和连通。", "backout": "装回原交换机，三十分钟内完成。",
          "ending": "scheduled", "answers": _SOME, "stop": ("CJC", "RJC"), "stop_words": "三楼网络停用一小时。"}),
    (-9, {"kind": "normal", "subject": "洪水预报计算节点扩容", "reason": "新预报方案计算量增加。", "items": ("vm_forecast_1",), "plan": "停预报任务，扩容处理器和内存，重启后跑历史场次核对。", "backout": "关机恢复快照后启动预报任务，十分钟内完成。", "ending": "draft", "answers": {}}),
    # 紧急变更
    (206, {"kind": "emergency", "subject": "综合办公数据库阻塞会话处置", "reason": "月底集中报送，阻塞会话致全委不能登录。", "items": ("data_db_oa", "app_oa"), "hour": 10, "minutes": 40, "plan": "定位阻塞会话并结束，重启应用节点，关闭月度统计功能。",
           "backout": "重新启用统计功能，恢复原连接池参数。", "answers": {"reach": "everybody", "timing": "working"}, "source": "other", "verifier": RM}),
    (140, {"kind": "emergency", "subject": "隔离染毒终端所在端口", "reason": "移动介质带入病毒，需立即断网。", "items": ("access_4_1",), "by": N, "implementer": N, "verifier": S2, "hour": 15, "minutes": 30, "plan": "关闭涉事端口，查杀后逐个恢复。",
           "backout": "逐个重新启用已关闭的端口，核对终端入网，两分钟内完成。", "answers": {"reach": "unit", "timing": "working", "sensitivity": "protection"}, "source": "security"}),
    (118, {"kind": "emergency", "subject": "机房超温关停非关键虚拟机", "reason": "两台空调停机，温度超过三十一度。", "items": ("host_one_1", "host_one_2", "air_1"), "hour": 14, "minutes": 95, "plan": "按预案关停测试环境和非关键虚拟机，启用移动空调。",
           "backout": "温度低于 26 ℃ 后按顺序启动虚拟机并核对业务。", "answers": {"reach": "several", "timing": "working"}, "source": "other"}),
    (96, {"kind": "emergency", "subject": "网站首页被篡改风险应急加固", "reason": "通报称网站组件存在在野利用漏洞。", "items": ("waf_1",), "by": N, "implementer": N, "verifier": "cuiyongjian", "hour": 22, "minutes": 60, "ending": "late_paper",
          "plan": "在防护系统上临时阻断漏洞利用路径，限制管理后台来源地址。", "backout": "删除临时规则，五分钟内恢复。", "answers": {"sensitivity": "protection"}, "source": "security"}),
    (44, {"kind": "emergency", "subject": "邮件系统日志磁盘扩容", "reason": "日志写满，邮件全委不能收发。", "items": ("vm_mail_1",), "hour": 8, "minutes": 45, "plan": "清理调试日志，在线扩容磁盘，重启队列服务。", "backout": "停止扩容并恢复原磁盘布局，二十分钟。",
          "answers": {"reach": "everybody", "timing": "working"}, "source": "other", "updates": {"vm_mail_1": {"values": {"disk": "1200"}}}}),
    (27, {"kind": "emergency", "subject": "青河局链路切换备用", "reason": "主用链路丢包严重，会商在即。", "items": ("line_qinghe", "line_qinghe_2"), "by": N, "implementer": N, "verifier": "cuiyongjian", "hour": 9, "minutes": 20, "plan": "调整路由优先级到备用链路，测试会商画面。",
          "backout": "主用链路恢复后调回优先级，五分钟。", "answers": {"reach": "unit", "timing": "working", "redundancy": "part"}, "source": "other"}),
)  # fmt: skip
