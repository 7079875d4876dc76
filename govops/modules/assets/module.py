"""The manifest: what this module is called, its roles, its place in the menu."""

from govops.kernel.access.roles import Role
from govops.kernel.registers.site import MenuEntry, Module, add_module
from govops.modules.assets import narrowings, readers  # noqa: F401 - a filter of the item list, who else may read

STAFF = ("asset_officer", "configuration_manager", "finance_division", "info_center")

MODULE = add_module(
    Module(
        code="assets",
        title="资产",
        group="资源",
        order=32,
        roles=(Role("asset_officer", "资产管理员"), Role("finance_division", "财务部门")),
        menu=(
            MenuEntry("我的资产", "device-desktop", url="/m/assets/mine/"),
            MenuEntry("资产台账", "cash", url="/m/assets/ledger/", roles=(*STAFF, "unit_head")),
            MenuEntry("资产统计", "chart-pie", url="/m/assets/statistics/", roles=STAFF),
            MenuEntry("到期一览", "calendar-due", url="/m/assets/expiry/", roles=(*STAFF, "unit_head")),
            MenuEntry(
                "标签打印",
                "qrcode",
                url="/m/assets/labels/",
                roles=("asset_officer", "configuration_manager"),
            ),
            MenuEntry("自查与离岗", "user-check", url="/m/assets/custody/", roles=(*STAFF, "unit_head")),
            MenuEntry("资产交接", "transfer", register="hand_over"),
            MenuEntry("资产盘点", "clipboard-check", register="stocktake"),
            MenuEntry("盘点差异", "arrows-exchange", register="stocktake_difference"),
            MenuEntry("配置基线", "versions", register="baseline"),
            MenuEntry("资产报废", "trash", register="scrap_request"),
        ),
    )
)
