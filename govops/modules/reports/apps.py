from govops.kernel.registers import ModuleConfig


class ReportsConfig(ModuleConfig):
    name = "govops.modules.reports"
    label = "reports"
    verbose_name = "服务报告"
