"""The manifest: what this module is called, its roles, its place in the menu, the articles it follows."""

from govops.kernel.access.roles import Role
from govops.kernel.norms.documents import article
from govops.kernel.registers.site import MenuEntry, Module, add_module
from govops.modules.release import told  # noqa: F401 - tells configuration of releases and deployments

READERS = (
    "release_manager", "change_manager", "configuration_manager", "problem_manager", "service_level_manager", "info_center", "it_lead",
    "cab", "network_engineer", "support_l2", "support_l3",
)  # fmt: skip

MODULE = add_module(
    Module(
        code="release",
        title="发布与版本",
        group="变更与发布",
        order=32,
        roles=(
            Role("release_manager", "发布经理"),
            Role("change_manager", "变更经理"),
            Role("configuration_manager", "配置经理"),
            Role("problem_manager", "问题经理"),
            Role("service_level_manager", "服务级别经理"),
            Role("info_center", "信息中心负责人"),
            Role("it_lead", "信息化主管领导"),
            Role("cab", "变更审批委员会"),
            Role("network_engineer", "网络维护人员"),
            Role("backup_operator", "备份管理员"),
            Role("support_l2", "二线工程师"),
            Role("support_l3", "三线工程师"),
        ),
        menu=(
            MenuEntry("版本总览", "git-branch", url="/m/release/", roles=READERS),
            MenuEntry("发布单", "rocket", register="release"),
            MenuEntry("软件版本", "versions", register="software_version"),
            MenuEntry("部署记录", "upload", register="deployment"),
            MenuEntry("备份确认", "database-export", register="backup_confirmation"),
        ),
    )
)

for code, number, text in (
    ("S1§4.2", "4.2", "系统升级按流程进行"),
    ("S1§4.3", "4.3", "对系统版本进行控制"),
    ("S9§6", "第六条", "信息中心承担运行维护：及时解决网络故障，做好数据备份，保障数据安全"),
    (
        "N2§9.8",
        "9.8",
        "发布按规划、设计、建设、配置、测试进行，有发布计划、回退方案和记录；统计成功率、及时率和配置库更新情况",
    ),
    ("N3§9.3", "9.3", "发布在受控的验收测试环境测试，验收准则预先商定；部署失败时撤销并调查"),
):
    article(code, number, text)
