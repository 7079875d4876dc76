from govops.kernel.registers import module_config


class ReleaseConfig(module_config.ModuleConfig):
    name = "govops.modules.release"
    label = "release"
    verbose_name = "发布与版本"
