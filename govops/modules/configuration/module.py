"""The manifest: what this module is called, its roles, its place in the menu, the articles it follows."""

from govops.kernel.access.roles import Role
from govops.kernel.norms.documents import article
from govops.kernel.registers.site import MenuEntry, Module, add_module
from govops.modules.configuration import narrowings, readers  # noqa: F401 - the list's own filters, who else may read

READERS = (
    "configuration_manager", "asset_officer", "service_desk", "support_l1", "support_l2", "support_l3", "network_engineer",
    "incident_manager", "problem_manager", "change_manager", "release_manager", "info_center", "mr_manager", "service_level_manager",
)  # fmt: skip

MODULE = add_module(
    Module(
        code="configuration",
        title="资源配置",
        group="资源",
        order=30,
        roles=(
            Role("configuration_manager", "配置经理"),
            Role("network_engineer", "网络维护人员"),
            Role("info_center", "信息中心负责人"),
            Role("incident_manager", "事件经理"),
            Role("problem_manager", "问题经理"),
            Role("change_manager", "变更经理"),
            Role("release_manager", "发布经理"),
            Role("service_level_manager", "服务级别经理"),
            Role("mr_manager", "机房管理人员"),
            Role("cab", "变更审批委员会"),
            Role("asset_officer", "资产管理员"),
            Role("service_desk", "服务台"),
            Role("support_l1", "一线工程师"),
            Role("support_l2", "二线工程师"),
            Role("support_l3", "三线工程师"),
        ),
        menu=(
            MenuEntry("配置项", "server-2", register="configuration_item"),
            MenuEntry("配置项关系", "topology-star-3", register="item_relation"),
            MenuEntry("拓扑图", "sitemap", url="/m/configuration/topology/", roles=READERS),
            MenuEntry("机柜图", "columns-3", url="/m/configuration/racks/", roles=READERS),
            MenuEntry("机房平面图", "layout-kanban", url="/m/configuration/rooms/", roles=READERS),
            MenuEntry(
                "导入与发现",
                "file-import",
                url="/m/configuration/intake/",
                roles=("configuration_manager", "asset_officer"),
            ),
            MenuEntry("变更提议", "git-pull-request", register="item_proposal"),
            MenuEntry("历史与差异", "history", url="/m/configuration/differences/", roles=READERS),
            MenuEntry("配置项类型", "hierarchy-2", register="item_type", roles=READERS),
            MenuEntry("关系类型", "git-branch", register="relation_kind"),
            MenuEntry(
                "标准类型", "books", url="/m/configuration/standard/", roles=("configuration_manager",)
            ),
        ),
    )
)

for code, number, text in (
    ("S6§3", "3", "对已正式投入使用的信息化基础设施、软件等资产实行动态的配置管理"),
    ("S5§6", "6", "管理对象分基础环境、主机系统、网络系统、安全系统、应用系统、桌面系统六类"),
    ("N3§9.1", "9.1", "每个配置项有唯一标识；记录其关系、状态、版本和位置；变更可追溯、可审计，并按计划核对"),
    ("N2§9.6", "9.6", "配置管理经识别、记录、更新、审核"),
    ("N1§资产管理", "资产管理", "编制并保存资产清单，写明责任部门、重要程度和所处位置"),
    (
        "S9§19",
        "第十九条",
        "服务器及核心网络设备设专用区域，未经批准无关人员不得进入；严禁笔记本电脑接入政务内网",
    ),
):
    article(code, number, text)
