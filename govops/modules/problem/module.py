"""The manifest: what this module is called, its roles, its place in the menu, the articles it follows."""

from govops.kernel.access.roles import Role
from govops.kernel.norms.documents import article
from govops.kernel.registers.site import MenuEntry, Module, add_module

STAFF = (
    "problem_manager", "incident_manager", "service_desk", "support_l1", "support_l2", "support_l3",
)  # fmt: skip

MODULE = add_module(
    Module(
        code="problem",
        title="问题管理",
        group="服务",
        order=13,
        roles=(
            Role("problem_manager", "问题经理"),
            Role("incident_manager", "事件经理"),
            Role("service_desk", "服务台"),
            Role("support_l1", "一线工程师"),
            Role("support_l2", "二线工程师"),
            Role("support_l3", "三线工程师"),
        ),
        menu=(
            MenuEntry("问题", "bug", register="problem", roles=STAFF),
            MenuEntry("立问题提示", "bulb", register="problem_suggestion"),
        ),
    )
)

for code, number, text in (
    ("S5§3.4", "3.4", "问题是一个或多个事件的未知的潜在原因"),
    (
        "N3§8.2",
        "8.2",
        "识别、记录、定优先级、分类、更新、升级、解决、关闭问题；根因已明未根治的登记为已知错误",
    ),
    ("N2§9.5", "9.5", "问题管理查明根因，提出规避措施和永久方案，并导入知识库；统计问题解决率和平均解决时间"),
    ("N21§重复问题", "重复问题", "三十天内重复发生的同类问题应当专门分析处理"),
):
    article(code, number, text)
