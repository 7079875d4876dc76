from govops.kernel.registers import module_config


class ProblemConfig(module_config.ModuleConfig):
    name = "govops.modules.problem"
    label = "problem"
    verbose_name = "问题管理"
