"""The manifest: what this module is called, its roles, its place in the menu, the articles it follows."""

from govops.kernel.access.roles import Role
from govops.kernel.norms.documents import article
from govops.kernel.registers.site import MenuEntry, Module, add_module
from govops.modules.reports import narrowings  # noqa: F401 - declares the lists that the figures lead to
from govops.modules.reports.choices import READERS

MODULE = add_module(
    Module(
        code="reports",
        title="服务报告",
        group="服务",
        order=24,
        roles=(
            Role("service_level_manager", "服务级别经理"),
            Role("incident_manager", "事件经理"),
            Role("problem_manager", "问题经理"),
            Role("service_desk", "服务台"),
            Role("info_center", "信息中心负责人"),
            Role("it_lead", "信息化主管领导"),
            Role("om_committee", "运维管理委员会"),
        ),
        menu=(
            MenuEntry("服务指标", "chart-line", url="/m/reports/", roles=READERS),
            MenuEntry(
                "服务报告", "report-analytics", register="service_report", roles=(*READERS, "om_committee")
            ),
        ),
    )
)

for code, number, text in (
    ("N3§6.2", "6.2", "服务报告写明标识、目的、读者、频率和数据源，说明对目标的绩效、重大事件、工作量特征、不合格及原因、趋势、满意度和投诉"),
    ("N2§9.3", "9.3", "建立、审批、分发和归档服务报告"),
    ("N2§9.2", "9.2", "签订服务级别协议，并考核达成情况"),
    ("N21§服务指标", "服务指标", "响应、到场、修复及时率，热线接通率，满意度等按期统计并设目标"),
):  # fmt: skip
    article(code, number, text)
