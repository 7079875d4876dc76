from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    name = "govops.kernel.gateways"
    label = "gateways"
    verbose_name = "收信"

    def ready(self) -> None:
        from govops.kernel.gateways import parameters  # noqa: F401 - declares
