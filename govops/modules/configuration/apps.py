from govops.kernel.registers import module_config


class ConfigurationConfig(module_config.ModuleConfig):
    name = "govops.modules.configuration"
    label = "configuration"
    verbose_name = "资源配置"
