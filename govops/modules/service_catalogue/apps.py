from govops.kernel.registers import module_config


class ServiceCatalogueConfig(module_config.ModuleConfig):
    name = "govops.modules.service_catalogue"
    label = "service_catalogue"
    verbose_name = "服务目录"
