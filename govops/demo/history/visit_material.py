"""What visitors came for. Companies, people and equipment are invented."""

from __future__ import annotations

from typing import NamedTuple

Item = dict[str, str]


class Errand(NamedTuple):
    """One kind of visit. `minutes`: shortest and longest stay; `zones`: by name; `weight`: how often among a hundred."""

    unit: str
    people: tuple[str, ...]
    category: str
    purposes: tuple[str, ...]
    minutes: tuple[int, int]
    zones: tuple[str, ...]
    weight: int
    room: str = "A"
    items: tuple[Item, ...] = ()
    kind: str = "mainland"
    document: str = "identity_card"
    prohibited: tuple[str, ...] = ()
    reason: str = ""
    hosts: tuple[str, ...] = ("mr_manager", "escort", "backup_operator", "support_l3")


def _item(name: str, quantity: int = 1, storage: str = "no", serial: str = "") -> Item:
    return {"name": name, "quantity": str(quantity), "storage": storage, "serial": serial}


LAPTOP = _item("笔记本电脑", storage="yes", serial="PF2K8Q17")
METER, TOOLS, LABELS = _item("万用表"), _item("工具箱"), _item("标签打印机")
E = Errand

ERRANDS = (
    E("恒宁环境设备有限公司", ("周大勇", "郭小兵", "贾建民"), "maintenance",
      ("精密空调季度维护：清洗滤网、检查压缩机与加湿罐", "2号精密空调更换皮带并检查排水", "精密空调换季巡检，校准回风温湿度探头"),
      (90, 210), ("基础设施区",), 12, items=(METER, TOOLS, _item("滤网", 6))),
    E("恒宁环境设备有限公司", ("周大勇", "贾建民"), "repair",
      ("1号精密空调高压报警，更换膨胀阀并补充制冷剂", "空调冷凝水管渗漏处理，更换排水泵"),
      (100, 240), ("基础设施区",), 4, items=(METER, TOOLS, _item("制冷剂钢瓶", 1)), prohibited=("liquid",),
      reason="补充制冷剂为维修所必需，用完随人带出，作业时由陪同人全程看护"),
    E("江源光华电源有限公司", ("何大伟", "钱志明"), "maintenance",
      ("UPS 半年度维护：放电测试、紧固接线端子", "UPS 电池组内阻测试，核对巡检记录", "配电柜红外测温与紧固"),
      (120, 240), ("基础设施区",), 9, items=(METER, TOOLS, _item("内阻测试仪"), _item("红外热像仪"))),
    E("江源光华电源有限公司", ("何大伟", "钱志明", "吕小军"), "construction",
      ("新增机柜配电支路接入", "列头柜扩容，敷设 2 路电缆"),
      (120, 240), ("基础设施区", "服务器区"), 2, items=(METER, TOOLS, _item("电缆（米）", 60))),
    E("江源光华电源有限公司", ("何大伟", "钱志明", "吕小军"), "maintenance",
      ("更换 2 号 UPS 电池组（32 节）", "更换 1 号 UPS 失效电池 4 节"),
      (180, 300), ("基础设施区",), 2, items=(TOOLS, _item("蓄电池", 32)), prohibited=("corrosive",),
      reason="蓄电池内含电解液，更换电池必须携带；旧电池当日运出"),
    E("云岭存储系统有限公司", ("张文博", "李若谷"), "repair",
      ("存储阵列控制器告警，更换 B 控电池模块", "更换存储阵列故障硬盘 2 块，旧盘交管理人员封存", "光纤交换机端口误码处理"),
      (60, 150), ("核心网络区", "服务器区"), 8, items=(LAPTOP, TOOLS, _item("硬盘", 2, "yes", "YL-9T-2207"))),
    E("云岭存储系统有限公司", ("张文博",), "tuning",
      ("存储多路径参数调整，配合业务系统压力测试", "备份一体机重删策略调测"),
      (90, 180), ("服务器区",), 5, items=(LAPTOP,)),
    E("华信网络技术有限公司", ("谭小龙", "卫志强", "苗青"), "maintenance",
      ("服务器季度巡检：查看硬件告警、清理灰尘", "虚拟化平台宿主机内存扩容", "机柜理线与标签更新"),
      (60, 180), ("服务器区",), 14, items=(LAPTOP, TOOLS, LABELS), hosts=("om_vendor", "support_l3", "escort")),
    E("华信网络技术有限公司", ("谭小龙", "卫志强"), "tuning",
      ("防汛会商系统应用服务器上架后联调", "水资源监控平台数据库迁移现场配合", "门户前置服务器网卡绑定调测"),
      (90, 240), ("服务器区",), 8, items=(LAPTOP,), hosts=("maoyiming", "app_liaison", "jinzeyu")),
    E("华信网络技术有限公司", ("苗青", "卫志强"), "repair",
      ("业务服务器宕机，更换主板", "机架服务器电源模块故障更换", "光模块故障更换，恢复防汛专网链路"),
      (45, 150), ("服务器区", "核心网络区"), 8, items=(LAPTOP, TOOLS), hosts=("support_l3", "network_engineer")),
    E("江源信通公司", ("马占军", "丁小虎"), "repair",
      ("互联网出口专线中断，现场测试光衰", "青河局汇聚线路抖动，更换尾纤"),
      (40, 120), ("核心网络区",), 6, items=(_item("光功率计"), _item("熔接机"), TOOLS), hosts=("network_engineer",)),
    E("江源信通公司", ("马占军",), "survey",
      ("新增防汛视频专线入户路由勘察", "机房第二路由引入勘察"),
      (40, 90), ("核心网络区", "基础设施区"), 3, items=(_item("激光测距仪"),), hosts=("network_engineer", "project_manager")),
    E("安泰消防工程有限公司", ("汤建华", "孟凡"), "inspection",
      ("气体灭火系统年度检测：钢瓶压力、启动回路", "烟感温感探测器抽检与清洗"),
      (90, 180), ("基础设施区",), 4, items=(TOOLS, _item("检测仪"))),
    E("安泰消防工程有限公司", ("汤建华", "孟凡"), "repair",
      ("烟感误报排查，更换 3 号回路探测器",),
      (60, 120), ("基础设施区",), 2, items=(TOOLS, _item("检测用发烟罐", 1)), prohibited=("flammable",),
      reason="检测烟感必须使用发烟罐，仅用 1 罐，试验时切除联动"),
    E("百川信息安全测评有限公司", ("严立", "宁远", "陶然"), "inspection",
      ("等级保护测评：物理环境与网络设备现场核查", "密码应用安全性评估现场核查"),
      (120, 240), ("核心网络区", "服务器区", "基础设施区"), 4, items=(LAPTOP,), hosts=("cuiyongjian", "network_engineer")),
    E("江源安盾科技有限公司", ("邵明", "柏杨"), "tuning",
      ("防火墙版本升级与策略割接", "入侵检测系统特征库离线升级", "日志审计系统扩容"),
      (60, 180), ("核心网络区",), 6, items=(LAPTOP, _item("移动硬盘", 1, "yes", "AD-500G-11")), hosts=("network_engineer", "cuiyongjian")),
    E("省机要局技术服务中心", ("傅海", "时光明"), "inspection",
      ("密码机年度检修",), (60, 120), ("核心网络区",), 2, items=(TOOLS,), hosts=("network_engineer",)),
    E("江源物业服务有限公司", ("刘长河", "耿铁柱"), "repair",
      ("机房门禁闭门器维修", "吊顶照明灯具更换", "走廊渗水排查与封堵"),
      (30, 90), ("基础设施区",), 5, items=(TOOLS, _item("人字梯")), room="B"),
    E("中江工程造价咨询有限公司", ("余洋", "阮玲"), "survey",
      ("机房改造工程量现场核对",), (40, 90), ("基础设施区",), 2, items=(_item("卷尺"),), hosts=("project_manager", "contract_officer")),
    E("下游水利枢纽管理局", ("关志远", "毕晓峰", "施展"), "visit",
      ("调研机房建设与运维管理经验", "学习交流防汛会商系统运行环境"),
      (30, 60), ("基础设施区",), 3, hosts=("project_manager", "zouwei", "end_user", "end_user")),
    E("江源大学水利学院", ("池明远", "祝颖"), "visit",
      ("水文数据处理平台参观教学", "校企合作项目现场参观"),
      (30, 60), ("基础设施区",), 2, hosts=("jinzeyu", "changhongyu")),
)  # fmt: skip

#: Visitors whom 保卫保密 and 外事 approve together.
ABROAD = (
    E("北海水文研究院", ("Martin Olsen", "Ingrid Dahl"), "visit", ("水文监测合作项目考察，参观数据中心基础设施",),
      (30, 60), ("基础设施区",), 3, kind="foreign", document="passport", hosts=("jinzeyu", "zouwei")),
    E("湄南流域委员会", ("Somchai Rattanakul",), "visit", ("跨境水文信息共享交流，参观数据接收设备",),
      (30, 60), ("基础设施区",), 2, kind="foreign", document="passport", hosts=("zouwei", "end_user")),
    E("Helios Cooling GmbH", ("Jonas Keller", "Petra Vogt"), "repair", ("精密空调变频驱动板故障，原厂工程师现场更换",),
      (120, 240), ("基础设施区",), 3, items=(METER, TOOLS), kind="foreign", document="passport"),
    E("香港理河科技有限公司", ("陈家辉", "黄咏诗"), "tuning", ("视频会议系统原厂调测",),
      (60, 150), ("服务器区",), 3, items=(LAPTOP,), kind="hmt", document="travel_permit", hosts=("escort", "project_manager")),
    E("澳门水务研究会", ("何嘉敏", "梁永健"), "visit", ("流域水量调度交流，参观数据中心",),
      (30, 60), ("基础设施区",), 2, kind="hmt", document="travel_permit", hosts=("app_liaison",)),
    E("台湾水利工程协会", ("林柏宇",), "visit", ("两岸水利信息化交流参观",),
      (30, 60), ("基础设施区",), 1, kind="hmt", document="travel_permit", hosts=("zouwei",)),
)  # fmt: skip

#: Work that is done at night or at the weekend.
NIGHT_ERRANDS = (
    E("江源安盾科技有限公司", ("邵明", "柏杨"), "tuning", ("核心防火墙割接，业务低峰期进行", "核心交换机双机切换演练配合"),
      (90, 200), ("核心网络区",), 3, items=(LAPTOP,), hosts=("network_engineer",)),
    E("华信网络技术有限公司", ("谭小龙", "卫志强"), "maintenance", ("虚拟化平台版本升级，业务停机窗口作业", "数据库服务器固件升级"),
      (120, 240), ("服务器区",), 4, items=(LAPTOP,), hosts=("support_l3", "backup_operator")),
    E("江源光华电源有限公司", ("何大伟", "钱志明"), "repair", ("市电切换故障抢修", "UPS 旁路告警紧急处理"),
      (60, 150), ("基础设施区",), 2, items=(METER, TOOLS), hosts=("support_l3",)),
    E("云岭存储系统有限公司", ("张文博",), "repair", ("存储阵列双控切换异常紧急处理",),
      (60, 180), ("服务器区",), 2, items=(LAPTOP, TOOLS), hosts=("backup_operator",)),
)  # fmt: skip

AGREE = (
    "同意。",
    "同意",
    "同意，请注意现场安全。",
    "同意，按登记区域进入。",
    "同意，请陪同人全程在场。",
    "已核对，同意。",
    "",
)
AGREE_SECURITY = (
    "同意。",
    "同意",
    "同意，进出核对证件和物品。",
    "同意，遵守机房保密规定。",
    "证件已核，同意。",
    "",
)
AGREE_ABROAD = (
    "同意。仅限登记区域，不得接触业务系统屏幕。",
    "同意，按外事接待方案执行。",
    "同意，请外事处派员随同。",
)
REFUSE_MANAGER = (
    "同一时段已安排空调维护，请改期。", "该设备仍在质保期内，应由原厂处理，请改由云岭公司申请。", "参观人数过多，机房内最多容纳 6 人，请压缩后重报。",
    "未提供施工方案，不同意进场。", "系统处于防汛值守期，非必要调测暂停。",
)  # fmt: skip
REFUSE_SECURITY = (
    "来访人证件已过有效期，不同意进入。",
    "近期保密检查期间，暂停参观接待。",
    "来访人员与登记单位不符，请核实后重新申请。",
)
REFUSE_ABROAD = ("未列入本年度外事接待计划，不同意。", "接待方案未报批，暂不同意进入机房，可在会议室交流。")
RETURN_WORDS = (
    "请补充携带工具的型号和序列号。", "请写明更换设备的机柜位置。", "可进区域过大，请按实际工作范围填写。", "计划时间与值班安排冲突，请与机房核对后调整。",
    "请补充同行人员证件号码。",
)  # fmt: skip
ITEMS_IN = ("与登记一致", "一致，工具已逐件清点", "证件、物品核对一致", "与登记一致，已收存手机")
ITEMS_OUT = ("与进入时一致", "一致，旧件已交管理人员", "工具清点无误", "一致，区域已恢复原状")
NEW_EQUIPMENT = (
    "",
    "",
    "",
    "",
    "新增 2U 服务器 1 台（A-07 机柜 18–19U）",
    "扩容内存 32GB×8",
    "新增 24 口光纤交换机 1 台（A-02 机柜）",
)
COMMENTS = (
    "对方工程师换人，证件已重新核对。", "请提前把备件送到门岗登记。", "上次同类作业触发过告警，这次先在监控平台设维护期。", "旧硬盘按要求留存，不得带出。",
    "作业单已附纸质件，存机房档案柜。", "到时我在现场，有事打 62852310。",
)  # fmt: skip
