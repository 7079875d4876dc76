from govops.kernel.registers import module_config


class ServiceDeskConfig(module_config.ModuleConfig):
    name = "govops.modules.service_desk"
    label = "service_desk"
    verbose_name = "服务台"

    def ready(self) -> None:
        super().ready()
        from govops.modules.service_desk.actions import from_outside  # noqa: F401 - begins to receive
