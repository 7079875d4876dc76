from django.apps import AppConfig


class NormsConfig(AppConfig):
    name = "govops.kernel.norms"
    label = "norms"
    verbose_name = "规范"

    def ready(self) -> None:
        from govops.kernel.norms import kernel_rules, rights_review  # noqa: F401 - declare them
