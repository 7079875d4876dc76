from govops.kernel.registers import ModuleConfig


class SatisfactionConfig(ModuleConfig):
    name = "govops.modules.satisfaction"
    label = "satisfaction"
    verbose_name = "满意度"
