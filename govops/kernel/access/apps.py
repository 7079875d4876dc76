from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "govops.kernel.access"
    label = "access"
    verbose_name = "权限"

    def ready(self) -> None:
        from govops.kernel.access import parameters  # noqa: F401
