"""The manifest: what this module is called, its roles, its place in the menu, the articles it follows."""

from govops.kernel.access.roles import Role
from govops.kernel.norms.documents import article
from govops.kernel.registers.site import MenuEntry, Module, add_module

MODULE = add_module(
    Module(
        code="service_catalogue",
        title="服务目录",
        group="服务",
        order=14,
        roles=(
            Role("service_level_manager", "服务级别经理"),
            Role("contract_officer", "合同管理员"),
            Role("service_desk", "服务台"),
            Role("support_l1", "一线工程师"),
            Role("support_l2", "二线工程师"),
            Role("support_l3", "三线工程师"),
        ),
        menu=(
            MenuEntry("服务目录", "list-details", register="service_item"),
            MenuEntry(
                "服务级别协议",
                "certificate",
                register="service_level_agreement",
                # Whoever else signs one comes to it from 待办.
                roles=(
                    "service_level_manager",
                    "unit_head",
                    "contract_officer",
                    "service_desk",
                    "support_l1",
                    "support_l2",
                    "support_l3",
                ),
            ),
            MenuEntry("支持组", "users-group", register="support_group"),
        ),
    )
)

for code, number, text in (
    ("S5§3.5", "3.5", "服务级别协议是提供方与顾客签署的、描述运维服务和约定服务级别的协议"),
    ("N3§6.1", "6.1", "以目录记录所提供的服务；每项服务的目标和工作量特征在服务级别协议中约定，并定期评审"),
    ("N3§7.2", "7.2", "供方合同与对顾客的服务级别协议保持一致"),
    ("N2§5.2", "5.2", "服务目录写明服务的简介、目标、对象、内容、频度、时间、交付方式和交付成果"),
    ("N2§7.3", "7.3", "设服务台作为统一联络点，受理、派单、跟踪并分级支持"),
):
    article(code, number, text)
