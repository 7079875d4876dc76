"""The manifest: what this module is called, its roles, its place in the menu."""

from govops.kernel.access.roles import Role
from govops.kernel.norms.documents import article
from govops.kernel.registers.site import MenuEntry, Module, add_module

MODULE = add_module(
    Module(
        code="accounts",
        title="用户与权限",
        group="安全保密",
        order=20,
        roles=(Role("general_office", "办公室"), Role("hr_division", "人教处")),
        menu=(
            MenuEntry("内网用户申请", "user-plus", register="user_account_application"),
            MenuEntry("权限申请", "key", register="role_change_application"),
        ),
    )
)

article(
    "N1§人员离岗",
    "人员离岗",
    "及时终止离岗人员的全部访问权限，取回证件、钥匙、徽章和软硬件；办理调离手续并承诺保密后方可离开",
)
