from govops.kernel.registers import module_config


class MaintenanceConfig(module_config.ModuleConfig):
    name = "govops.modules.maintenance"
    label = "maintenance"
    verbose_name = "维护作业"
