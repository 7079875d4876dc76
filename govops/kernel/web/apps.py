from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "govops.kernel.web"
    label = "web"
    verbose_name = "页面"

    def ready(self) -> None:
        from govops.kernel.menus import menu
        from govops.kernel.registers.site import MenuEntry
        from govops.kernel.web.views.admin_menu import ADMIN_MENU

        menu.add(
            "系统管理",
            *(MenuEntry(title, icon, url=url, roles=roles) for title, icon, url, roles in ADMIN_MENU),
        )
