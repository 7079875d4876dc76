from govops.kernel.registers import module_config


class AssetsConfig(module_config.ModuleConfig):
    name = "govops.modules.assets"
    label = "assets"
    verbose_name = "资产"
