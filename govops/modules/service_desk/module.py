"""The manifest: what this module is called, its roles, its place in the menu, the articles it follows."""

from govops.kernel.access.roles import Role
from govops.kernel.norms.documents import article
from govops.kernel.registers.site import MenuEntry, Module, add_module

STAFF = ("service_desk", "incident_manager", "support_l1", "support_l2", "support_l3")

MODULE = add_module(
    Module(
        code="service_desk",
        title="服务台",
        group="服务",
        order=10,
        roles=(
            Role("service_desk", "服务台"),
            Role("support_l1", "一线工程师"),
            Role("support_l2", "二线工程师"),
            Role("support_l3", "三线工程师"),
            Role("incident_manager", "事件经理"),
        ),
        menu=(
            MenuEntry("自助服务", "heart-handshake", url="/m/service_desk/self/"),
            MenuEntry("我的工单", "ticket", url="/m/service_desk/mine/"),
            MenuEntry("服务台", "headset", url="/m/service_desk/desk/", roles=STAFF),
            MenuEntry("工单看板", "layout-kanban", url="/m/service_desk/board/", roles=STAFF),
            MenuEntry("事件", "urgent", register="incident", roles=(*STAFF, "unit_head")),
            MenuEntry("服务请求", "clipboard-list", register="service_request", roles=(*STAFF, "unit_head")),
            MenuEntry("重大事件", "alert-octagon", register="major_incident", roles=STAFF),
            MenuEntry("升级记录", "trending-up", register="ticket_escalation"),
            MenuEntry("回访", "phone-call", register="call_back"),
        ),
    )
)

for code, number, text in (
    (
        "N3§8.1",
        "8.1",
        "事件和请求按步骤管理，优先级由影响和紧急程度得出；可能违约时升级并告知用户；重大事件通知最高管理者、指定专人，恢复后评审",
    ),
    ("N2§9.4", "9.4", "受理、分类和初步支持、调查和诊断、解决、进展监控与跟踪、关闭；用户确认后关闭"),
    ("S5§3.3", "3.3", "事件：不属于标准操作、导致或可能导致服务中断或质量降低的任一事态，也包括请求"),
    ("S6§5", "第五条", "运维管理委员会由信息化主管领导任负责人，决策重大和紧急事件"),
    ("S1§7.3", "7.3", "服务满意度的评估方法、指标和周期"),
):
    article(code, number, text)
