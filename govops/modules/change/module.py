"""The manifest: what this module is called, its roles, its place in the menu, the articles it follows."""

from govops.kernel.access.roles import Role
from govops.kernel.norms.documents import article
from govops.kernel.registers.site import MenuEntry, Module, add_module

STAFF = (
    "change_manager", "cab", "network_engineer", "support_l2", "support_l3", "release_manager", "configuration_manager",
    "incident_manager", "problem_manager", "info_center", "it_lead", "service_level_manager",
)  # fmt: skip

BOARD_ROOM = ("change_manager", "cab", "info_center", "it_lead", "service_level_manager", "release_manager")

MODULE = add_module(
    Module(
        code="change",
        title="变更管理",
        group="变更与发布",
        order=30,
        roles=(
            Role("change_manager", "变更经理"),
            Role("cab", "变更审批委员会"),
            Role("network_engineer", "网络维护人员"),
            Role("release_manager", "发布经理"),
            Role("configuration_manager", "配置经理"),
            Role("incident_manager", "事件经理"),
            Role("problem_manager", "问题经理"),
            Role("service_desk", "服务台"),
            Role("support_l2", "二线工程师"),
            Role("support_l3", "三线工程师"),
            Role("info_center", "信息中心负责人"),
            Role("it_lead", "信息化主管领导"),
            Role("service_level_manager", "服务级别经理"),
        ),
        menu=(
            MenuEntry("变更概览", "chart-bar", url="/m/change/", roles=STAFF),
            MenuEntry(
                "变更日历", "calendar-event", url="/m/change/calendar/", roles=(*STAFF, "service_desk")
            ),
            MenuEntry("变更委员会", "gavel", url="/m/change/board/", roles=BOARD_ROOM),
            MenuEntry("变更", "git-pull-request", register="change_request", roles=(*STAFF, "service_desk")),
            MenuEntry("委员会会议", "users", register="board_meeting", roles=BOARD_ROOM),
            MenuEntry("变更冻结期", "lock", register="change_freeze", roles=STAFF),
            MenuEntry("标准变更模板", "clipboard-check", register="standard_change", roles=STAFF),
        ),
    )
)

for code, number, text in (
    (
        "N1§变更管理",
        "变更管理",
        "明确变更需求，变更前制定方案，经评审、审批后方可实施；控制和记录变更过程；建立中止变更并从失败中恢复的程序，必要时演练",
    ),
    (
        "N1§网络和系统安全管理",
        "网络和系统安全管理",
        "变更性运维经审批后改变，过程中保留不可更改的审计日志，结束后同步更新配置信息库",
    ),
    (
        "N2§9.7",
        "9.7",
        "变更管理：请求、评估、审批、实施、确认和回顾；统计未经批准、不成功、取消的变更及各类型占比",
    ),
    ("N3§9.2", "9.2", "变更请求记录并分类，评估风险、影响和业务收益；有不成功时撤销或补救的方式；实施后评审"),
):
    article(code, number, text)
