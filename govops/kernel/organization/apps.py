from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "govops.kernel.organization"
    label = "organization"
    verbose_name = "组织机构"

    def ready(self) -> None:
        from govops.kernel.organization import steady

        steady.connect(self)
