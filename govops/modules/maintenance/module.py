"""The manifest: what this module is called, its roles, its place in the menu, the articles it follows."""

from govops.kernel.access.roles import Role
from govops.kernel.norms.documents import article
from govops.kernel.registers.site import MenuEntry, Module, add_module
from govops.modules.maintenance import told  # noqa: F401 - tells configuration of tasks and findings

READERS = (
    "incident_manager", "service_level_manager", "configuration_manager", "info_center", "network_engineer", "mr_manager",
    "support_l1", "support_l2", "support_l3",
)  # fmt: skip

MODULE = add_module(
    Module(
        code="maintenance",
        title="维护作业",
        group="变更与发布",
        order=33,
        roles=(
            Role("incident_manager", "事件经理"),
            Role("service_level_manager", "服务级别经理"),
            Role("configuration_manager", "配置经理"),
            Role("info_center", "信息中心负责人"),
            Role("network_engineer", "网络维护人员"),
            Role("mr_manager", "机房管理人员"),
            Role("service_desk", "服务台"),
            Role("support_l1", "一线工程师"),
            Role("support_l2", "二线工程师"),
            Role("support_l3", "三线工程师"),
        ),
        menu=(
            MenuEntry("维护日历", "calendar-check", url="/m/maintenance/", roles=READERS),
            MenuEntry("维护作业", "checklist", register="maintenance_task"),
            MenuEntry("维护异常", "alert-triangle", register="maintenance_finding"),
            MenuEntry("维护作业计划", "calendar-stats", register="maintenance_plan"),
        ),
    )
)

for code, number, text in (
    ("S1§4.1", "4.1", "制定系统维护策略，按计划开展日常维护"),
    (
        "N4§4.3",
        "4.3",
        "例行操作分监督控制、定期检查、日常维护、宣传指引四种，按计划执行并记录；发现异常转入响应支持",
    ),
    ("N21§维护作业", "维护作业", "统计维护作业计划及时完成率，作为运维服务质量指标"),
):
    article(code, number, text)
