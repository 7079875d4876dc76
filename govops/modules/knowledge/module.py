"""The manifest: what this module is called, its place in the menu, the articles it follows."""

from govops.kernel.access.roles import Role
from govops.kernel.norms.documents import article
from govops.kernel.registers.site import MenuEntry, Module, add_module

MODULE = add_module(
    Module(
        code="knowledge",
        title="知识库",
        group="服务",
        order=16,
        roles=(
            Role("service_desk", "服务台"),
            Role("support_l1", "一线工程师"),
            Role("support_l2", "二线工程师"),
            Role("support_l3", "三线工程师"),
            Role("problem_manager", "问题经理"),
            Role("incident_manager", "事件经理"),
        ),
        menu=(
            MenuEntry("知识库", "books", url="/m/knowledge/"),
            MenuEntry(
                "知识条目", "book-2", register="knowledge_article",
                roles=("service_desk", "support_l1", "support_l2", "support_l3", "problem_manager", "incident_manager"),
            ),
        ),
    )
)  # fmt: skip

article(
    "N2§7.5",
    "7.5",
    "建立知识库：记录常见问题的描述、分析和解决方法，可共享、添加、更新、查询，并做生命周期管理",
)
