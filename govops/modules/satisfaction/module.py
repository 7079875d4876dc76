"""The manifest: what this module is called, its roles, its place in the menu, the articles it follows."""

from govops.kernel.access.roles import Role
from govops.kernel.norms.documents import article
from govops.kernel.registers.site import MenuEntry, Module, add_module

STAFF = ("service_desk", "service_level_manager", "incident_manager")

MODULE = add_module(
    Module(
        code="satisfaction",
        title="满意度",
        group="服务",
        order=22,
        roles=(
            Role("service_desk", "服务台"),
            Role("service_level_manager", "服务级别经理"),
            Role("incident_manager", "事件经理"),
        ),
        menu=(
            MenuEntry("请您评价", "star", url="/m/satisfaction/"),
            MenuEntry("满意度调查", "mood-smile", register="satisfaction_survey"),
            MenuEntry("满意度评价", "message-2", register="survey_response", roles=STAFF),
        ),
    )
)

article("S1§7.3", "7.3", "服务满意度的评估方法、指标和周期")
