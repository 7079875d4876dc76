from govops.kernel.registers import module_config


class ChangeConfig(module_config.ModuleConfig):
    name = "govops.modules.change"
    label = "change"
    verbose_name = "变更管理"
