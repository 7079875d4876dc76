"""Who works in the demonstration bureau. All names are invented."""

from __future__ import annotations

from typing import NamedTuple


class UnitRow(NamedTuple):
    """`kind` and `functions` as in organization.choices; `heads`: usernames seated as 部门主管领导 of the unit."""

    code: str
    name: str
    short_name: str
    parent: str
    kind: str
    functions: tuple[str, ...]
    heads: tuple[str, ...]


class PersonRow(NamedTuple):
    """`username` empty: the name's pinyin. `roles` besides the role that is called like the username."""

    name: str
    username: str
    unit: str
    title: str
    roles: tuple[str, ...] = ()
    clearance: int = 1


UNITS = (
    UnitRow("JW", "江源流域管理委员会", "江委", "", "root", (), ("it_lead", "signer")),
    UnitRow("LD", "委领导", "委领导", "JW", "department", ("it_lead",), ("signer", "it_lead")),
    UnitRow(
        "YWH",
        "电子政务运维管理委员会",
        "运维管委会",
        "JW",
        "department",
        ("om_committee",),
        ("om_committee", "it_lead"),
    ),
    UnitRow(
        "BGS", "办公室", "办公室", "JW", "department", ("general_office",), ("general_office", "reviewer")
    ),
    UnitRow("GHC", "规划计划处", "规划处", "JW", "department", (), ("unit_head",)),
    UnitRow("SZY", "水资源管理处", "水资源处", "JW", "department", (), ("business_unit", "app_liaison")),
    UnitRow("JGC", "建设与运行管理处", "建管处", "JW", "department", (), ("yinguodong", "signer")),
    UnitRow("FXC", "水旱灾害防御处", "防汛处", "JW", "department", (), ("houzhenhua", "signer")),
    UnitRow("SWC", "水文处", "水文处", "JW", "department", (), ("wangchunsheng", "signer")),
    UnitRow("ZGB", "总工程师办公室", "总工办", "JW", "department", (), ("cab", "signer")),
    UnitRow(
        "CJC",
        "财务经济处",
        "财经处",
        "JW",
        "department",
        ("finance_division",),
        ("finance_division", "budget_officer"),
    ),
    UnitRow(
        "RJC",
        "人事教育处",
        "人教处",
        "JW",
        "department",
        ("hr_division",),
        ("hr_division", "internal_auditor"),
    ),
    UnitRow(
        "BMB",
        "保密委员会办公室",
        "保密办",
        "JW",
        "department",
        ("secrecy_office",),
        ("secrecy_office", "classification_authority"),
    ),
    UnitRow(
        "BWC",
        "保卫处",
        "保卫处",
        "JW",
        "department",
        ("security_secrecy_dept",),
        ("security_secrecy_dept", "pengzhiqiang"),
    ),
    UnitRow(
        "WSC",
        "外事处",
        "外事处",
        "JW",
        "department",
        ("foreign_affairs_dept",),
        ("foreign_affairs_dept", "yewanqing"),
    ),
    UnitRow(
        "XXZX",
        "信息中心",
        "信息中心",
        "JW",
        "department",
        ("info_center",),
        ("info_center", "service_level_manager"),
    ),
    UnitRow(
        "YWK",
        "信息中心运行维护科",
        "运行维护科",
        "XXZX",
        "department",
        (),
        ("incident_manager", "service_level_manager"),
    ),
    UnitRow(
        "WAK",
        "信息中心网络安全科",
        "网络安全科",
        "XXZX",
        "department",
        (),
        ("cuiyongjian", "service_level_manager"),
    ),
    UnitRow(
        "DAG",
        "档案馆（宣传中心）",
        "档案馆",
        "JW",
        "department",
        ("archives_publicity",),
        ("archives_publicity", "portal_approver"),
    ),
    UnitRow(
        "JCZX", "江源水文水资源监测中心", "监测中心", "JW", "subordinate", (), ("subordinate_unit", "it_lead")
    ),
    UnitRow("QHJ", "青河管理局", "青河局", "JW", "subordinate", (), ("yizhiming", "it_lead")),
    UnitRow(
        "HX", "华信网络技术有限公司", "华信网络", "", "vendor", ("om_vendor",), ("om_vendor", "wenzihao")
    ),
)

P = PersonRow
PEOPLE = (
    P("顾怀远", "signer", "LD", "主任", clearance=3),
    P("沈国梁", "it_lead", "LD", "副主任（分管信息化）", clearance=3),
    P("方启明", "om_committee", "YWH", "秘书长", clearance=2),
    P("高文博", "general_office", "BGS", "主任", ("unit_head",), 3),
    P("唐静怡", "reviewer", "BGS", "副主任", ("unit_head",), 2),
    P("宋晓雯", "oa_admin", "BGS", "主任科员"),
    P("何静", "drafter", "BGS", "主任科员"),
    P("冯玉洁", "registry_clerk", "BGS", "机要秘书", clearance=3),
    P("蒋丽华", "seal_officer", "BGS", "副主任科员"),
    P("曹振宇", "supervisor_officer", "BGS", "督办科科长", clearance=2),
    P("程远航", "unit_head", "GHC", "处长", clearance=2),
    P("邹伟", "", "GHC", "副处长"),
    P("钱思雨", "end_user", "GHC", "主任科员"),
    P("段景行", "business_unit", "SZY", "处长", ("unit_head",), 2),
    P("史文涛", "app_liaison", "SZY", "副处长"),
    P("尹国栋", "", "JGC", "处长", ("unit_head",)),
    P("黎晓曼", "unit_secrecy_officer", "JGC", "主任科员", clearance=2),
    P("侯振华", "", "FXC", "处长", ("unit_head",), 2),
    P("毛一鸣", "", "FXC", "工程师"),
    P("汪春生", "", "SWC", "处长", ("unit_head",)),
    P("金泽宇", "", "SWC", "工程师"),
    P("孔令仪", "cab", "ZGB", "主任", ("unit_head",)),
    P("韩立群", "finance_division", "CJC", "处长", ("unit_head",)),
    P("邓雅琴", "budget_officer", "CJC", "副处长", ("unit_head",)),
    P("许文静", "contract_officer", "CJC", "主任科员"),
    P("谢慧敏", "hr_division", "RJC", "处长", ("unit_head",)),
    P("董海燕", "internal_auditor", "RJC", "副处长", ("unit_head",)),
    P("潘若琳", "", "RJC", "主任科员"),
    P("袁正清", "audit_admin", "RJC", "主任科员", clearance=3),
    P("李建国", "secrecy_office", "BMB", "主任", ("security_officer", "unit_head"), 3),
    P("吕思齐", "classification_authority", "BMB", "副主任", ("unit_head",), 3),
    P("丁晓岚", "classification_originator", "BMB", "主任科员", clearance=3),
    P("马卫东", "security_secrecy_dept", "BWC", "处长", ("security_officer", "unit_head"), 2),
    P("彭志强", "", "BWC", "副处长", ("security_officer", "unit_head"), 2),
    P("姚雪梅", "access_card_officer", "BWC", "主任科员"),
    P("石大勇", "guard", "BWC", "门岗班长"),
    P("田宝山", "", "BWC", "门岗", ("guard",)),
    P("郑涛", "foreign_affairs_dept", "WSC", "处长", ("foreign_affairs_officer", "unit_head")),
    P("叶婉清", "", "WSC", "副处长", ("foreign_affairs_officer", "unit_head")),
    P("林志远", "info_center", "XXZX", "主任", ("unit_head",), 2),
    P("夏明辉", "service_level_manager", "XXZX", "副主任", ("unit_head",)),
    P("戴春阳", "project_manager", "XXZX", "高级工程师"),
    P("任鹏飞", "change_manager", "XXZX", "高级工程师"),
    P("秦岚", "configuration_manager", "XXZX", "工程师"),
    P("赵立新", "incident_manager", "YWK", "科长", ("mr_manager", "unit_head")),
    P("周敏", "mr_manager", "YWK", "机房主管", ("mr_manager",)),
    P("王磊", "duty_officer", "YWK", "工程师"),
    P("孙浩然", "", "YWK", "工程师", ("duty_officer",)),
    P("刘子轩", "", "YWK", "助理工程师", ("duty_officer",)),
    P("陈晨", "escort", "YWK", "工程师", ("duty_officer",)),
    P("吴小雨", "service_desk", "YWK", "助理工程师"),
    P("徐航", "support_l1", "YWK", "助理工程师", ("duty_officer",)),
    P("朱文杰", "support_l2", "YWK", "工程师", ("duty_officer",)),
    P("胡志刚", "support_l3", "YWK", "高级工程师"),
    P("梁晓东", "problem_manager", "YWK", "工程师"),
    P("贺云飞", "release_manager", "YWK", "工程师"),
    P("范思远", "backup_operator", "YWK", "工程师", ("duty_officer",)),
    P("罗建平", "system_admin", "YWK", "高级工程师"),
    P("崔永健", "", "WAK", "科长", ("unit_head",)),
    P("江雪晴", "security_admin", "WAK", "工程师", clearance=2),
    P("杜鹏程", "network_engineer", "WAK", "工程师"),
    P("白雅楠", "key_officer", "WAK", "工程师"),
    P("卢清源", "archives_publicity", "DAG", "馆长", ("unit_head",)),
    P("龚德明", "portal_approver", "DAG", "副馆长", ("unit_head",)),
    P("余秀兰", "archivist", "DAG", "馆员"),
    P("薛佳宁", "portal_editor", "DAG", "编辑"),
    P("万立群", "subordinate_unit", "JCZX", "主任", ("unit_head",)),
    P("常宏宇", "", "JCZX", "工程师"),
    P("易志明", "", "QHJ", "局长", ("unit_head",)),
    P("章小禾", "", "QHJ", "信息员"),
    P("贾俊峰", "om_vendor", "HX", "项目总监"),
    P("温子豪", "", "HX", "驻场工程师"),
    P("祁勇", "", "HX", "驻场工程师"),
)

#: Seat → who sits there for the whole bureau. 部门主管领导 comes from the units above.
SEATS: dict[str, tuple[str, ...]] = {
    "machine_room_manager": ("mr_manager", "incident_manager"),
    "security_secrecy": ("security_secrecy_dept", "pengzhiqiang"),
    "foreign_affairs": ("foreign_affairs_dept", "yewanqing"),
    "machine_room_guard": ("guard", "tianbaoshan"),
    "access_card_officer": ("access_card_officer",),
    "department_concerned": ("info_center", "service_level_manager"),
    "general_office": ("general_office", "reviewer"),
    "hr_division": ("hr_division", "internal_auditor"),
    "permission_approver": ("business_unit", "it_lead"),
    "unit_head": ("it_lead", "signer"),
    "knowledge_reviewer": ("problem_manager", "incident_manager"),
    "service_desk_leader": ("incident_manager",),
    "call_back": ("service_desk", "incident_manager"),
    "satisfaction_surveyor": ("service_desk", "service_level_manager"),
    "service_report_writer": ("service_level_manager", "incident_manager"),
    "service_report_reviewer": ("info_center",),
    "service_report_approver": ("it_lead", "signer"),
}

#: What the accounts of norms.md are called in words, where no role says it.
TITLES = {
    "oa_admin": "综合办公系统管理员",
    "app_liaison": "应用管理员",
    "unit_secrecy_officer": "兼职保密员",
    "network_engineer": "网络维护人员",
    "key_officer": "密钥管理员",
    "duty_officer": "机房值班人员",
    "escort": "陪同人员",
    "mr_manager": "机房管理人员",
    "access_card_officer": "门卡管理员",
    "guard": "门岗",
    "unit_head": "部门主管领导",
    "service_desk": "服务台",
    "support_l1": "一线工程师",
    "support_l2": "二线工程师",
    "support_l3": "三线工程师",
    "incident_manager": "事件经理",
    "problem_manager": "问题经理",
    "change_manager": "变更经理",
    "release_manager": "发布经理",
    "configuration_manager": "配置经理",
    "service_level_manager": "服务级别经理",
    "cab": "变更审批委员会",
    "backup_operator": "备份管理员",
    "project_manager": "项目经理",
    "contract_officer": "合同管理员",
    "budget_officer": "预算员",
    "drafter": "拟稿人",
    "reviewer": "核稿人",
    "signer": "签发人",
    "registry_clerk": "收发员",
    "seal_officer": "印章管理员",
    "supervisor_officer": "督办员",
    "archivist": "档案员",
    "classification_authority": "定密责任人",
    "classification_originator": "定密承办人",
    "portal_editor": "栏目编辑",
    "portal_approver": "发布审核",
    "internal_auditor": "内审员",
    "om_committee": "运维管理委员会",
    "it_lead": "信息化主管领导",
    "general_office": "办公室",
    "secrecy_office": "保密办",
    "hr_division": "人教处",
    "finance_division": "财经处",
    "info_center": "信息中心",
    "archives_publicity": "档案馆（宣传中心）",
    "business_unit": "业务部门",
    "subordinate_unit": "直属单位",
    "security_secrecy_dept": "保卫保密部门",
    "foreign_affairs_dept": "外事部门",
    "om_vendor": "运维外包企业",
}
